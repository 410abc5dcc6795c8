import type { PoolClient } from 'pg';
import { dayOf } from '../calendar/local-time.ts';
import type { Actor } from '../common.ts';
import type { Deps } from '../db/transaction.ts';
import { inTransaction, one } from '../db/transaction.ts';
import { RegistryError } from '../errors.ts';
import { appendEvent } from '../evidence/append-event.ts';
import { checkSurvey } from './check-survey.ts';
import type { CadastreApi, Survey } from './types.ts';
import { writeBuildings, writeParcel, writeSurveyUnits } from './write-physical.ts';

/** 权籍调查成果入库. One transaction: the survey as delivered, and what of it the book does not know yet. */
export async function recordSurvey(
  { pool, clock }: Deps,
  survey: Survey,
  by: Actor,
): ReturnType<CadastreApi['recordSurvey']> {
  const now = clock.now();
  const problems = checkSurvey(survey, dayOf(now));
  if (problems.length > 0) throw invalid(problems);
  const district = survey.parcelCode.slice(0, 6);
  const content = JSON.parse(JSON.stringify(survey)) as Survey;
  return inTransaction(pool, async (client) => {
    await client.query('SELECT pg_advisory_xact_lock(hashtext($1))', [`registry.survey:${survey.parcelCode}`]);
    const earlier = await one<{ same: boolean }>(
      client,
      'SELECT content = $2::jsonb AS same FROM registry.surveys WHERE survey_no = $1',
      [survey.surveyNo, JSON.stringify(content)],
    );
    if (earlier && !earlier.same)
      throw new RegistryError(
        'SURVEY_CONFLICT',
        `成果编号${survey.surveyNo}已入库，内容不同；请核对编号，更正成果请用新编号。`,
      );
    if (earlier) return { surveyNo: survey.surveyNo, firstTime: false, newUnits: [] };

    const known = await knownUnits(client, survey);
    await refuseKnown(client, survey, known);
    if (survey.parcel) await writeParcel(client, survey, survey.parcel);
    if (survey.kind !== 'partition') await writeBuildings(client, survey);
    // 分割合并: the new pages are opened by the 登簿, not before it.
    const newUnits = survey.kind === 'partition' ? [] : await writeSurveyUnits(client, survey, known);
    await client.query(
      `INSERT INTO registry.surveys (survey_no, kind, district, parcel_code, surveyor, surveyed_on, content, recorded_at, recorded_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        survey.surveyNo,
        survey.kind,
        district,
        survey.parcelCode,
        survey.surveyor,
        survey.surveyedOn,
        JSON.stringify(content),
        now,
        by.userId,
      ],
    );
    await appendEvent(client, {
      chain: district,
      topic: 'survey.recorded',
      unitCodes: newUnits,
      actor: by.userId,
      at: now,
      payload: { surveyNo: survey.surveyNo, kind: survey.kind, units: survey.units?.length ?? 0 },
    });
    return { surveyNo: survey.surveyNo, firstTime: true, newUnits };
  });
}

async function knownUnits(db: PoolClient, survey: Survey): Promise<Set<string>> {
  const { rows } = await db.query<{ unit_code: string }>(
    'SELECT unit_code FROM registry.units WHERE unit_code = ANY ($1)',
    [[`${survey.parcelCode}W00000000`, ...(survey.units ?? []).map((unit) => unit.unitCode)]],
  );
  return new Set(rows.map((row) => row.unit_code));
}

/** What the book says against it: a parcel that is not there, codes that are taken, homes that are registered already. */
async function refuseKnown(db: PoolClient, survey: Survey, known: ReadonlySet<string>): Promise<void> {
  const parcel = await one(db, 'SELECT 1 FROM registry.parcels WHERE parcel_code = $1', [survey.parcelCode]);
  if (!parcel && survey.kind !== 'parcel')
    throw invalid([
      {
        field: 'parcelCode',
        code: 'PARCEL_UNKNOWN',
        message: `登记簿没有宗地${survey.parcelCode}；请先入库宗地成果。`,
      },
    ]);
  if (parcel && survey.kind === 'parcel')
    throw invalid([
      {
        field: 'parcelCode',
        code: 'PARCEL_KNOWN',
        message: `宗地${survey.parcelCode}已在登记簿中；界址、面积变化请申请变更登记。`,
      },
    ]);
  const { rows: registered } = await db.query<{ unit_code: string }>(
    "SELECT DISTINCT unit_code FROM registry.rights WHERE unit_code = ANY ($1) AND kind = 'OWNERSHIP'",
    [[...known]],
  );
  const closed = new Set(registered.map((row) => row.unit_code));
  const problems = (survey.units ?? []).flatMap(({ unitCode }, i) => {
    const taken =
      survey.kind === 'partition' || survey.kind === 'predicted' ? known.has(unitCode) : closed.has(unitCode);
    return taken
      ? [
          {
            field: `units[${i}].unitCode`,
            code: 'UNIT_TAKEN',
            message: `单元${unitCode}已在登记簿中，不能再由成果新建；已登记单元的变化请申请变更登记。`,
          },
        ]
      : [];
  });
  if (problems.length > 0) throw invalid(problems);
}

function invalid(problems: { field: string; code: string; message: string }[]): RegistryError {
  return new RegistryError('SURVEY_INVALID', problems.map((problem) => problem.message).join(' '), problems);
}
