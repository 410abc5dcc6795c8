import type { Balance, Books } from './books.ts';
import type { Office } from './office.ts';

/** For each case: gross working minutes = net + pauses, recomputed here from the ledger's own instants. */
export async function slaBooks(office: Office): Promise<{ balance: Balance; pauses: Books['pauses'] }> {
  const pauses: Books['pauses'] = new Map();
  const { rows } = await office.pool.query<{ case_no: string }>('SELECT case_no FROM registry.sla_ledger');
  let gross = 0;
  let parts = 0;
  let wrong = 0;
  for (const { case_no } of rows) {
    const status = await office.registry.sla.get(case_no);
    if (!status) throw new Error(`The ledger of ${case_no} is gone`);
    const end = status.stoppedAt ?? office.now();
    const paused = pausedMinutes(status.pauses, end);
    gross += status.grossMinutes;
    parts += status.netMinutes + paused;
    for (const pause of status.pauses) {
      const { count, minutes } = pauses.get(pause.cause) ?? { count: 0, minutes: 0 };
      pauses.set(pause.cause, { count: count + 1, minutes: minutes + pausedMinutes([pause], end) });
    }
    if (Math.abs(status.grossMinutes - status.netMinutes - paused) > 1e-6) wrong += 1;
  }
  const balance = {
    name: `时效账：总用时 ＝ 净用时 + 暂停（${rows.length} 件逐件核对）`,
    left: `${gross.toFixed(2)} 分钟`,
    right: `${parts.toFixed(2)} 分钟`,
    agrees: wrong === 0,
  };
  return { balance, pauses };
}

/** Window hours of the day in minutes since midnight in Ningbo. */
const WINDOWS: [number, number][] = [
  [8 * 60 + 30, 12 * 60],
  [13 * 60 + 30, 17 * 60],
];
const minuteOf = (instant: Date) => (instant.getTime() / 60_000 + 8 * 60) % (24 * 60);

/** Working minutes of one day that any pause covers; two at once count once. */
function pausedMinutes(pauses: { pausedAt: Date; resumedAt: Date | null }[], end: Date): number {
  const spans = pauses
    .map(({ pausedAt, resumedAt }) => [minuteOf(pausedAt), minuteOf(resumedAt ?? end)] as [number, number])
    .sort((a, b) => a[0] - b[0]);
  let sum = 0;
  let reached = 0;
  for (const [from, to] of spans) {
    const start = Math.max(from, reached);
    for (const [opens, closes] of WINDOWS) sum += Math.max(0, Math.min(to, closes) - Math.max(start, opens));
    reached = Math.max(reached, to);
  }
  return sum;
}
