import { loadSurvey } from '../cadastre/surveys.ts';
import type { SurveyKind } from '../cadastre/types.ts';
import type { Queryable } from '../db/transaction.ts';
import { RegistryError } from '../errors.ts';
import type { Application } from './types.ts';

/**
 * The survey that an application rests on is in the book, of the right kind, and covers the units applied for. A survey never
 * changes, so this is asked once, when the case is filed.
 * @throws APPLICATION_INVALID
 */
export async function requireSurvey(db: Queryable, application: Application): Promise<void> {
  const { first, partition } = application;
  const named = first ?? partition;
  if (!named) return;
  const field = first ? 'first.surveyNo' : 'partition.surveyNo';
  const refuse = (code: string, message: string) => {
    throw new RegistryError('APPLICATION_INVALID', message, [{ field, code, message }]);
  };
  const survey = await loadSurvey(db, named.surveyNo.trim());
  const kind: SurveyKind = first ? 'surveyed' : 'partition';
  if (!survey)
    return refuse('SURVEY_UNKNOWN', `没有权籍调查成果${named.surveyNo}；请先在“权籍成果”中入库，或核对成果编号。`);
  if (survey.kind !== kind)
    return refuse(
      'SURVEY_KIND',
      first
        ? '首次登记须依据房产实测绘成果；所填成果不是实测绘。'
        : '分割合并须依据分割合并的权籍调查成果；请核对成果编号。',
    );
  const covered = new Set(survey.units?.map((unit) => unit.unitCode));
  const elsewhere = application.unitCodes.filter((code) =>
    first ? code[19] === 'F' && !covered.has(code) : !code.startsWith(survey.parcelCode),
  );
  if (elsewhere.length > 0)
    refuse('SURVEY_UNITS', `所填成果不包括单元${elsewhere.slice(0, 3).join('、')}；请核对成果编号和申请的单元。`);
}
