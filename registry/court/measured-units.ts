import type { Queryable } from '../db/transaction.ts';
import { loadRights } from '../rights/load-rights.ts';
import { disposalState, disposalsUnderWay } from '../seizure/disposals-under-way.ts';
import { mortgagesOf, priorOf, seizuresInOrder } from './query-register.ts';
import type { MeasuredUnit } from './types.ts';

/** The page around one seizure: who is before it, what else stands there. */
export async function measured(db: Queryable, unitCodes: string[], rightId: string): Promise<MeasuredUnit[]> {
  const rights = await loadRights(db, unitCodes, 'all');
  const { rows } = await db.query<{ unit_code: string; location: string }>(
    'SELECT unit_code, location FROM registry.units WHERE unit_code = ANY ($1) ORDER BY unit_code',
    [unitCodes],
  );
  const disposals = await disposalsUnderWay(db, unitCodes);
  return rows.map(({ unit_code: unitCode, location }) => {
    const page = rights.filter((r) => r.unitCode === unitCode);
    const own = page.find((r) => r.rightId === rightId);
    const others = seizuresInOrder(page).filter((s) => s.rightId !== rightId);
    const deliveredAt = own?.kind === 'SEIZURE' ? own.deliveredAt : null;
    const live = page.filter((r) => r.status === 'CURRENT');
    const sold = disposals.filter((one) => one.unitCode === unitCode && one.rightId !== rightId);
    return {
      unitCode,
      location,
      state: 'EFFECTIVE',
      queueNo: null,
      startsAt: own?.kind === 'SEIZURE' ? own.startsAt : null,
      endsAt: own?.kind === 'SEIZURE' ? own.endsAt : null,
      prior: others.filter((s) => deliveredAt !== null && s.deliveredAt < deliveredAt).map(priorOf),
      mortgages: mortgagesOf(live).map(({ rank, amountFen, mortgagee }) => ({ rank, amountFen, mortgagee })),
      otherStates: [
        ...(live.some((r) => r.kind === 'CAUTION') ? ['预告登记'] : []),
        ...(live.some((r) => r.kind === 'OBJECTION') ? ['异议登记'] : []),
        ...(live.some((r) => r.kind === 'RESIDENCE') ? ['居住权'] : []),
        ...sold.map(disposalState),
      ],
    };
  });
}
