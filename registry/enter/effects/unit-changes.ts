import type { Queryable } from '../../db/transaction.ts';
import { one } from '../../db/transaction.ts';
import type { ChangedFacts } from '../../units/page-then.ts';
import type { WriteContext } from './effect.ts';

const columns = 'area, inner_area, shared_area, use, location, land_term_to::text, area_basis, apportioned_land_area';

/** A day or a number as it is written, ㎡ with two decimals as read. */
type NewFacts = { [K in keyof ChangedFacts]?: string | number | null };

/**
 * Changes facts of a unit and keeps what they were, for the page as it read before. The page was taken one version further by the
 * entry (guard_unit). Facts that are left out stay.
 */
export async function changeUnit(
  db: Queryable,
  { entry, unitCode }: Pick<WriteContext, 'entry' | 'unitCode'>,
  facts: NewFacts,
): Promise<void> {
  const before = await one(db, `SELECT ${columns} FROM registry.units WHERE unit_code = $1`, [unitCode]);
  const names = Object.keys(facts);
  const after = await one(
    db,
    `UPDATE registry.units SET ${names.map((name, i) => `${name} = $${i + 2}`).join(', ')} WHERE unit_code = $1 RETURNING ${columns}`,
    [unitCode, ...Object.values(facts)],
  );
  await db.query('INSERT INTO registry.unit_changes (entry_id, unit_code, before, after) VALUES ($1, $2, $3, $4)', [
    entry.entryId,
    unitCode,
    JSON.stringify(before),
    JSON.stringify(after),
  ]);
}
