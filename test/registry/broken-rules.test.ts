import { describe, expect, it } from 'vitest';
import { cityPerson, type DemoUnit, demoCity } from '../../registry/index.ts';
import { brokenRules, INVARIANTS, WHOLE } from '../../scripts/day/broken-rules.ts';
import { proofOf, withConsents } from './support/pages.ts';
import {
  application,
  courtOfficer,
  loanTerms,
  party,
  readyForBook,
  registered,
  sale,
  seizure,
} from './support/play.ts';
import { openRegister } from './support/setup.ts';

/*
 * The questions that the day, the model test and the races ask of a register afterwards: they must say nothing of what is lawful,
 * and something of every row that a forger makes unlawful.
 */

const fixture = openRegister();

const { bank, otherBank } = demoCity.institutions;
const homes = demoCity.saleUnits('330213');
let used = 0;
let people = 8_000;
const freshHome = () => homes[used++] as DemoUnit;
const half = { n: 1, d: 2 };

/** A second later than what went before: who was running then is a question of times. */
async function seize(unit: DemoUnit, more: Parameters<typeof seizure>[1] = {}): Promise<void> {
  fixture.clock.advance(1_000);
  const result = await fixture.registry.seizures.enterSeizure(seizure(unit, more), courtOfficer);
  expect(result.kind).toBe('entered');
  fixture.clock.advance(1_000);
}
const mortgageTo = (lender: typeof bank | typeof otherBank, unit: DemoUnit) =>
  application('BDC-17', unit, { acquirers: [lender], obligors: unit.owners }, { mortgage: loanTerms({}) });
const broken = async (unit: DemoUnit) => Object.keys(await brokenRules(fixture.pool, [unit.unitCode]));

/** A home held by two in halves. */
async function sharedHome() {
  const unit = freshHome();
  const owners = [cityPerson(people++), cityPerson(people++)] as const;
  const bought = sale(unit, owners[0], { ownershipMode: 'shares' });
  bought.parties = [
    ...owners.map((owner) => party('acquirer', owner, half)),
    ...unit.owners.map((owner) => party('obligor', owner)),
  ];
  await registered(fixture.registry, bought);
  return { unit, owners };
}

async function sellHalf(unit: DemoUnit, seller: ReturnType<typeof cityPerson>) {
  const to = cityPerson(people++);
  const sold = sale(unit, to, {
    ownershipMode: 'shares',
    transfer: {
      reason: 'sale',
      basisNo: '份额买卖1号',
      effectiveOn: '2026-11-20',
      shareOnly: true,
      preemptionNoticedOn: '2026-11-01',
    },
  });
  sold.parties = [party('acquirer', to, half), party('obligor', seller)];
  await registered(fixture.registry, sold);
}

/** A mortgage that went to another bank with its claim after the home was seized. */
async function seizedAndAssigned(unit: DemoUnit): Promise<void> {
  const proof = await proofOf(fixture, mortgageTo(bank, unit));
  await seize(unit);
  const assigned = { assignmentNo: 'ZR-1', assignedOn: '2026-11-20', debtorNoticedOn: '2026-11-21', partial: false };
  const sides = { acquirers: [otherBank], obligors: [bank] };
  const targets = [{ certificateNo: proof }];
  await registered(fixture.registry, application('BDC-20', unit, sides, { targets, mortgageTransfer: assigned }));
}

describe('nothing is said of', () => {
  it('a share sold beside a seized one (INV-16)', async () => {
    const { unit, owners } = await sharedHome();
    await seize(unit, { respondent: { name: owners[0].name, idNo: owners[0].idNo }, scopeShare: half });
    await sellHalf(unit, owners[1]);
    expect(await broken(unit)).toEqual([]);
  });

  it('a 预查封 whose debtor became the owner (INV-14)', async () => {
    const unit = freshHome();
    const buyer = cityPerson(people++);
    await seize(unit, { seizureKind: 'pre_seizure', respondent: { name: buyer.name, idNo: buyer.idNo } });
    await registered(fixture.registry, sale(unit, buyer));
    expect(await broken(unit)).toEqual([]);
  });

  it('a mortgage that goes with its claim under a seizure (INV-06)', async () => {
    const unit = freshHome();
    await seizedAndAssigned(unit);
    expect(await broken(unit)).toEqual([]);
  });

  it('a page that was closed (INV-05)', async () => {
    const unit = freshHome();
    const cancellation = { cause: 'destroyed' as const, endedOn: '2026-11-01' };
    await registered(fixture.registry, application('BDC-16', unit, { acquirers: unit.owners }, { cancellation }));
    expect(await broken(unit)).toEqual([]);
  });

  it('two mortgages that exchanged their ranks (INV-17)', async () => {
    const unit = freshHome();
    const first = await proofOf(fixture, mortgageTo(bank, unit));
    const second = await proofOf(fixture, mortgageTo(otherBank, unit));
    const mortgageChange = { reason: '顺位互换', swapRankWith: { certificateNo: first } };
    const targets = [{ certificateNo: second }];
    const sides = { acquirers: [otherBank], obligors: unit.owners };
    await withConsents(fixture.registry, application('BDC-19', unit, sides, { targets, mortgageChange }));
    expect(await broken(unit)).toEqual([]);
  });
});

