import { lockCase } from '../cases/case-row.ts';
import type { Deps } from '../db/transaction.ts';
import { inTransaction } from '../db/transaction.ts';
import { appendEvent } from '../evidence/append-event.ts';
import type { SlaApi } from './types.ts';

/** Domain §5.1: an incident of more than five minutes does not stop the clock; whose fault it was is written down. */
async function outageBegan({ pool, clock }: Deps, input: { caseNo: string; key: string; since: Date }): Promise<void> {
  await inTransaction(pool, async (client) => {
    const { district } = await lockCase(client, input.caseNo);
    const { rowCount } = await client.query(
      "INSERT INTO registry.sla_outages (case_no, key, cause, since) VALUES ($1, $2, 'system', $3) ON CONFLICT DO NOTHING",
      [input.caseNo, input.key, input.since],
    );
    if (!rowCount) return;
    await appendEvent(client, {
      chain: district,
      topic: 'sla.outage',
      caseNo: input.caseNo,
      actor: 'system',
      at: clock.now(),
      payload: { cause: 'system', since: input.since },
    });
  });
}

async function outageEnded({ pool, clock }: Deps, keys: string[]): Promise<void> {
  const now = clock.now();
  await inTransaction(pool, async (client) => {
    const { rows } = await client.query<{ case_no: string; since: Date; district: string }>(
      `UPDATE registry.sla_outages o SET until = greatest($2, since) FROM registry.cases c
       WHERE c.case_no = o.case_no AND o.key = ANY ($1) AND o.until IS NULL RETURNING o.case_no, o.since, c.district`,
      [keys, now],
    );
    for (const row of rows) {
      await appendEvent(client, {
        chain: row.district,
        topic: 'sla.outage_ended',
        caseNo: row.case_no,
        actor: 'system',
        at: now,
        payload: { cause: 'system', since: row.since },
      });
    }
  });
}

async function outages({ pool }: Deps, caseNo: string): ReturnType<SlaApi['outages']> {
  const { rows } = await pool.query<{ cause: 'system'; since: Date; until: Date | null }>(
    'SELECT cause, since, until FROM registry.sla_outages WHERE case_no = $1 ORDER BY since',
    [caseNo],
  );
  return rows;
}

export function outagesApi(deps: Deps): Pick<SlaApi, 'outageBegan' | 'outageEnded' | 'outages'> {
  return {
    outageBegan: (input) => outageBegan(deps, input),
    outageEnded: (keys) => outageEnded(deps, keys),
    outages: (caseNo) => outages(deps, caseNo),
  };
}
