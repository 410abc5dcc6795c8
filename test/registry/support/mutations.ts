import type { PoolClient } from 'pg';
import { type DemoUnit, demoCity } from '../../../registry/index.ts';
import {
  currentRight,
  endByHand,
  holderByHand,
  insertRight,
  mortgageByHand,
  openByHand,
  rewriteOwnership,
  seizeByHand,
} from './by-hand.ts';
import { deliver, notice } from './notices.ts';
import { courtOfficer, fileAndAccept, mortgage, payTax, sale, seizure } from './play.ts';
import type { RegistryFixture } from './setup.ts';

/** One way to keep one invariant: what keeps it, and the row that gets in when that is gone. */
export interface Mutation {
  rule: string;
  /** The constraint, index or trigger, as the schema calls it. */
  kept: string;
  /** Takes it away. */
  drop: string;
  /** SQLSTATE of the refusal, with the constraint's name where PostgreSQL itself refuses. */
  refusal: string;
  /** What is lawful and must be there first; committed. */
  given?: (fixture: RegistryFixture) => Promise<string>;
  /** The unlawful write, in a transaction that is rolled back. */
  forbidden: (db: PoolClient, given: string) => Promise<unknown>;
}

const homes = demoCity.saleUnits('330206');
const unit = (i: number) => homes[i]?.unitCode as string;
const { units, people } = demoCity;

const constraint = (table: string, name: string) => `ALTER TABLE registry.${table} DROP CONSTRAINT ${name} CASCADE`;
const trigger = (table: string, name: string) => `DROP TRIGGER ${name} ON registry.${table}`;

/** An accepted sale of the home with its taxes paid, ready for a transfer by hand. */
export async function paidSale({ registry, pool }: RegistryFixture, home: DemoUnit) {
  const caseNo = await fileAndAccept(registry, sale(home, people.li));
  await payTax(registry, caseNo);
  const { rows } = await pool.query('SELECT tax_clearance_id FROM registry.tax_clearances WHERE case_no = $1', [
    caseNo,
  ]);
  return { caseNo, clearanceId: rows[0].tax_clearance_id as string };
}

async function cautionByHand(db: PoolClient, unitCode: string): Promise<string> {
  const entryId = await openByHand(db);
  const rightId = await insertRight(db, { kind: 'CAUTION', unitCode, entryId, regType: 700 });
  await db.query("INSERT INTO registry.caution_details (right_id, caution_kind) VALUES ($1, 'mortgage')", [rightId]);
  return rightId;
}