/** What somebody who owns the tables could write against each rule; `$1` is the code of the home that `from` has prepared. */
interface Forgery {
  from: (unit: DemoUnit) => Promise<unknown>;
  sql: string[];
}

const sold = (unit: DemoUnit) => registered(fixture.registry, sale(unit, cityPerson(people++)));
const mortgaged = (unit: DemoUnit) => registered(fixture.registry, mortgageTo(bank, unit));
const mortgagedTwice = async (unit: DemoUnit) => {
  await mortgaged(unit);
  await registered(fixture.registry, mortgageTo(otherBank, unit));
};
const seizedTwice = async (unit: DemoUnit) => {
  await seize(unit);
  await seize(unit, { authority: '鄞州区人民法院' });
};
const seizedWhileSold = async (unit: DemoUnit) => {
  await readyForBook(fixture.registry, sale(unit, cityPerson(people++)));
  await seize(unit);
};
const newest = (kind: string) =>
  `(SELECT right_id FROM registry.rights WHERE unit_code = $1 AND kind = '${kind}' ORDER BY right_id DESC LIMIT 1)`;
const newestEntry = '(SELECT max(entry_id) FROM registry.entry_units WHERE unit_code = $1)';
const FORGERIES: Record<string, Forgery> = {
  'INV-02 one current ownership': {
    from: sold,
    sql: [
      'DROP INDEX registry.inv_02_one_current_ownership',
      `UPDATE registry.rights SET status = 'CURRENT', ended_at = NULL, ended_entry_id = NULL
       WHERE unit_code = $1 AND kind = 'OWNERSHIP' AND status = 'HISTORY'`,
    ],
  },
  'INV-03 who mortgages owns at that moment': {
    from: mortgaged,
    sql: [`UPDATE registry.mortgage_details SET obligors = '["别人"]' WHERE right_id = ${newest('MORTGAGE')}`],
  },
  'INV-04 versions without gap, times strictly increasing': {
    from: sold,
    sql: [`UPDATE registry.entry_units SET version = version + 1 WHERE unit_code = $1 AND entry_id = ${newestEntry}`],
  },
  'INV-04 the page knows its last entry': {
    from: sold,
    sql: ['UPDATE registry.units SET register_version = register_version - 1 WHERE unit_code = $1'],
  },
  'INV-05 what ended was ended by its successor': {
    from: sold,
    sql: [`UPDATE registry.rights SET previous_id = NULL WHERE right_id = ${newest('OWNERSHIP')}`],
  },
  'INV-06, 12 nothing enters behind a seizure': {
    from: async (unit) => {
      await mortgaged(unit);
      await seize(unit);
    },
    sql: [`UPDATE registry.seizure_details SET starts_at = '2026-01-01' WHERE right_id = ${newest('SEIZURE')}`],
  },
  'INV-07, 10 one effective seizure, the queue behind it in order of delivery and without dates': {
    from: seizedTwice,
    sql: [`UPDATE registry.seizure_details SET delivered_at = '2026-01-01' WHERE right_id = ${newest('SEIZURE')}`],
  },
  'INV-12 the seized home was the debtor’s': {
    from: seize,
    sql: [
      `UPDATE registry.seizure_details SET respondent_id = (SELECT person_id FROM registry.persons WHERE name = '${bank.name}')
       WHERE right_id = ${newest('SEIZURE')}`,
    ],
  },
  'INV-17 no two mortgages in one place': {
    from: mortgagedTwice,
    sql: [
      `UPDATE registry.mortgage_details SET rank_since = (SELECT min(registered_at) FROM registry.rights WHERE unit_code = $1 AND kind = 'MORTGAGE')
       WHERE right_id = ${newest('MORTGAGE')}`,
    ],
  },
  'INV-17 entered in the place that the times give': {
    from: mortgagedTwice,
    sql: [`UPDATE registry.mortgage_details SET rank = 1 WHERE right_id = ${newest('MORTGAGE')}`],
  },
  'INV-27 no sale without its tax clearance': {
    from: sold,
    sql: [`UPDATE registry.ownership_details SET tax_clearance_id = NULL WHERE right_id = ${newest('OWNERSHIP')}`],
  },
  'INV-31 a live certificate for every right, none for an ended one': {
    from: sold,
    sql: [
      `UPDATE registry.certificates SET status = 'CANCELLED', cancelled_entry_id = entry_id WHERE right_id = ${newest('OWNERSHIP')}`,
    ],
  },
  'one entry for each case that is entered, none for the others': {
    from: sold,
    sql: [
      `INSERT INTO registry.register_entries (kind, case_no, reference, step, registered_at, registrar)
       SELECT kind, case_no, reference, 'again', registered_at, registrar FROM registry.register_entries WHERE entry_id = ${newestEntry}`,
    ],
  },
  'every running case is told of a seizure once': {
    from: seizedWhileSold,
    sql: [
      `DELETE FROM registry.outbox WHERE topic = 'seizure.entered' AND case_no IN (SELECT case_no FROM registry.case_units WHERE unit_code = $1)`,
    ],
  },
  'INV-31 certificate numbers without gap': {
    from: sold,
    sql: [
      `UPDATE registry.certificate_counters k SET last = last + 1 FROM registry.certificates c
       WHERE c.right_id = ${newest('OWNERSHIP')} AND c.kind = k.kind
         AND c.certificate_no LIKE '%（' || k.year || '）' || k.area || '%'`,
    ],
  },
};

