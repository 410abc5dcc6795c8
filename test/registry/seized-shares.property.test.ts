import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Application, type CityPerson, cityPerson, type DemoUnit, demoCity } from '../../registry/index.ts';
import { pageOf } from './support/pages.ts';
import {
  application,
  courtOfficer,
  enter,
  fileAndAccept,
  loanTerms,
  party,
  readyForBook,
  register,
  registered,
  sale,
  seizure,
} from './support/play.ts';
import { monday, openRegister } from './support/setup.ts';

/*
 * INV-16 (domain §5.13-4): the seizure of one co-owner's share leaves the shares of the others free, and only those. The rule,
 * the 登簿 and the database (which knows nothing of the rule) must answer alike, whatever the shares.
 */

const fixture = openRegister();

const homes = ['330205', '330206', '330211', '330212'].flatMap((d) => demoCity.saleUnits(d));
let used = 0;
const freshHome = () => homes[used++] as DemoUnit;
let people = 5_000;
const stranger = () => cityPerson(people++);
const contract = { priceFen: 150_000_000, signedOn: '2026-11-20', payMode: 'full' as const };

type Share = { n: number; d: number };
interface CoOwner {
  person: CityPerson;
  share: Share;
}

/** The home sold to co-owners by shares that add up to one. */
async function sharedHome(weights: readonly number[]): Promise<{ unit: DemoUnit; owners: CoOwner[] }> {
  const unit = freshHome();
  const d = weights.reduce((sum, w) => sum + w, 0);
  const owners = weights.map((n) => ({ person: stranger(), share: { n, d } }));
  const what = sale(unit, owners[0]!.person, { ownershipMode: 'shares', contract });
  what.parties = [
    ...owners.map(({ person, share }) => party('acquirer', person, share)),
    ...unit.owners.map((owner) => party('obligor', owner)),
  ];
  await registered(fixture.registry, what);
  return { unit, owners };
}

/** Co-owners sell all that they hold, the others having been told. */
function shareSale(unit: DemoUnit, sellers: readonly CoOwner[], to: CityPerson = stranger()): Application {
  const what = sale(unit, to, {
    ownershipMode: 'shares',
    contract,
    transfer: {
      reason: 'sale',
      basisNo: '份额买卖1号',
      effectiveOn: '2026-11-20',
      shareOnly: true,
      preemptionNoticedOn: '2026-11-01',
    },
  });
  const [first] = sellers as [CoOwner];
  const sold = sellers.reduce((sum, { share }) => sum + share.n, 0);
  what.parties = [
    party('acquirer', to, { n: sold, d: first.share.d }),
    ...sellers.map(({ person }) => party('obligor', person)),
  ];
  return what;
}

const seizeShare = (unit: DemoUnit, { person }: CoOwner, scopeShare: Share) =>
  fixture.registry.seizures.enterSeizure(
    seizure(unit, { respondent: { name: person.name, idNo: person.idNo }, scopeShare }),
    courtOfficer,
  );

