import type { PoolClient } from 'pg';
import { type DemoUnit, demoCity } from '../../../../registry/index.ts';
import {
  endByHand,
  handTime,
  mortgageByHand,
  openByHand,
  pageByHand,
  rewriteOwnership,
  seizeByHand,
} from '../by-hand.ts';
import { deliver, notice } from '../notices.ts';
import { courtOfficer, fileAndAccept, mortgage, paidSale, sale, seizure } from '../play.ts';
import type { OpenRegister } from '../setup.ts';
import { byCheck, byConstraint, byIndex, byTrigger, type Forbidden, freshHome, type Mutation } from './mutation.ts';

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
async function disposeOf({ registry }: Pick<OpenRegister, 'registry'>, home: DemoUnit): Promise<void> {
  const result = await registry.seizures.enterSeizure(seizure(home), courtOfficer);
  const rightId = result.kind === 'entered' ? (result.entries[0]?.rightId ?? '') : '';
  await registry.seizures.disposeSeizure(
    { noticeNo: `dispose-${rightId}`, rightId, documentNo: '（2026）浙0203执恢1号', extent: 'whole' },
    courtOfficer,
  );
}

/** 续封 of an effective seizure, by hand. */
async function renewByHand(
  db: PoolClient,
  unitCode: string,
  more: { months?: number; deliveredAt?: string; newEnd?: string },
): Promise<void> {
  const rightId = await seizeByHand(db, { unitCode });
  await db.query(
    `INSERT INTO registry.seizure_renewals (entry_id, right_id, document_no, delivered_at, term_months, previous_end, new_end)
     VALUES ($1, $2, '执1号之一', $3, $4, '2026-12-01T23:59:59+08:00', $5)`,
    [
      await openByHand(db, 'SEIZURE_RENEWAL'),
      rightId,
      more.deliveredAt ?? handTime,
      more.months ?? 12,
      more.newEnd ?? '2027-12-01T23:59:59+08:00',
    ],
  );
}

/** The first of three ends and one of those behind it moves up, `next` = its place in the queue. */
const movesUp =
  (next: 0 | 1, onPage: boolean): Forbidden =>
  async () => {
    const { unitCode } = freshHome();
    return async (db) => {
      const first = await seizeByHand(db, { unitCode });
      const queue = [second, '执3号'].map((documentNo) => ({ unitCode, status: 'QUEUED' as const, documentNo }));
      const waiting: string[] = [];
      for (const one of queue) waiting.push(await seizeByHand(db, one));
      const entryId = await openByHand(db, 'SEIZURE_LIFT');
      if (onPage) await pageByHand(db, entryId, unitCode);
      await endByHand(db, first, entryId);
      const up = waiting[next];
      await db.query("UPDATE registry.rights SET status = 'CURRENT' WHERE right_id = $1", [up]);
      await db.query('UPDATE registry.seizure_details SET starts_at = now(), ends_at = now() WHERE right_id = $1', [
        up,
      ]);
    };
  };

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
  byIndex('INV-07', 'inv_07_delivery_order', async ({ registry }) => {
    const noticeNo = await deliver(registry, notice(freshHome()));
    return (db) =>
      db.query(
        `INSERT INTO registry.court_notices SELECT (jsonb_populate_record(n, '{"notice_no": "20261123330206999999", "notice_key": "by-hand"}')).*
         FROM registry.court_notices n WHERE notice_no = $1`,
        [noticeNo],
      );
  }),
  byTrigger('INV-07', ['rights', 'check_promotion'], movesUp(1, true)),
  byTrigger('INV-05', ['rights', 'check_promotion'], movesUp(0, false)),
  byTrigger('INV-08', ['rights', 'check_seizure_queue'], firstEnds('SEIZURE_LIFT')),
  byTrigger('INV-09', ['seizure_details', 'guard_seizure_term'], async () => {
    const { unitCode } = freshHome();
    return (db) => seizeByHand(db, { unitCode, months: 37 });
  }),
  byTrigger('INV-09', ['seizure_details', 'guard_seizure_term'], async () => {
    const { unitCode } = freshHome();
    return (db) => seizeByHand(db, { unitCode, months: 12, endsAfter: '13 months' });
  }),
  byTrigger('INV-09', ['seizure_details', 'guard_seizure_change'], async () => {
    const { unitCode } = freshHome();
    return async (db) => {
      await seizeByHand(db, { unitCode });
      const waiting = await seizeByHand(db, { unitCode, status: 'QUEUED', documentNo: second });
      await db.query(
        "UPDATE registry.seizure_details SET starts_at = now(), ends_at = now() + interval '37 months' WHERE right_id = $1",
        [waiting],
      );
    };
  }),
  byTrigger('INV-09', ['seizure_renewals', 'guard_seizure_term'], async () => {
    const { unitCode } = freshHome();
    return (db) => renewByHand(db, unitCode, { months: 37 });
  }),
  byTrigger('INV-09', ['seizure_renewals', 'guard_seizure_term'], async () => {
    const { unitCode } = freshHome();
    return (db) => renewByHand(db, unitCode, { newEnd: '2027-12-02T00:00:00+08:00' });
  }),
  byConstraint('INV-09', ['seizure_renewals', 'inv_09_in_time'], 'check', async () => {
    const { unitCode } = freshHome();
    return (db) => renewByHand(db, unitCode, { deliveredAt: '2026-12-02T00:00:00+08:00' });
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
  byTrigger('INV-10', ['seizure_details', 'guard_seizure_change'], async () => {
    const { unitCode } = freshHome();
    return async (db) =>
      db.query("UPDATE registry.seizure_details SET starts_at = starts_at - interval '1 day' WHERE right_id = $1", [
        await seizeByHand(db, { unitCode }),
      ]);
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
  byTrigger('INV-14', ['seizure_details', 'guard_seizure_change'], async () => {
    const { unitCode } = freshHome();
    return async (db) =>
      db.query("UPDATE registry.seizure_details SET seizure_kind = 'seizure' WHERE right_id = $1", [
        await seizeByHand(db, { unitCode, kind: 'pre_seizure' }),
      ]);
  }),
  {
    ...byCheck('INV-16', 'check_pre_seizure', async (fixture) => {
      const { sharedSale } = demoCity.units;
      const paid = await paidSale(fixture, sharedSale);
      const order = seizure(sharedSale, { scopeShare: { n: 1, d: 3 } });
      await fixture.registry.seizures.enterSeizure(order, courtOfficer);
      const half: [number, number] = [1, 2];
      const { unitCode } = sharedSale;
      return (db) => rewriteOwnership(db, { unitCode, regType: 200, mode: 'shares', shares: [half, half], ...paid });
    }),
    refusal: 'YT006', // in the words of what the seized share is: under seizure
  },
  byTrigger('INV-16', ['rights', 'check_seizure_shares'], async () => {
    const { unitCode } = freshHome();
    return async (db) => {
      await seizeByHand(db, { unitCode });
      await seizeByHand(db, { unitCode, documentNo: second });
    };
  }),
];