/** Every invariant of domain §4.2 whose column “how” says DB, and those that the database keeps besides a rule. */
export const mutations: Mutation[] = [
  {
    rule: 'INV-01',
    kept: 'primary key of units',
    drop: constraint('units', 'units_pkey'),
    refusal: '23505 units_pkey',
    forbidden: (db) =>
      db.query('INSERT INTO registry.units SELECT * FROM registry.units WHERE unit_code = $1', [unit(0)]),
  },
  {
    rule: 'INV-01',
    kept: 'inv_01_code',
    drop: constraint('units', 'inv_01_code'),
    refusal: '23514 inv_01_code',
    forbidden: (db) =>
      db.query(
        "INSERT INTO registry.units (unit_code, parcel_code, district, location, use, area) SELECT replace($1, 'F', 'X'), left($1, 19), left($1, 6), 'x', 'residential', 1",
        [unit(0)],
      ),
  },
  {
    rule: 'INV-02',
    kept: 'inv_02_one_current_ownership',
    drop: 'DROP INDEX registry.inv_02_one_current_ownership',
    refusal: '23505 inv_02_one_current_ownership',
    forbidden: async (db) => {
      const entryId = await openByHand(db, 'MIGRATION');
      const rightId = await insertRight(db, { kind: 'OWNERSHIP', unitCode: unit(1), entryId, regType: 200 });
      await db.query("INSERT INTO registry.ownership_details (right_id, mode) VALUES ($1, 'single')", [rightId]);
      await holderByHand(db, rightId, 1, null);
    },
  },
  {
    rule: 'INV-03',
    kept: 'guard_new_right',
    drop: trigger('rights', 'guard_new_right'),
    refusal: 'YT003',
    forbidden: (db) => rewriteOwnership(db, { unitCode: unit(2), regType: 100 }),
  },
  {
    rule: 'INV-04',
    kept: 'guard_unit',
    drop: trigger('units', 'guard_unit'),
    refusal: 'YT004',
    forbidden: (db) =>
      db.query(
        "UPDATE registry.units SET register_version = register_version + 1, last_registered_at = last_registered_at - interval '1 ms' WHERE unit_code = $1",
        [unit(3)],
      ),
  },
  {
    rule: 'INV-04',
    kept: 'unique (unit, time) of entry_units',
    drop: constraint('entry_units', 'entry_units_unit_code_registered_at_key'),
    refusal: '23505 entry_units_unit_code_registered_at_key',
    forbidden: async (db) => {
      const entryId = await openByHand(db);
      for (const version of [50, 51])
        await db.query(
          "INSERT INTO registry.entry_units (entry_id, unit_code, version, registered_at) VALUES ($1, $2, $3, '2026-11-23T10:00:00+08:00')",
          [entryId, unit(3), version],
        );
    },
  },
  {
    rule: 'INV-05',
    kept: 'append_only',
    drop: trigger('right_holders', 'append_only'),
    refusal: 'YT005',
    forbidden: (db) => db.query("UPDATE registry.right_holders SET name = '某人' WHERE seq = 1"),
  },
  {
    rule: 'INV-05',
    kept: 'guard_right_change',
    drop: trigger('rights', 'guard_right_change'),
    refusal: 'YT005',
    forbidden: (db) => db.query("UPDATE registry.rights SET note = 'x' WHERE unit_code = $1", [unit(4)]),
  },
  {
    rule: 'INV-05',
    kept: 'guard_right_part',
    drop: trigger('right_holders', 'guard_right_part'),
    refusal: 'YT005',
    forbidden: async (db) => holderByHand(db, await currentRight(db, unit(4)), 2, null),
  },
  {
    rule: 'INV-05',
    kept: 'guard_closed_page',
    drop: trigger('rights', 'guard_closed_page'),
    refusal: 'YT005',
    forbidden: async (db) => {
      await db.query(
        'UPDATE registry.units SET extinguished = true, register_version = register_version + 1, last_registered_at = now() WHERE unit_code = $1',
        [unit(5)],
      );
      await insertRight(db, { kind: 'OBJECTION', unitCode: unit(5), entryId: await openByHand(db), regType: 600 });
    },
  },
  {
    rule: 'INV-06',
    kept: 'guard_new_right',
    drop: trigger('rights', 'guard_new_right'),
    refusal: 'YT006',
    forbidden: async (db) => {
      await seizeByHand(db, { unitCode: unit(6) });
      await mortgageByHand(db, { unitCode: unit(6), regType: 100 });
    },
  },
  {
    rule: 'INV-06',
    kept: 'check_pre_seizure',
    drop: trigger('rights', 'check_pre_seizure'),
    refusal: 'YT006',
    given: async (fixture) => {
      const home = homes[7] as (typeof homes)[number];
      const paid = await paidSale(fixture, home);
      await fixture.registry.seizures.enterSeizure(
        seizure(home, { seizureKind: 'pre_seizure', respondent: people.zhou, unitCodes: [unit(7)] }),
        courtOfficer,
      );
      return `${paid.caseNo} ${paid.clearanceId}`;
    },
    forbidden: (db, given) => {
      const [caseNo = '', clearanceId = ''] = given.split(' ');
      return rewriteOwnership(db, { unitCode: unit(7), regType: 200, caseNo, clearanceId });
    },
  },
  {
    rule: 'INV-07',
    kept: 'guard_seizure_queue',
    drop: trigger('seizure_details', 'guard_seizure_queue'),
    refusal: 'YT007',
    forbidden: async (db) => {
      await seizeByHand(db, { unitCode: unit(8) });
      await seizeByHand(db, { unitCode: unit(8), status: 'QUEUED' });
    },
  },
  {
    rule: 'INV-07',
    kept: 'guard_notice',
    drop: trigger('court_notices', 'guard_notice'),
    refusal: 'YT007',
    given: ({ registry }) => deliver(registry, notice(homes[9] as (typeof homes)[number])),
    forbidden: (db, noticeNo) =>
      db.query(
        "UPDATE registry.court_notices SET delivered_at = delivered_at - interval '1 hour' WHERE notice_no = $1",
        [noticeNo],
      ),
  },
  {
    rule: 'INV-08',
    kept: 'check_seizure_queue',
    drop: trigger('rights', 'check_seizure_queue'),
    refusal: 'YT008',
    forbidden: async (db) => {
      const first = await seizeByHand(db, { unitCode: unit(10) });
      await seizeByHand(db, { unitCode: unit(10), status: 'QUEUED', documentNo: '执2号' });
      await endByHand(db, first, await openByHand(db, 'SEIZURE_LIFT'));
    },
  },
  {
    rule: 'INV-09',
    kept: 'guard_seizure_term',
    drop: trigger('seizure_details', 'guard_seizure_term'),
    refusal: 'YT009',
    forbidden: (db) => seizeByHand(db, { unitCode: unit(11), months: 37 }),
  },
  {
    rule: 'INV-09',
    kept: 'guard_seizure_change',
    drop: trigger('seizure_details', 'guard_seizure_change'),
    refusal: 'YT009',
    forbidden: async (db) => {
      const rightId = await seizeByHand(db, { unitCode: unit(11) });
      await db.query("UPDATE registry.seizure_details SET ends_at = ends_at + interval '1 year' WHERE right_id = $1", [
        rightId,
      ]);
    },
  },
  {
    rule: 'INV-10',
    kept: 'guard_seizure_queue',
    drop: trigger('seizure_details', 'guard_seizure_queue'),
    refusal: 'YT010',
    forbidden: async (db) => {
      await seizeByHand(db, { unitCode: unit(12) });
      await seizeByHand(db, { unitCode: unit(12), status: 'QUEUED', documentNo: '执2号', term: true });
    },
  },
  {
    rule: 'INV-11',
    kept: 'check_seizure_queue',
    drop: trigger('rights', 'check_seizure_queue'),
    refusal: 'YT011',
    forbidden: async (db) => {
      const first = await seizeByHand(db, { unitCode: unit(13) });
      await seizeByHand(db, { unitCode: unit(13), status: 'QUEUED', documentNo: '执2号' });
      await endByHand(db, first, await openByHand(db, 'SEIZURE_DISPOSAL'));
    },
  },
  {
    rule: 'INV-12',
    kept: 'guard_pending_notice',
    drop: trigger('rights', 'guard_pending_notice'),
    refusal: 'YT012',
    given: async ({ registry }) => {
      const home = homes[14] as (typeof homes)[number];
      const caseNo = await fileAndAccept(registry, mortgage(home));
      await deliver(registry, notice(home));
      return caseNo;
    },
    forbidden: (db, caseNo) => mortgageByHand(db, { unitCode: unit(14), regType: 100, caseNo }),
  },
  {
    rule: 'INV-14',
    kept: 'check_conversion',
    drop: trigger('rights', 'check_conversion'),
    refusal: 'YT014',
    given: ({ registry }) => fileAndAccept(registry, sale(homes[15] as (typeof homes)[number])),
    forbidden: async (db, caseNo) => {
      await seizeByHand(db, { unitCode: unit(15), kind: 'pre_seizure', respondent: 1 });
      await rewriteOwnership(db, { unitCode: unit(15), regType: 300, caseNo });
    },
  },
  {
    rule: 'INV-16',
    kept: 'check_seizure_shares',
    drop: trigger('rights', 'check_seizure_shares'),
    refusal: 'YT016',
    forbidden: async (db) => {
      await seizeByHand(db, { unitCode: unit(16) });
      await seizeByHand(db, { unitCode: unit(16), documentNo: '执2号' });
    },
  },
  {
    rule: 'INV-17',
    kept: 'guard_rank',
    drop: trigger('mortgage_details', 'guard_rank'),
    refusal: 'YT017',
    given: ({ registry }) => fileAndAccept(registry, mortgage(homes[17] as (typeof homes)[number])),
    forbidden: (db, caseNo) =>
      mortgageByHand(db, { unitCode: unit(17), regType: 100, caseNo }, { rank_since: '2020-01-01T00:00:00+08:00' }),
  },
  {
    rule: 'INV-18',
    kept: 'check_mortgages',
    drop: trigger('rights', 'check_mortgages'),
    refusal: 'YT018',
    given: async (fixture) => {
      const { caseNo, clearanceId } = await paidSale(fixture, units.mortgagedRestricted);
      return `${caseNo} ${clearanceId}`;
    },
    forbidden: (db, given) => {
      const [caseNo = '', clearanceId = ''] = given.split(' ');
      const { unitCode } = units.mortgagedRestricted;
      return rewriteOwnership(db, { unitCode, regType: 200, caseNo, clearanceId });
    },
  },
  {
    rule: 'INV-20',
    kept: 'inv_20_fixed_claim',
    drop: constraint('mortgage_details', 'inv_20_fixed_claim'),
    refusal: '23514 inv_20_fixed_claim',
    forbidden: (db) =>
      mortgageByHand(
        db,
        { unitCode: unit(18), regType: 100 },
        { mortgage_kind: 'maximum', claim_fixed_on: '2026-11-23', claim_fixed_fen: 2 },
      ),
  },
  {
    rule: 'INV-21',
    kept: 'check_cautions',
    drop: trigger('rights', 'check_cautions'),
    refusal: 'YT021',
    given: ({ registry }) => fileAndAccept(registry, mortgage(units.cautioned)),
    forbidden: (db, caseNo) => mortgageByHand(db, { unitCode: units.cautioned.unitCode, regType: 100, caseNo }),
  },
  {
    rule: 'INV-22',
    kept: 'guard_rank',
    drop: trigger('mortgage_details', 'guard_rank'),
    refusal: 'YT022',
    given: ({ registry }) => fileAndAccept(registry, mortgage(homes[19] as (typeof homes)[number])),
    forbidden: async (db, caseNo) => {
      const previousId = await cautionByHand(db, unit(19));
      const entryId = await openByHand(db);
      await endByHand(db, previousId, entryId);
      await mortgageByHand(db, { unitCode: unit(19), regType: 100, caseNo, previousId, entryId });
    },
  },
  {
    rule: 'INV-24',
    kept: 'guard_residence',
    drop: trigger('residence_details', 'guard_residence'),
    refusal: 'YT024',
    forbidden: async (db) => {
      const [space] = demoCity.parking('330206');
      const entryId = await openByHand(db);
      const unitCode = space?.unitCode as string;
      const rightId = await insertRight(db, { kind: 'RESIDENCE', unitCode, entryId, regType: 100 });
      await db.query("INSERT INTO registry.residence_details VALUES ($1, 'contract', 'x', 'x', 'x', NULL, NULL)", [
        rightId,
      ]);
    },
  },
  {
    rule: 'INV-25',
    kept: 'check_shares',
    drop: trigger('rights', 'check_shares'),
    refusal: 'YT025',
    forbidden: (db) =>
      rewriteOwnership(db, {
        unitCode: unit(20),
        regType: 300,
        mode: 'shares',
        shares: [
          [33, 100],
          [33, 100],
          [33, 100],
        ],
      }),
  },
  {
    rule: 'INV-27',
    kept: 'guard_ownership',
    drop: trigger('ownership_details', 'guard_ownership'),
    refusal: 'YT027',
    given: ({ registry }) => fileAndAccept(registry, sale(homes[21] as (typeof homes)[number])),
    forbidden: (db, caseNo) => rewriteOwnership(db, { unitCode: unit(21), regType: 200, caseNo }),
  },
  {
    rule: 'INV-29',
    kept: 'guard_separation',
    drop: trigger('reviews', 'guard_separation'),
    refusal: 'YT029',
    given: ({ registry }) => fileAndAccept(registry, sale(homes[22] as (typeof homes)[number])),
    forbidden: (db, caseNo) =>
      db.query(
        `INSERT INTO registry.reviews (case_no, task_key, step, decision, user_id, role, at)
         SELECT case_no, 'by-hand', 'review', 'approve', accepted_by, 'reviewer', now() FROM registry.cases WHERE case_no = $1`,
        [caseNo],
      ),
  },
  {
    rule: 'INV-30',
    kept: 'inv_30_withdrawal',
    drop: constraint('cases', 'inv_30_withdrawal'),
    refusal: '23514 inv_30_withdrawal',
    given: ({ registry }) => fileAndAccept(registry, sale(homes[23] as (typeof homes)[number])),
    forbidden: (db, caseNo) =>
      db.query(
        "UPDATE registry.cases SET withdrawal_requested_at = now(), entered_at = now(), status = 'ENTERED' WHERE case_no = $1",
        [caseNo],
      ),
  },
  {
    rule: 'INV-31',
    kept: 'inv_31_one_live_certificate',
    drop: 'DROP INDEX registry.inv_31_one_live_certificate',
    refusal: '23505 inv_31_one_live_certificate',
    forbidden: async (db) =>
      db.query(
        "INSERT INTO registry.certificates (certificate_no, kind, right_id, entry_id, issued_at, token) VALUES ('x', 'certificate', $1, $2, now(), 'x')",
        [await currentRight(db, unit(24)), await openByHand(db)],
      ),
  },
  {
    rule: 'INV-31',
    kept: 'check_certificate_ends',
    drop: trigger('rights', 'check_certificate_ends'),
    refusal: 'YT031',
    forbidden: async (db) =>
      db.query(
        "UPDATE registry.rights SET status = 'HISTORY', ended_entry_id = $2, ended_at = '2026-11-23T10:00:00+08:00' WHERE right_id = $1",
        [await currentRight(db, unit(25)), await openByHand(db)],
      ),
  },
  {
    rule: 'INV-34',
    kept: 'inv_34_purpose',
    drop: constraint('audit_log', 'inv_34_purpose'),
    refusal: '23514 inv_34_purpose',
    forbidden: (db) =>
      db.query(
        "INSERT INTO registry.audit_log (at, user_id, role, action, purpose) VALUES (now(), 'x', 'reviewer', 'unmask.unit', ' ')",
      ),
  },
  {
    rule: 'INV-34',
    kept: 'append_only',
    drop: trigger('audit_log', 'append_only'),
    refusal: 'YT005',
    given: async ({ registry }) => {
      const actor = { userId: 'reviewer-330206', role: 'reviewer' as const, district: '330206' as const };
      await registry.units.unitPage(unit(26), { unmask: { actor, purpose: '核对' } });
      return '';
    },
    forbidden: (db) => db.query('DELETE FROM registry.audit_log'),
  },
];
