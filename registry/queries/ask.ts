import { createHash, randomBytes } from 'node:crypto';
import { addDays, dayOf, startOfDay } from '../calendar/local-time.ts';
import { drawCaseNo } from '../cases/file-case.ts';
import type { Actor, District } from '../common.ts';
import { fullUnits, unitsOfPerson } from '../court/query-register.ts';
import type { Deps, Queryable } from '../db/transaction.ts';
import { inTransaction, one } from '../db/transaction.ts';
import { RegistryError } from '../errors.ts';
import { appendEvent } from '../evidence/append-event.ts';
import { countHomes } from '../money/count-homes.ts';
import { normaliseCode } from '../validators/normalise.ts';
import { askersOf } from './askers.ts';
import { queryFields } from './fields.ts';
import { limitedUnits } from './limited-view.ts';
import { countLookupIn } from './lookups.ts';
import { ownedUnits, ownUnitCodes } from './owned-view.ts';
import { itemOf } from './query-items.ts';
import { findQuery, insertPaper, logQuery } from './query-row.ts';
import { refusal, refusalsOf } from './refusals.ts';
import type { NewQuery, QueryAnswer, QueryQuestion, QueryRefusal, QueryView } from './types.ts';

/** 查询结果 may be relied on for so many days. */
const validDays = 30;

/** Number of a query; the same key draws the same number. */
export async function drawNumber({ pool, clock }: Deps, queryKey: string, district: District): Promise<string> {
  return inTransaction(pool, (client) => numberOf(client, queryKey, district, clock.now()));
}

async function numberOf(db: Queryable, queryKey: string, district: District, at: Date): Promise<string> {
  await db.query('SELECT pg_advisory_xact_lock(hashtext($1))', [`registry.query-key:${queryKey}`]);
  const known = await one<{ query_no: string }>(
    db,
    'SELECT query_no FROM registry.query_numbers WHERE query_key = $1',
    [queryKey],
  );
  if (known) return known.query_no;
  const queryNo = await drawCaseNo(db, at, district);
  await db.query('INSERT INTO registry.query_numbers VALUES ($1, $2, $3)', [queryKey, queryNo, at]);
  return queryNo;
}

/**
 * One question to the register, its papers and its answer, in one transaction: what was shown is in the log, and what is in the
 * log was shown. A refusal is kept the same way (不予查询).
 */
export async function ask({ pool, clock }: Deps, given: NewQuery, actor: Actor): Promise<QueryView> {
  const question = normalised(given.question);
  const input = { ...given, question };
  const hash = createHash('sha256')
    .update(JSON.stringify([{ ...question, identity: null }, input.purpose, input.district]))
    .digest('hex');
  return inTransaction(pool, async (client) => {
    const at = clock.now();
    const queryNo = await numberOf(client, input.queryKey, input.district, at);
    const before = await findQuery(client, queryNo);
    if (before && before.row.request_hash !== hash)
      throw new RegistryError('APPLICATION_KEY_REUSED', `该标识已用于查询${queryNo}，内容不同；请刷新页面后重新提交。`);
    if (before) return before.view;

    const looked = await countLookupIn(client, actor, 'query', queryNo, at);
    const { result, refusals } = looked.allowed
      ? await answer(client, input, actor, at)
      : { result: null, refusals: [refusal('DAILY_CAP')] };
    const refused = refusals.length > 0;
    const refusedToday = refused ? await countLookupIn(client, actor, 'query.refused', queryNo, at) : null;
    const shown = result ? unitCodesOf(result) : [];
    const outcome = refused ? 'REFUSED' : shown.length > 0 || result?.kind === 'AR-04' ? 'GIVEN' : 'NOTHING';
    const item = itemOf(question.kind);
    await logQuery(client, {
      queryNo,
      requestHash: hash,
      kind: question.kind,
      district: input.district,
      at,
      userId: actor.userId,
      role: actor.role,
      forWhom: (question.kind === 'AR-03' ? question.authority : question.applicant.name).trim() || '未填写',
      request: question,
      purpose: input.purpose.trim() || '未说明',
      legalBasis: (question.kind === 'AR-03' && question.legalBasis.trim()) || item.legalBasis,
      basisNo: basisNoOf(question),
      caseNo: null,
      unitCodes: refused ? namedUnits(question) : shown,
      fields: outcome === 'GIVEN' ? queryFields[question.kind] : [],
      outcome,
      refusals,
      given: result,
      keep: true,
      secret: question.kind === 'AR-03' && question.secret,
      token: randomBytes(10).toString('hex'),
      // To the end of the last day.
      validUntil: startOfDay(addDays(dayOf(at), validDays + 1)),
    });
    for (const paper of input.papers) await insertPaper(client, queryNo, paper, at, actor.userId);
    await appendEvent(client, {
      chain: input.district,
      topic: refused ? 'query.refused' : 'query.answered',
      unitCodes: shown,
      actor: actor.userId,
      at,
      payload: { queryNo, kind: question.kind, outcome, refusals: refusals.map((one) => one.code) },
    });
    for (const alarm of [looked.alarm, refusedToday?.alarm]) if (alarm) await appendEvent(client, alarm);
    return ((await findQuery(client, queryNo)) as { view: QueryView }).view;
  });
}

async function answer(
  db: Queryable,
  input: NewQuery,
  actor: Actor,
  at: Date,
): Promise<{ result: QueryAnswer | null; refusals: QueryRefusal[] }> {
  const refusals = refusalsOf(input, actor);
  if (refusals.length > 0) return { result: null, refusals };
  const { question } = input;
  const today = dayOf(at);
  switch (question.kind) {
    case 'AR-01': {
      const own = await ownUnitCodes(db, question.applicant);
      if (question.unitCodes.some((code) => !own.includes(code)))
        return { result: null, refusals: [refusal('NOT_HOLDER')] };
      const codes = question.unitCodes.length > 0 ? question.unitCodes : own;
      const units = await ownedUnits(db, question, codes, today);
      return { result: { kind: 'AR-01', units, askers: question.askers ? await askersOf(db, codes) : null }, refusals };
    }
    case 'AR-02':
      return { result: { kind: 'AR-02', units: await limitedUnits(db, question, today) }, refusals };
    case 'AR-03': {
      const { person, unitCodes } = question;
      const codes = person ? await unitsOfPerson(db, person, ['OWNERSHIP', 'CAUTION', 'RESIDENCE']) : unitCodes;
      return { result: { kind: 'AR-03', units: await fullUnits(db, codes) }, refusals };
    }
    case 'AR-04':
      return { result: { kind: 'AR-04', housing: await countHomes(db, question, today) }, refusals };
  }
}

const unitCodesOf = (result: QueryAnswer) =>
  (result.kind === 'AR-04' ? result.housing.items : result.units).map((unit) => unit.unitCode);

const namedUnits = (question: QueryQuestion): string[] =>
  question.kind === 'AR-04' ? (question.unitCode ? [question.unitCode] : []) : question.unitCodes;

function basisNoOf(question: QueryQuestion): string | null {
  if (question.kind === 'AR-02') return question.basisNo.trim() || null;
  return question.kind === 'AR-03' ? question.mandateNo.trim() || null : null;
}

function normalised(question: QueryQuestion): QueryQuestion {
  if (question.kind === 'AR-04')
    return { ...question, unitCode: question.unitCode ? normaliseCode(question.unitCode) : null };
  return { ...question, unitCodes: [...new Set(question.unitCodes.map(normaliseCode))].sort() };
}
