import { createHash } from 'node:crypto';
import { drawCaseNo } from '../cases/file-case.ts';
import type { Deps } from '../db/transaction.ts';
import { inTransaction, one } from '../db/transaction.ts';
import { appendEvent } from '../evidence/append-event.ts';
import { countHousing } from '../money/housing-count.ts';
import type { TaxFacts } from '../money/types.ts';
import { queryFields } from './fields.ts';
import { itemOf } from './query-items.ts';
import { logQuery } from './query-row.ts';

/** AR-04 by the process of a case: the same count again leaves no second line in the log. */
export async function countForCase(deps: Deps, caseNo: string): Promise<TaxFacts> {
  const facts = await countHousing(deps, caseNo);
  const { familyHousingCountAfter: count, countedUnits, ruleVersion, uncertain } = facts;
  const given = { count, countedUnits, ruleVersion, uncertain };
  const key = `AR-04:${caseNo}:${createHash('sha256').update(JSON.stringify(given)).digest('hex')}`;
  await inTransaction(deps.pool, async (client) => {
    const at = deps.clock.now();
    await client.query('SELECT pg_advisory_xact_lock(hashtext($1))', [`registry.query-key:${key}`]);
    if (await one(client, 'SELECT 1 FROM registry.query_numbers WHERE query_key = $1', [key])) return;
    const district = caseNo.slice(8, 14);
    const queryNo = await drawCaseNo(client, at, district);
    await client.query('INSERT INTO registry.query_numbers VALUES ($1, $2, $3)', [key, queryNo, at]);
    await logQuery(client, {
      queryNo,
      requestHash: key.slice(-64),
      kind: 'AR-04',
      district,
      at,
      userId: 'system',
      role: 'system',
      forWhom: `业务${caseNo}的购房家庭`,
      request: { kind: 'AR-04', caseNo },
      purpose: '缴税用住房套次',
      legalBasis: itemOf('AR-04').legalBasis,
      basisNo: caseNo,
      caseNo,
      unitCodes: countedUnits,
      fields: queryFields['AR-04'],
      outcome: 'GIVEN',
      refusals: [],
      given,
      keep: false,
      secret: false,
      token: null,
      validUntil: null,
    });
    await appendEvent(client, {
      chain: district,
      topic: 'query.answered',
      caseNo,
      unitCodes: countedUnits,
      actor: 'system',
      at,
      payload: { queryNo, kind: 'AR-04', outcome: 'GIVEN', refusals: [] },
    });
  });
  return facts;
}
