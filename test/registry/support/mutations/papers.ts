import type { PoolClient } from 'pg';
import { currentRight } from '../by-hand.ts';
import { byTrigger, freshHome, type Mutation } from './mutation.ts';

/** A delivery of ten blank sheets. */
const batch = (db: PoolClient, district: string, kind = 'certificate', first = 1) =>
  db.query(
    "INSERT INTO registry.paper_batches (district, kind, prefix, width, first_no, last_no, received_at, received_by) VALUES ($1, $2, 'M', 6, $3::bigint, $3::bigint + 9, now(), 'x')",
    [district, kind, first],
  );

/** A sheet with the certificate of the home on it. */
async function printed(db: PoolClient, unitCode: string, serial: string): Promise<void> {
  await db.query(
    `INSERT INTO registry.certificate_papers (serial, certificate_no, decision, at, user_id)
     SELECT $2, certificate_no, 'printed', now(), 'x' FROM registry.certificates WHERE right_id = $1 AND status = 'LIVE'`,
    [await currentRight(db, unitCode), serial],
  );
}

/** INV-31 on paper: a sheet exists once, carries one certificate, and goes where the law sends it. */
export const paperMutations: Mutation[] = [
  byTrigger('INV-31', ['paper_batches', 'guard_paper_batch'], async () => async (db) => {
    await batch(db, '330206');
    await batch(db, '330206', 'proof', 10);
  }),
  byTrigger('INV-31', ['certificate_papers', 'guard_paper'], async () => {
    const { unitCode } = freshHome();
    return async (db) => {
      await batch(db, unitCode.slice(0, 6));
      await printed(db, unitCode, 'Z000001');
    };
  }),
  byTrigger('INV-31', ['paper_voids', 'guard_paper_void'], async () => {
    const { unitCode } = freshHome();
    return async (db) => {
      await printed(db, unitCode, 'M000001');
      await db.query(
        "UPDATE registry.certificates SET delivered_at = now(), delivery_way = 'window' WHERE right_id = $1",
        [await currentRight(db, unitCode)],
      );
      await db.query("INSERT INTO registry.paper_voids VALUES ('M000001', 'x', now(), 'x')");
    };
  }),
  byTrigger('INV-31', ['destroyed_papers', 'guard_destruction'], async () => {
    const { unitCode } = freshHome();
    return async (db) => {
      await printed(db, unitCode, 'M000001');
      await db.query(
        `WITH act AS (INSERT INTO registry.paper_destructions (district, at, user_id, witness) VALUES ('330206', now(), 'x', 'y') RETURNING destruction_id)
         INSERT INTO registry.destroyed_papers SELECT 'M000001', destruction_id FROM act`,
      );
    };
  }),
  byTrigger('INV-31', ['certificate_recalls', 'guard_recall'], async () => {
    const { unitCode } = freshHome();
    return async (db) =>
      db.query(
        `INSERT INTO registry.certificate_recalls (certificate_no, way, at, user_id)
         SELECT certificate_no, 'returned', now(), 'x' FROM registry.certificates WHERE right_id = $1 AND status = 'LIVE'`,
        [await currentRight(db, unitCode)],
      );
  }),
];
