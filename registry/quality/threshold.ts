import { dayOf } from '../calendar/local-time.ts';
import type { Application } from '../cases/types.ts';
import type { Queryable } from '../db/transaction.ts';
import { RegistryError } from '../errors.ts';
import { loadRuleBook } from '../rule-values/rule-book.ts';
import { assessUnits } from './assess.ts';

/** Rule `quality.online_threshold` of the day. */
export async function onlineThreshold(db: Queryable, now: Date): Promise<number> {
  return (await loadRuleBook(db)).value('quality.online_threshold', 'current', dayOf(now));
}

/**
 * S11: below the threshold a unit is handled at the window only, where somebody can put it right; online and partner channels
 * hear so before anything is collected. Courts are never kept waiting for it.
 */
export async function assertQuality(db: Queryable, application: Application, now: Date): Promise<void> {
  const scores = await assessUnits(db, application.unitCodes, now);
  if (application.channel === 'window' || application.channel === 'court') return;
  const threshold = await onlineThreshold(db, now);
  const problems = application.unitCodes.flatMap((unitCode, i) => {
    const score = scores.get(unitCode) ?? 100;
    if (score >= threshold) return [];
    const message = `单元${unitCode}的登记数据尚在整理（质量分${score}，低于网上办理所需的${threshold}），暂不能在网上、银行或中介办理；请到登记窗口办理，窗口会同时整理数据。`;
    return [{ field: `unitCodes[${i}]`, code: 'QUALITY_TOO_LOW', message }];
  });
  if (problems.length > 0)
    throw new RegistryError('QUALITY_TOO_LOW', problems.map((problem) => problem.message).join(''), problems);
}

/** The window goes on; the page stands first in the workbench, with the case that wants it. */
export async function wantQuality(
  db: Queryable,
  caseNo: string,
  unitCodes: readonly string[],
  now: Date,
): Promise<void> {
  await db.query(
    `UPDATE registry.unit_quality SET wanted_by = array_append(wanted_by, $1)
     WHERE unit_code = ANY ($2) AND score < $3 AND NOT $1 = ANY (wanted_by)`,
    [caseNo, unitCodes, await onlineThreshold(db, now)],
  );
}