/** Writes the transfer by hand, past every rule of the code, and takes it back; the SQLSTATE, or `ok`. */
async function byHand(unit: DemoUnit, caseNo: string, after: readonly CoOwner[]): Promise<string> {
  const client = await fixture.pool.connect();
  const id = async (sql: string, values: unknown[]) => Object.values((await client.query(sql, values)).rows[0])[0];
  try {
    await client.query('BEGIN');
    const at = '2026-11-24T10:00:00+08:00';
    const previous = await id(
      "SELECT right_id FROM registry.rights WHERE unit_code = $1 AND kind = 'OWNERSHIP' AND status = 'CURRENT'",
      [unit.unitCode],
    );
    const entry = await id(
      `INSERT INTO registry.register_entries (kind, reference, case_no, step, registered_at, registrar)
       VALUES ('REGISTRATION', $1, $1, 'by hand', $2, 'x') RETURNING entry_id`,
      [caseNo, at],
    );
    await client.query(
      "UPDATE registry.certificates SET status = 'CANCELLED', cancelled_entry_id = $2, cancelled_at = $3 WHERE right_id = $1 AND status = 'LIVE'",
      [previous, entry, at],
    );
    await client.query(
      "UPDATE registry.rights SET status = 'HISTORY', ended_entry_id = $2, ended_at = $3 WHERE right_id = $1",
      [previous, entry, at],
    );
    const right = await id(
      `INSERT INTO registry.rights (kind, status, unit_code, right_type, reg_type, reason, entry_id, registered_at, registrar, previous_id, case_no)
       VALUES ('OWNERSHIP', 'CURRENT', $1, '4', 200, 'by hand', $2, $3, 'x', $4, $5) RETURNING right_id`,
      [unit.unitCode, entry, at, previous, caseNo],
    );
    await client.query(
      `INSERT INTO registry.ownership_details (right_id, mode, tax_clearance_id)
       SELECT $1, $2, tax_clearance_id FROM registry.tax_clearances WHERE case_no = $3`,
      [right, after.length === 1 ? 'single' : 'shares', caseNo],
    );
    for (const [i, { person, share }] of after.entries()) {
      const personId = await id(
        `INSERT INTO registry.persons (nature, name, id_type, id_no) VALUES ('person', $1, 'citizen', $2)
         ON CONFLICT (id_type, id_no) DO UPDATE SET name = excluded.name RETURNING person_id`,
        [person.name, person.idNo],
      );
      const held = after.length === 1 ? [null, null] : [share.n, share.d];
      await client.query(
        `INSERT INTO registry.right_holders (right_id, seq, person_id, name, nature, id_type, id_no, share_n, share_d)
         VALUES ($1, $2, $3, $4, 'person', 'citizen', $5, $6, $7)`,
        [right, i + 1, personId, person.name, person.idNo, ...held],
      );
    }
    await client.query('SET CONSTRAINTS ALL IMMEDIATE');
    return 'ok';
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
}

describe('seized shares: rule, 登簿 and database agree', () => {
  it('a share moves exactly when none of the sellers is a debtor, and what is seized stays whole', async () => {
    const runs = fc.record({
      weights: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 2, maxLength: 4 }),
      /** Which of them owe, and how much of their share is seized, in ninths. */
      debtors: fc.uniqueArray(fc.record({ who: fc.nat(3), ninths: fc.integer({ min: 1, max: 9 }) }), {
        minLength: 1,
        maxLength: 2,
        selector: ({ who }) => who,
      }),
      sellers: fc.uniqueArray(fc.nat(3), { minLength: 1, maxLength: 3 }),
      toCoOwner: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(runs, async ({ weights, debtors, sellers, toCoOwner }) => {
        const { unit, owners } = await sharedHome(weights);
        const owing = new Map(debtors.map(({ who, ninths }) => [who % owners.length, ninths]));
        const selling = [...new Set(sellers.map((who) => who % owners.length))].map((i) => owners[i] as CoOwner);
        const staying = owners.filter((owner) => !selling.includes(owner));
        if (staying.length === 0) return; // the whole home: no sale of a share
        for (const [i, ninths] of owing) {
          const debtor = owners[i] as CoOwner;
          const scope = { n: debtor.share.n * ninths, d: debtor.share.d * 9 };
          expect(await seizeShare(unit, debtor, scope)).toMatchObject({ entries: [{ state: 'EFFECTIVE' }] });
        }
        const free = !selling.some((seller) => owing.has(owners.indexOf(seller)));
        const what = shareSale(unit, selling, toCoOwner ? staying[0]?.person : stranger());
        const caseNo = await readyForBook(fixture.registry, what);

        const [buyer] = what.parties as [Application['parties'][number]];
        const bought = buyer.share as Share;
        const after = toCoOwner
          ? staying.map((one, i) => (i === 0 ? { ...one, share: { ...one.share, n: one.share.n + bought.n } } : one))
          : [...staying, { person: buyer as unknown as CityPerson, share: bought }];
        expect(await byHand(unit, caseNo, after)).toBe(free ? 'ok' : 'YT006');

        const result = await enter(fixture.registry, caseNo);
        if (!free) {
          expect(result).toMatchObject({ kind: 'refused', refusal: { rule: 'INV-06', errorCode: 'UNIT_RESTRICTED' } });
          return;
        }
        expect(result.kind).toBe('entered');
        const page = await pageOf(fixture.registry, unit);
        expect(page.seizures).toHaveLength(owing.size);
        for (const [i, ninths] of owing) {
          const debtor = owners[i] as CoOwner;
          const held = page.ownership?.holders.find((holder) => holder.idNo === debtor.person.idNo);
          const share = page.ownership?.mode === 'single' ? { n: 1, d: 1 } : held?.share;
          expect(share).toBeTruthy();
          // held ≥ seized, exactly
          expect(share!.n * debtor.share.d * 9).toBeGreaterThanOrEqual(debtor.share.n * ninths * share!.d);
        }
      }),
      { numRuns: 30, endOnFailure: true },
    );
  }, 120_000);

  it('by hand, no other division takes from the seized share, to the last fraction', async () => {
    const { unit, owners } = await sharedHome([1, 1, 1]);
    const [debtor, seller, third] = owners as [CoOwner, CoOwner, CoOwner];
    await seizeShare(unit, debtor, { n: 1, d: 3 });
    const caseNo = await readyForBook(fixture.registry, shareSale(unit, [seller]));
    const divided = (a: Share, b: Share, c: Share) =>
      byHand(unit, caseNo, [
        { ...debtor, share: a },
        { ...third, share: b },
        { ...seller, share: c },
      ]);
    const of = (n: number, d: number) => ({ n, d });
    expect(await divided(of(333_333, 1_000_000), of(1, 3), of(333_334, 1_000_000))).toBe('YT006');
    expect(await divided(of(3333, 10_000), of(1, 3), of(10_001, 30_000))).toBe('YT006');
    expect(await divided(of(1, 3), of(1, 6), of(1, 2))).toBe('ok');
    expect(await divided(of(2, 3), of(1, 6), of(1, 6))).toBe('ok');
    expect(await byHand(unit, caseNo, [seller])).toBe('YT006');
  });
});

