import type { Deps } from '../db/transaction.ts';
import { completeFacts } from './complete-facts.ts';
import { listReconciliations, reconcile } from './reconcile.ts';
import {
  claimReports,
  countReports,
  getReport,
  listReports,
  reportAccepted,
  reportFailed,
  reportRejected,
  reportsOfCase,
  resendReport,
} from './reports.ts';
import type { ExchangeApi } from './types.ts';

export function exchangeApi(deps: Deps): ExchangeApi {
  return {
    claimReports: (limit) => claimReports(deps, limit),
    reportAccepted: (entryId, contentHash, reportNo) => reportAccepted(deps, entryId, contentHash, reportNo),
    reportRejected: (entryId, contentHash, findings) => reportRejected(deps, entryId, contentHash, findings),
    reportFailed: (entryId, error) => reportFailed(deps, entryId, error),
    reportsOfCase: (caseNo) => reportsOfCase(deps, caseNo),
    listReports: (filter) => listReports(deps, filter),
    getReport: (entryId) => getReport(deps, entryId),
    resendReport: (entryId, by, note) => resendReport(deps, entryId, by, note),
    countReports: (district) => countReports(deps, district),
    completeFacts: (input) => completeFacts(deps, input),
    reconcile: (day, there) => reconcile(deps, day, there),
    listReconciliations: (limit) => listReconciliations(deps, limit),
  };
}