/** With every guard off, then rolled back: what the questions say meanwhile. */
async function saidOf(unit: DemoUnit, sql: readonly string[]): Promise<string[]> {
  const client = await fixture.pool.connect();
  try {
    await client.query('BEGIN');
    await client.query("SET LOCAL session_replication_role = 'replica'");
    for (const one of sql) {
      const { rowCount, command } = await client.query(one, one.includes('$1') ? [unit.unitCode] : []);
      if (command !== 'DROP') expect(rowCount).toBe(1);
    }
    return Object.keys({
      ...(await brokenRules(client, [unit.unitCode])),
      ...(await brokenRules(client, null)),
    });
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
}

describe('something is said of', () => {
  it('a forgery against every rule that is asked about', () => {
    expect(Object.keys(FORGERIES)).toEqual([...Object.keys(INVARIANTS), ...Object.keys(WHOLE)]);
  });

  it.each(Object.entries(FORGERIES))('%s', async (rule, forgery) => {
    const unit = freshHome();
    await forgery.from(unit);
    expect(await brokenRules(fixture.pool, [unit.unitCode])).toEqual({});
    expect(await saidOf(unit, forgery.sql)).toContain(rule);
  });

  const startedBefore = [
    `UPDATE registry.seizure_details SET starts_at = '2026-01-01' WHERE right_id = ${newest('SEIZURE')}`,
  ];

  it('a sale behind a seizure (INV-06)', async () => {
    const unit = freshHome();
    const buyer = cityPerson(people++);
    await registered(fixture.registry, sale(unit, buyer));
    await seize(unit, { respondent: { name: buyer.name, idNo: buyer.idNo } });
    expect(await broken(unit)).toEqual([]);
    expect(await saidOf(unit, startedBefore)).toContain('INV-06, 12 nothing enters behind a seizure');
  });

  it('the sale of the very share that is seized (INV-16)', async () => {
    const { unit, owners } = await sharedHome();
    await seize(unit, { respondent: { name: owners[0].name, idNo: owners[0].idNo }, scopeShare: half });
    await sellHalf(unit, owners[1]);
    expect(await broken(unit)).toEqual([]);
    const seller = `(SELECT person_id FROM registry.persons WHERE id_no = '${owners[1].idNo}')`;
    const sql = [`UPDATE registry.seizure_details SET respondent_id = ${seller} WHERE right_id = ${newest('SEIZURE')}`];
    expect(await saidOf(unit, sql)).toContain('INV-06, 12 nothing enters behind a seizure');
  });

  it('a sale to somebody else than the debtor of the 预查封 (INV-14)', async () => {
    const unit = freshHome();
    const buyer = cityPerson(people++);
    await seize(unit, { seizureKind: 'pre_seizure', respondent: { name: buyer.name, idNo: buyer.idNo } });
    await registered(fixture.registry, sale(unit, buyer));
    const sql = [`DELETE FROM registry.seizure_conversions WHERE right_id = ${newest('SEIZURE')}`];
    expect(await saidOf(unit, sql)).toContain('INV-06, 12 nothing enters behind a seizure');
  });

  it('a mortgage that secures more after its claim was assigned under a seizure (INV-06)', async () => {
    const unit = freshHome();
    await seizedAndAssigned(unit);
    const sql = [
      `UPDATE registry.mortgage_details SET amount_fen = amount_fen + 1 WHERE right_id = ${newest('MORTGAGE')}`,
    ];
    expect(await saidOf(unit, sql)).toContain('INV-06, 12 nothing enters behind a seizure');
  });

  it('an ownership that ended without a successor on an open page (INV-05)', async () => {
    const unit = freshHome();
    const cancellation = { cause: 'destroyed' as const, endedOn: '2026-11-01' };
    await registered(fixture.registry, application('BDC-16', unit, { acquirers: unit.owners }, { cancellation }));
    const sql = ['UPDATE registry.units SET extinguished = false WHERE unit_code = $1'];
    expect(await saidOf(unit, sql)).toContain('INV-05 what ended was ended by its successor');
  });
});
