import type { District } from '../common.ts';
import type { Queryable } from '../db/transaction.ts';
import { one } from '../db/transaction.ts';
import type { RecordedSurvey, Survey } from './types.ts';

export async function loadSurvey(db: Queryable, surveyNo: string): Promise<RecordedSurvey | null> {
  const row = await one<{ content: Survey; district: District; recorded_at: Date; recorded_by: string }>(
    db,
    'SELECT content, district, recorded_at, recorded_by FROM registry.surveys WHERE survey_no = $1',
    [surveyNo],
  );
  return row
    ? { ...row.content, district: row.district, recordedAt: row.recorded_at, recordedBy: row.recorded_by }
    : null;
}
