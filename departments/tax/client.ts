/** Typed client of the tax office. */
import type { DepartmentHttpOptions } from '../shared/department-http.ts';
import { createDepartmentHttp } from '../shared/department-http.ts';
import type { CallContext } from '../shared/result.ts';
import type { AssessRequest, ClearanceRequest, HousingFamilyRequest, TaxRefundRequest } from './contract.ts';
import {
  AssessAnswer,
  assessRefusals,
  ClearanceAnswer,
  clearanceRefusals,
  HousingFamilyAnswer,
  refundRefusals,
  TaxRefundAnswer,
} from './contract.ts';

export type TaxClient = ReturnType<typeof createTaxClient>;

export function createTaxClient(options: DepartmentHttpOptions) {
  const http = createDepartmentHttp('tax', options);
  return {
    housingFamily: (body: HousingFamilyRequest, context: CallContext) =>
      http.call({
        name: 'housingFamily',
        method: 'POST',
        path: '/housing-families/query',
        body,
        answer: HousingFamilyAnswer,
        refusals: [],
        context,
      }),
    /** Payment (or exemption) is reported by callback, never in this answer. */
    assess: (body: AssessRequest, context: CallContext) =>
      http.call({
        name: 'assess',
        method: 'POST',
        path: '/assessments',
        body,
        answer: AssessAnswer,
        refusals: assessRefusals,
        context,
      }),
    clearance: (body: ClearanceRequest, context: CallContext) =>
      http.call({
        name: 'clearance',
        method: 'POST',
        path: '/clearances',
        body,
        answer: ClearanceAnswer,
        refusals: clearanceRefusals,
        context,
      }),
    refund: (body: TaxRefundRequest, context: CallContext) =>
      http.call({
        name: 'refund',
        method: 'POST',
        path: '/refunds',
        body,
        answer: TaxRefundAnswer,
        refusals: refundRefusals,
        context,
      }),
    close: http.close,
  };
}
