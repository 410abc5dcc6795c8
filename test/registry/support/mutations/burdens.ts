import type { PoolClient } from 'pg';
import { demoCity } from '../../../../registry/index.ts';
import {
  endByHand,
  handTime,
  insertRight,
  mortgageByHand,
  openByHand,
  rewriteOwnership,
  seizeByHand,
} from '../by-hand.ts';
import { fileAndAccept, mortgage, paidSale } from '../play.ts';
import { byCheck, byConstraint, byTrigger, freshHome, type Mutation } from './mutation.ts';

const { units } = demoCity;

async function cautionByHand(db: PoolClient, unitCode: string): Promise<string> {
  const entryId = await openByHand(db);
  const rightId = await insertRight(db, { kind: 'CAUTION', unitCode, entryId, regType: 700 });
  await db.query("INSERT INTO registry.caution_details (right_id, caution_kind) VALUES ($1, 'mortgage')", [rightId]);
  return rightId;
}

/** INV-17 to INV-24: mortgages, cautions, rights of residence. */
export const burdenMutations: Mutation[] = [
  byTrigger('INV-17', ['mortgage_details', 'guard_rank'], async ({ registry }) => {
    const home = freshHome();
    const caseNo = await fileAndAccept(registry, mortgage(home));
    return (db) =>
      mortgageByHand(
        db,
        { unitCode: home.unitCode, regType: 100, caseNo },
        { rank_since: '2020-01-01T00:00:00+08:00' },
      );
  }),
  byCheck('INV-18', 'check_mortgages', async (fixture) => {
    const { unitCode } = units.mortgagedRestricted;
    const paid = await paidSale(fixture, units.mortgagedRestricted);
    return (db) => rewriteOwnership(db, { unitCode, regType: 200, ...paid });
  }),
  byConstraint('INV-20', ['mortgage_details', 'inv_20_fixed_claim'], 'check', async () => {
    const { unitCode } = freshHome();
    return (db) =>
      mortgageByHand(
        db,
        { unitCode, regType: 100 },
        { mortgage_kind: 'maximum', claim_fixed_on: '2026-11-23', claim_fixed_fen: 2 },
      );
  }),
  byTrigger('INV-20', ['claim_freezes', 'guard_claim_freeze'], async () => {
    const { unitCode } = freshHome();
    return async (db) => {
      const mortgageId = await mortgageByHand(db, { unitCode, regType: 100 }, { mortgage_kind: 'maximum' });
      const seizureId = await seizeByHand(db, { unitCode });
      await db.query(
        "INSERT INTO registry.claim_freezes (mortgage_id, seizure_id, holder_seq, created_at, told_at, receipt_no) VALUES ($1, $2, 1, now(), now(), 'x')",
        [mortgageId, seizureId],
      );
      await db.query(
        "UPDATE registry.claim_freezes SET told_at = told_at + interval '30 days' WHERE mortgage_id = $1",
        [mortgageId],
      );
    };
  }),
  byCheck('INV-21', 'check_cautions', async ({ registry }) => {
    const { unitCode } = units.cautioned;
    const caseNo = await fileAndAccept(registry, mortgage(units.cautioned));
    return (db) => mortgageByHand(db, { unitCode, regType: 100, caseNo });
  }),
  byTrigger('INV-22', ['mortgage_details', 'guard_rank'], async ({ registry }) => {
    const home = freshHome();
    const { unitCode } = home;
    const caseNo = await fileAndAccept(registry, mortgage(home));
    return async (db) => {
      const previousId = await cautionByHand(db, unitCode);
      const entryId = await openByHand(db, 'REGISTRATION', handTime, caseNo);
      await endByHand(db, previousId, entryId);
      await mortgageByHand(db, { unitCode, regType: 100, caseNo, previousId, entryId });
    };
  }),
  byTrigger('INV-24', ['residence_details', 'guard_residence'], async () => {
    const [space] = demoCity.parking('330206');
    const unitCode = space?.unitCode as string;
    return async (db) => {
      const entryId = await openByHand(db);
      const rightId = await insertRight(db, { kind: 'RESIDENCE', unitCode, entryId, regType: 100 });
      await db.query("INSERT INTO registry.residence_details VALUES ($1, 'contract', 'x', 'x', 'x', NULL, NULL)", [
        rightId,
      ]);
    };
  }),
];
