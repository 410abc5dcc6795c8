import { type DemoUnit, demoCity } from '../../../../registry/index.ts';
import { endByHand, mortgageByHand, openByHand, rewriteOwnership, seizeByHand } from '../by-hand.ts';
import { deliver, notice } from '../notices.ts';
import { courtOfficer, fileAndAccept, mortgage, paidSale, sale, seizure } from '../play.ts';
import type { RegistryFixture } from '../setup.ts';
import { byCheck, byTrigger, type Forbidden, freshHome, type Mutation } from './mutation.ts';

const second = '执2号';

/** The first of two seizures ends, in an entry of this kind, and nothing happens to the one behind it. */
const firstEnds =
  (kind: string): Forbidden =>
  async () => {
    const { unitCode } = freshHome();
    return async (db) => {
      const first = await seizeByHand(db, { unitCode });
      await seizeByHand(db, { unitCode, status: 'QUEUED', documentNo: second });
      await endByHand(db, first, await openByHand(db, kind));
    };
  };

/** A court seizes the home and disposes of all of it by its notice. */
async function disposeOf({ registry }: Pick<RegistryFixture, 'registry'>, home: DemoUnit): Promise<void> {
  const result = await registry.seizures.enterSeizure(seizure(home), courtOfficer);
  const rightId = result.kind === 'entered' ? (result.entries[0]?.rightId ?? '') : '';
  await registry.seizures.disposeSeizure(
    { noticeNo: `dispose-${rightId}`, rightId, documentNo: '（2026）浙0203执恢1号', extent: 'whole' },
    courtOfficer,
  );
}

/** INV-06 to INV-16: what stands under a seizure, its queue and its term. */
export const seizureMutations: Mutation[] = [
  byTrigger('INV-06', ['rights', 'guard_new_right'], async () => {
    const { unitCode } = freshHome();
    return async (db) => {
      await seizeByHand(db, { unitCode });
      await mortgageByHand(db, { unitCode, regType: 100 });
    };
  }),
  byCheck('INV-06', 'check_pre_seizure', async (fixture) => {
    const home = freshHome();
    const paid = await paidSale(fixture, home);
    const order = seizure(home, { seizureKind: 'pre_seizure', respondent: demoCity.people.zhou });
    await fixture.registry.seizures.enterSeizure(order, courtOfficer);
    return (db) => rewriteOwnership(db, { unitCode: home.unitCode, regType: 200, ...paid });
  }),
  byTrigger('INV-07', ['seizure_details', 'guard_seizure_queue'], async () => {
    const { unitCode } = freshHome();
    return async (db) => {
      await seizeByHand(db, { unitCode });
      await seizeByHand(db, { unitCode, status: 'QUEUED' });
    };
  }),
  byTrigger('INV-07', ['court_notices', 'guard_notice'], async ({ registry }) => {
    const noticeNo = await deliver(registry, notice(freshHome()));
    return (db) =>
      db.query(
        "UPDATE registry.court_notices SET delivered_at = delivered_at - interval '1 hour' WHERE notice_no = $1",
        [noticeNo],
      );
  }),
  byTrigger('INV-08', ['rights', 'check_seizure_queue'], firstEnds('SEIZURE_LIFT')),
  byTrigger('INV-09', ['seizure_details', 'guard_seizure_term'], async () => {
    const { unitCode } = freshHome();
    return (db) => seizeByHand(db, { unitCode, months: 37 });
  }),
  byTrigger('INV-09', ['seizure_details', 'guard_seizure_change'], async () => {
    const { unitCode } = freshHome();
    return async (db) =>
      db.query("UPDATE registry.seizure_details SET ends_at = ends_at + interval '1 year' WHERE right_id = $1", [
        await seizeByHand(db, { unitCode }),
      ]);
  }),
  byTrigger('INV-10', ['seizure_details', 'guard_seizure_queue'], async () => {
    const { unitCode } = freshHome();
    return async (db) => {
      await seizeByHand(db, { unitCode });
      await seizeByHand(db, { unitCode, status: 'QUEUED', documentNo: second, term: true });
    };
  }),
  byTrigger('INV-11', ['rights', 'check_seizure_queue'], firstEnds('SEIZURE_DISPOSAL')),
  byCheck('INV-11', 'check_disposal', async (fixture) => {
    const home = freshHome();
    const caseNo = await fileAndAccept(fixture.registry, mortgage(home));
    await disposeOf(fixture, home);
    return (db) => mortgageByHand(db, { unitCode: home.unitCode, regType: 100, caseNo });
  }),
  byTrigger('INV-12', ['seizure_details', 'guard_seizure_queue'], async (fixture) => {
    const home = freshHome();
    await disposeOf(fixture, home);
    return (db) => seizeByHand(db, { unitCode: home.unitCode });
  }),
  byCheck('INV-12', 'guard_pending_notice', async ({ registry }) => {
    const home = freshHome();
    const caseNo = await fileAndAccept(registry, mortgage(home));
    await deliver(registry, notice(home));
    return (db) => mortgageByHand(db, { unitCode: home.unitCode, regType: 100, caseNo });
  }),
  byCheck('INV-14', 'check_conversion', async ({ registry }) => {
    const home = freshHome();
    const { unitCode } = home;
    const caseNo = await fileAndAccept(registry, sale(home));
    return async (db) => {
      await seizeByHand(db, { unitCode, kind: 'pre_seizure', respondent: 1 });
      await rewriteOwnership(db, { unitCode, regType: 300, caseNo });
    };
  }),
  byTrigger('INV-16', ['rights', 'check_seizure_shares'], async () => {
    const { unitCode } = freshHome();
    return async (db) => {
      await seizeByHand(db, { unitCode });
      await seizeByHand(db, { unitCode, documentNo: second });
    };
  }),
];
