import type { Deps } from '../db/transaction.ts';
import { caseFile } from './case-file.ts';
import { closingApi } from './close-case.ts';
import { decisionsApi } from './decisions.ts';
import { escalationsApi } from './escalations.ts';
import { fileCase } from './file-case.ts';
import { getCase, listCases, organisationOf } from './get-case.ts';
import { interruptionsApi } from './interruptions.ts';
import { materialsApi } from './materials.ts';
import { onSiteApi } from './onsite-views.ts';
import { refusalsApi } from './refusals.ts';
import { timeline } from './timeline.ts';
import type { CasesApi } from './types.ts';

export function casesApi(deps: Deps): CasesApi {
  return {
    fileCase: (application, actor) => fileCase(deps, application, actor),
    getCase: (caseNo, options) => getCase(deps, caseNo, options),
    caseFile: (caseNo) => caseFile(deps, caseNo),
    listCases: (filter) => listCases(deps, filter),
    organisationOf: (caseNo) => organisationOf(deps, caseNo),
    timeline: (caseNo) => timeline(deps, caseNo),
    ...materialsApi(deps),
    ...decisionsApi(deps),
    ...interruptionsApi(deps),
    ...closingApi(deps),
    ...onSiteApi(deps),
    ...escalationsApi(deps),
    ...refusalsApi(deps),
  };
}
