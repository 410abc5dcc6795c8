import { partOf } from '../db/rows-as-json.ts';
import type { Deps } from '../db/transaction.ts';
import { inTransaction, one } from '../db/transaction.ts';
import { RegistryError } from '../errors.ts';
import { appendEvent } from '../evidence/append-event.ts';
import { enqueue } from '../outbox/outbox.ts';
import { caseUnknown, lockOpenCase } from './case-row.ts';
import { markMaterial } from './materials.ts';
import type { CasesApi } from './types.ts';

/** INV-30: the applicant may withdraw until 登簿. Whoever locks the case first wins: the other one sees it. */
async function requestWithdrawal(
  { pool, clock }: Deps,
  input: Parameters<CasesApi['requestWithdrawal']>[0],
): Promise<{ first: boolean }> {
  const now = clock.now();
  return inTransaction(pool, async (client) => {
    const row = await lockOpenCase(client, input.caseNo);
    if (row.entered_at)
      throw new RegistryError(
        'ALREADY_ENTERED',
        `业务${input.caseNo}已登簿，不能撤回；如需恢复原状，请另行申请转移、变更或注销登记。`,
      );
    if (row.withdrawal_requested_at) return { first: false };
    await client.query('UPDATE registry.cases SET withdrawal_requested_at = $2 WHERE case_no = $1', [
      input.caseNo,
      now,
    ]);
    await enqueue(client, { topic: 'case.withdraw', caseNo: input.caseNo, at: now });
    await appendEvent(client, {
      chain: row.district,
      topic: 'case.withdrawal_requested',
      caseNo: input.caseNo,
      actor: input.by.userId,
      at: now,
      payload: { reason: input.reason },
    });
    return { first: true };
  });
}

async function requestSupplement(
  { pool, clock }: Deps,
  input: Parameters<CasesApi['requestSupplement']>[0],
): Promise<void> {
  const now = clock.now();
  await inTransaction(pool, async (client) => {
    const row = await lockOpenCase(client, input.caseNo);
    const { rowCount } = await client.query(
      'INSERT INTO registry.supplements (case_no, key, items, requested_at, due_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING',
      [input.caseNo, input.key, JSON.stringify(input.items), now, input.dueAt],
    );
    if (rowCount === 0) return;
    await appendEvent(client, {
      chain: row.district,
      topic: 'supplement.requested',
      caseNo: input.caseNo,
      actor: input.by.userId,
      at: now,
      payload: { items: input.items, dueAt: input.dueAt },
    });
  });
}

interface SupplementRow {
  key: string;
  items: string[];
  requested_at: Date;
  due_at: Date;
  received_at: Date | null;
}

const lastSupplementSql = (caseNo: string) =>
  `SELECT key, items, requested_at, due_at, received_at FROM registry.supplements WHERE case_no = ${caseNo}
   ORDER BY requested_at DESC, key DESC LIMIT 1`;

const toSupplement = ({
  key,
  items,
  requested_at: requestedAt,
  due_at: dueAt,
  received_at: receivedAt,
}: SupplementRow) => ({
  key,
  items,
  requestedAt,
  dueAt,
  receivedAt,
});

export const lastSupplementPart = partOf<SupplementRow, ReturnType<typeof toSupplement> | null>(
  lastSupplementSql,
  ['requested_at', 'due_at', 'received_at'],
  ([row]) => (row ? toSupplement(row) : null),
);

async function lastSupplement({ pool }: Deps, caseNo: string): ReturnType<CasesApi['lastSupplement']> {
  const row = await one<SupplementRow>(pool, lastSupplementSql('$1'), [caseNo]);
  return row ? toSupplement(row) : null;
}

async function receiveSupplement(
  { pool, clock }: Deps,
  input: Parameters<CasesApi['receiveSupplement']>[0],
): Promise<{ first: boolean }> {
  const now = clock.now();
  return inTransaction(pool, async (client) => {
    const row = await lockOpenCase(client, input.caseNo);
    const last = await one<{ key: string; received_at: Date | null }>(
      client,
      'SELECT key, received_at FROM registry.supplements WHERE case_no = $1 ORDER BY received_at IS NOT NULL, requested_at DESC LIMIT 1',
      [input.caseNo],
    );
    if (!last)
      throw new RegistryError(
        'NOT_WAITING_FOR_SUPPLEMENT',
        `业务${input.caseNo}没有要求补正；请等待审核通知后再提交材料。`,
      );
    for (const material of input.materials) await markMaterial(client, input.caseNo, { ...material, present: true });
    if (last.received_at) return { first: false };
    await client.query('UPDATE registry.supplements SET received_at = $3 WHERE case_no = $1 AND key = $2', [
      input.caseNo,
      last.key,
      now,
    ]);
    await enqueue(client, {
      topic: 'supplement.received',
      caseNo: input.caseNo,
      payload: { supplementKey: last.key },
      at: now,
    });
    await appendEvent(client, {
      chain: row.district,
      topic: 'supplement.received',
      caseNo: input.caseNo,
      actor: input.by.userId,
      at: now,
      payload: { materials: input.materials.map((m) => m.materialId) },
    });
    return { first: true };
  });
}

async function checkInterruption({ pool }: Deps, caseNo: string): ReturnType<CasesApi['checkInterruption']> {
  const row = await one<{
    entered_at: Date | null;
    certificates: string[];
  }>(
    pool,
    `SELECT entered_at,
       coalesce((SELECT jsonb_agg(certificate_no ORDER BY certificate_no) FROM registry.certificates k WHERE k.case_no = c.case_no), '[]') AS certificates
     FROM registry.cases c WHERE case_no = $1`,
    [caseNo],
  );
  if (!row) throw caseUnknown(caseNo);
  return {
    entered: row.entered_at !== null,
    enteredAt: row.entered_at,
    certificateNos: row.certificates,
  };
}

export function interruptionsApi(
  deps: Deps,
): Pick<
  CasesApi,
  | 'requestWithdrawal'
  | 'requestSupplement'
  | 'lastSupplement'
  | 'supplementsAsked'
  | 'receiveSupplement'
  | 'checkInterruption'
  | 'markRecheck'
> {
  return {
    requestWithdrawal: (input) => requestWithdrawal(deps, input),
    requestSupplement: (input) => requestSupplement(deps, input),
    lastSupplement: (caseNo) => lastSupplement(deps, caseNo),
    async supplementsAsked(caseNo) {
      const { rows } = await deps.pool.query<{ asked: number }>(
        `SELECT count(*)::int AS asked FROM registry.supplements s JOIN registry.cases c USING (case_no)
         WHERE s.case_no = $1 AND s.requested_at >= c.accepted_at`,
        [caseNo],
      );
      return rows[0]?.asked ?? 0;
    },
    receiveSupplement: (input) => receiveSupplement(deps, input),
    checkInterruption: (caseNo) => checkInterruption(deps, caseNo),
    async markRecheck(caseNo) {
      const { rowCount } = await deps.pool.query('UPDATE registry.cases SET recheck_needed = true WHERE case_no = $1', [
        caseNo,
      ]);
      if (rowCount === 0) throw caseUnknown(caseNo);
    },
  };
}
