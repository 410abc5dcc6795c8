import type { Deps } from '../db/transaction.ts';
import { buildingTable } from './building-table.ts';
import { recordSurvey } from './record-survey.ts';
import { loadSurvey } from './surveys.ts';
import type { CadastreApi } from './types.ts';

export function cadastreApi(deps: Deps): CadastreApi {
  return {
    recordSurvey: (survey, by) => recordSurvey(deps, survey, by),
    getSurvey: (surveyNo) => loadSurvey(deps.pool, surveyNo),
    buildingTable: (unitCode) => buildingTable(deps, unitCode),
  };
}
