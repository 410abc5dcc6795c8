import type { Deps, Queryable } from '../db/transaction.ts';
import { missingHeads } from './anchor.ts';
import type { Finding, RegisterReport, VerifyOptions } from './types.ts';
import { verifyBatches, verifyLawful } from './verify-batches.ts';
import { brokenLinks, countEvents } from './verify-chain.ts';
import { verifyKept, verifyPapers } from './verify-kept.ts';
import { dropRecorded, loadRecorded, verifyBytes, verifyRecording, verifyRows } from './verify-rows.ts';

/** One snapshot of a register that may be in use meanwhile: nobody waits, and nothing half-written is seen. */
export async function verifyRegister({ pool }: Deps, options: VerifyOptions = {}): Promise<RegisterReport> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
    return await verifyIn(client, options);
  } finally {
    await client.query('ROLLBACK').catch(() => undefined);
    client.release();
  }
}

/** In the transaction of the caller. Memory stays bounded: PostgreSQL sorts on disk, and only differences come back. */
export async function verifyIn(db: Queryable, options: VerifyOptions = {}): Promise<RegisterReport> {
  const limit = options.limit ?? 50;
  const took: Record<string, number> = {};
  const timed = async <T>(step: string, work: () => Promise<T>): Promise<T> => {
    const began = performance.now();
    const result = await work();
    took[step] = Math.round(performance.now() - began);
    options.onStep?.(step, took[step]);
    return result;
  };
  await db.query("SET LOCAL work_mem = '64MB'");
  const findings: Finding[] = [];
  const totals = await countEvents(db);
  const links = await timed('chains', () => brokenLinks(db, limit));
  for (const { chain, seq, why } of links)
    findings.push({
      kind: 'chain',
      table: 'register_events',
      key: `${chain}|${seq}`,
      columns: [],
      event: null,
      text: why,
    });
  for (const anchor of options.anchors ?? []) {
    for (const head of await timed('anchors', () => missingHeads(db, anchor)))
      findings.push({
        kind: 'anchor',
        table: 'register_events',
        key: `${head.chain}|${head.seq}`,
        columns: [],
        event: null,
        text: `the head given away at ${anchor.takenAt} is not in the chain: its end was cut off or written anew`,
      });
  }
  findings.push(...(await timed('recording', () => verifyRecording(db))));
  const { batches, findings: wrongBatches } = await timed('batches', () => verifyBatches(db, limit));
  findings.push(...wrongBatches, ...(await timed('lawful', () => verifyLawful(db, limit))));
  findings.push(...(await timed('kept', () => verifyKept(db, limit))));
  await timed('sort', () => loadRecorded(db));
  const { rows, findings: wrongRows } = await timed('rows', () => verifyRows(db, limit));
  await dropRecorded(db);
  const { documents, findings: wrongBytes } = await timed('bytes', () => verifyBytes(db, limit));
  findings.push(...wrongRows, ...wrongBytes);
  const known = new Set(findings.map(({ table, key }) => `${table} ${key}`));
  const papers = await timed('papers', () => verifyPapers(db, limit));
  findings.push(...papers.filter(({ table, key }) => !known.has(`${table} ${key}`)));
  return {
    ok: findings.length === 0,
    ...totals,
    batches,
    rows,
    documents,
    findings,
    more: reached(findings, limit),
    took,
  };
}

/** A list of one kind and table that is as long as allowed. */
function reached(findings: readonly Finding[], limit: number): boolean {
  const counts = new Map<string, number>();
  for (const { kind, table } of findings) {
    const count = (counts.get(`${kind} ${table}`) ?? 0) + 1;
    counts.set(`${kind} ${table}`, count);
    if (count >= limit) return true;
  }
  return false;
}