describe('what a seized share stops and what not (INV-06, 16)', () => {
  it('the whole home and a mortgage on it stay stopped, and the refusal says which share and what is left', async () => {
    const { unit, owners } = await sharedHome([1, 1]);
    const [debtor, other] = owners as [CoOwner, CoOwner];
    await seizeShare(unit, debtor, { n: 1, d: 2 });
    const both = sale(unit, stranger(), { contract });
    both.parties = [party('acquirer', stranger()), ...owners.map(({ person }) => party('obligor', person))];
    const loan = application(
      'BDC-17',
      unit,
      { acquirers: [demoCity.institutions.bank], obligors: owners.map(({ person }) => person) },
      { mortgage: loanTerms() },
    );
    for (const what of [both, loan, shareSale(unit, [debtor])])
      expect((await register(fixture.registry, what)).result).toMatchObject({
        kind: 'refused',
        refusal: {
          rule: 'INV-06',
          message: expect.stringContaining('1/2份额已被查封'),
          advice: expect.stringContaining('仅转让份额'),
        },
      });
    await registered(fixture.registry, shareSale(unit, [other]));
  });

  it('at the counter it is a warning for a sale and a block for a mortgage', async () => {
    const { unit, owners } = await sharedHome([2, 1]);
    await seizeShare(unit, owners[1] as CoOwner, { n: 1, d: 3 });
    const ask = (itemCode: string) => fixture.registry.units.checkUnit({ unitCode: unit.unitCode, itemCode });
    expect(await ask('BDC-10')).toMatchObject({ allowed: true, warnings: [{ rule: 'INV-16' }] });
    expect(await ask('BDC-17')).toMatchObject({ allowed: false, blocks: [{ rule: 'INV-06' }] });
  });

  it('a debtor who has changed his name since is still the debtor', async () => {
    const { unit, owners } = await sharedHome([1, 1]);
    const [debtor, other] = owners as [CoOwner, CoOwner];
    await seizeShare(unit, debtor, { n: 1, d: 2 });
    const renamed = { ...debtor, person: { ...debtor.person, name: '更名之人' } };
    const people = owners.map(({ person }) => person);
    const change = application(
      'BDC-07',
      unit,
      { acquirers: [renamed.person, other.person] },
      { nameChange: { previous: people.map(({ name, idType, idNo }) => ({ name, idType, idNo })), reason: '更名' } },
    );
    await registered(fixture.registry, change);
    const own = await register(fixture.registry, shareSale(unit, [renamed]));
    expect(own.result).toMatchObject({ kind: 'refused', refusal: { rule: 'INV-06' } });
    await registered(fixture.registry, shareSale(unit, [other]));
  });

  it('the new certificate says which share is seized', async () => {
    const { unit, owners } = await sharedHome([1, 2]);
    const [debtor, other] = owners as [CoOwner, CoOwner];
    await seizeShare(unit, debtor, { n: 1, d: 3 });
    const [certificateNo] = await registered(fixture.registry, shareSale(unit, [other]));
    const content = await fixture.registry.certificates.getContent(certificateNo!);
    expect(content?.holders.map(({ share }) => share)).toEqual(['1/3', '2/3']);
    expect(content?.note).toMatch(/1\/3份额已被查封（.+号）/);
  });

  it('delivered while cases run: the one on the other share goes on, the one on the seized share is told to stop', async () => {
    const { unit, owners } = await sharedHome([1, 1]);
    const [debtor, other] = owners as [CoOwner, CoOwner];
    const goesOn = await fileAndAccept(fixture.registry, shareSale(unit, [other]));
    const stops = await fileAndAccept(fixture.registry, shareSale(unit, [debtor]));
    expect(await seizeShare(unit, debtor, { n: 1, d: 2 })).toMatchObject({ affectedCases: [stops] });
    const { rows } = await fixture.pool.query(
      "SELECT topic FROM registry.outbox WHERE case_no = $1 AND topic IN ('seizure.entered', 'register.changed')",
      [goesOn],
    );
    expect(rows).toEqual([{ topic: 'register.changed' }]);
  });

  it('nor is the other one stopped by a term that is over by the time the notice is entered', async () => {
    const { unit, owners } = await sharedHome([1, 1]);
    const [debtor, other] = owners as [CoOwner, CoOwner];
    const { name, idNo } = other.person;
    const ofAll = seizure(unit, { respondent: { name, idNo }, termMonths: 1, authority: '宁波市江北区人民法院' });
    await fixture.registry.seizures.enterSeizure(ofAll, courtOfficer);
    await fileAndAccept(fixture.registry, shareSale(unit, [other]));
    const { clock } = fixture;
    clock.advance(20 * 86_400_000);
    const deliveredAt = clock.now();
    clock.advance(20 * 86_400_000);
    const notice = seizure(unit, {
      respondent: { name: debtor.person.name, idNo: debtor.person.idNo },
      scopeShare: { n: 1, d: 2 },
      deliveredAt,
    });
    expect(await fixture.registry.seizures.enterSeizure(notice, courtOfficer)).toMatchObject({
      entries: [{ state: 'QUEUED' }],
      affectedCases: [],
    });
    clock.set(monday);
  });

  it('a 轮候 of the whole behind it reaches the free share too: nothing moves', async () => {
    const { unit, owners } = await sharedHome([1, 1]);
    const [debtor, other] = owners as [CoOwner, CoOwner];
    await seizeShare(unit, debtor, { n: 1, d: 2 });
    const { name, idNo } = other.person;
    const behind = seizure(unit, { respondent: { name, idNo }, authority: '宁波市江北区人民法院' });
    expect(await fixture.registry.seizures.enterSeizure(behind, courtOfficer)).toMatchObject({
      entries: [{ state: 'QUEUED' }],
    });
    const caseNo = await readyForBook(fixture.registry, shareSale(unit, [other]));
    expect(await byHand(unit, caseNo, [debtor, { ...other, person: stranger() }])).toBe('YT006');
    expect(await enter(fixture.registry, caseNo)).toMatchObject({ kind: 'refused', refusal: { rule: 'INV-06' } });
  });
});
