import { dayMs } from '../calendar/local-time.ts';
import type { Deps } from '../db/transaction.ts';
import { loadRights } from '../rights/load-rights.ts';
import { priorOf, seizuresInOrder } from './query-register.ts';
import type { CourtSeizure } from './types.ts';

/** Every live seizure of a court, those delivered at the window in its name included; the first to end first, then the queued. */
export async function seizuresOf({ pool, clock }: Deps, courtId: string): Promise<CourtSeizure[]> {
  const now = clock.now().getTime();
  const { rows } = await pool.query<{ right_id: string; unit_code: string; location: string }>(
    `SELECT r.right_id, r.unit_code, u.location FROM registry.rights r JOIN registry.seizure_details d USING (right_id) JOIN registry.units u ON u.unit_code = r.unit_code
     WHERE r.kind = 'SEIZURE' AND r.status <> 'HISTORY'
       AND (d.court_id = $1 OR (d.court_id IS NULL AND d.authority = (SELECT regexp_replace(name, '（演示）$', '') FROM registry.organisations WHERE org_id = $1)))
     ORDER BY d.ends_at NULLS LAST, d.delivered_at LIMIT 1000`,
    [courtId],
  );
  const rights = await loadRights(pool, [...new Set(rows.map((row) => row.unit_code))]);
  return rows.flatMap((row) => {
    const queue = seizuresInOrder(rights.filter((r) => r.unitCode === row.unit_code));
    const own = queue.find((s) => s.rightId === row.right_id);
    if (!own) return [];
    return [
      {
        rightId: own.rightId,
        unitCode: own.unitCode,
        location: row.location,
        seizureKind: own.seizureKind,
        documentNo: own.documentNo,
        state: own.status === 'QUEUED' ? 'QUEUED' : 'EFFECTIVE',
        queueNo: own.queueNo,
        deliveredAt: own.deliveredAt,
        termMonths: own.termMonths,
        startsAt: own.startsAt,
        endsAt: own.endsAt,
        daysLeft: own.endsAt ? Math.max(0, Math.ceil((own.endsAt.getTime() - now) / dayMs)) : null,
        scopeShare: own.scopeShare,
        respondent: own.respondent,
        ahead: queue.filter((s) => s.deliveredAt < own.deliveredAt && own.status === 'QUEUED').map(priorOf),
      } satisfies CourtSeizure,
    ];
  });
}
