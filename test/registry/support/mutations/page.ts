import { currentRight, holderByHand, insertRight, openByHand, rewriteOwnership } from '../by-hand.ts';
import { byCheck, byConstraint, byIndex, byTrigger, freshHome, type Mutation } from './mutation.ts';

/** INV-01 to INV-05: pages, ownership, register time, append-only. */
export const pageMutations: Mutation[] = [
  byConstraint('INV-01', ['units', 'units_pkey'], 'unique', async () => {
    const { unitCode } = freshHome();
    return (db) => db.query('INSERT INTO registry.units SELECT * FROM registry.units WHERE unit_code = $1', [unitCode]);
  }),
  byConstraint('INV-01', ['units', 'inv_01_code'], 'check', async () => {
    const { unitCode } = freshHome();
    return (db) =>
      db.query(
        "INSERT INTO registry.units (unit_code, parcel_code, district, location, use, area) SELECT replace($1, 'F', 'X'), left($1, 19), left($1, 6), 'x', 'residential', 1",
        [unitCode],
      );
  }),
  byTrigger('INV-01', ['units', 'guard_unit'], async () => {
    const { unitCode } = freshHome();
    const code = (no: number) => `${unitCode.slice(0, 20)}9998000${no}`;
    return async (db) => {
      await db.query(
        "INSERT INTO registry.units (unit_code, parcel_code, district, location, use, area) SELECT $1, left($1, 19), left($1, 6), 'x', 'residential', 1",
        [code(1)],
      );
      await db.query('UPDATE registry.units SET unit_code = $2 WHERE unit_code = $1', [code(1), code(2)]);
    };
  }),
  byIndex('INV-02', 'inv_02_one_current_ownership', async () => {
    const { unitCode } = freshHome();
    return async (db) => {
      const entryId = await openByHand(db, 'MIGRATION');
      const rightId = await insertRight(db, { kind: 'OWNERSHIP', unitCode, entryId, regType: 200 });
      await db.query("INSERT INTO registry.ownership_details (right_id, mode) VALUES ($1, 'single')", [rightId]);
      await holderByHand(db, rightId, 1, null);
    };
  }),
  byTrigger('INV-03', ['rights', 'guard_new_right'], async () => {
    const { unitCode } = freshHome();
    return (db) => rewriteOwnership(db, { unitCode, regType: 100 });
  }),
  byTrigger('INV-04', ['units', 'guard_unit'], async () => {
    const { unitCode } = freshHome();
    return (db) =>
      db.query(
        "UPDATE registry.units SET register_version = register_version + 1, last_registered_at = last_registered_at - interval '1 ms' WHERE unit_code = $1",
        [unitCode],
      );
  }),
  byTrigger('INV-04', ['rights', 'guard_new_right'], async () => {
    const { unitCode } = freshHome();
    return async (db) => {
      const right = { kind: 'OBJECTION', unitCode, regType: 600, at: '2020-01-01T10:00:00+08:00' };
      await insertRight(db, { ...right, entryId: await openByHand(db) });
    };
  }),
  byConstraint('INV-04', ['entry_units', 'entry_units_unit_code_registered_at_key'], 'unique', async () => {
    const { unitCode } = freshHome();
    return async (db) => {
      const entryId = await openByHand(db);
      for (const version of [50, 51])
        await db.query(
          "INSERT INTO registry.entry_units (entry_id, unit_code, version, registered_at) VALUES ($1, $2, $3, '2026-11-23T10:00:00+08:00')",
          [entryId, unitCode, version],
        );
    };
  }),
  byTrigger('INV-05', ['right_holders', 'append_only'], async () => {
    return (db) => db.query("UPDATE registry.right_holders SET name = '某人' WHERE seq = 1");
  }),
  byTrigger('INV-05', ['rights', 'guard_right_change'], async () => {
    const { unitCode } = freshHome();
    return (db) => db.query("UPDATE registry.rights SET note = 'x' WHERE unit_code = $1", [unitCode]);
  }),
  byTrigger('INV-05', ['right_holders', 'guard_right_part'], async () => {
    const { unitCode } = freshHome();
    return async (db) => holderByHand(db, await currentRight(db, unitCode), 2, null);
  }),
  byCheck('INV-05', 'guard_closed_page', async () => {
    const { unitCode } = freshHome();
    return async (db) => {
      await db.query(
        'UPDATE registry.units SET extinguished = true, register_version = register_version + 1, last_registered_at = now() WHERE unit_code = $1',
        [unitCode],
      );
      await insertRight(db, { kind: 'OBJECTION', unitCode, entryId: await openByHand(db), regType: 600 });
    };
  }),
];
