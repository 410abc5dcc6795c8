import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Application, type CityPerson, type DemoUnit, demoCity } from '../../registry/index.ts';
import { rankMortgages } from '../../registry/rights/load-rights.ts';
import { harmedBy } from '../../registry/rights/rules/mortgage-rules.ts';
import type { MortgageView } from '../../registry/rights/types.ts';
import { brokenRules } from '../../scripts/day/broken-rules.ts';
import { pageOf, problemsOf, proofOf, withConsents } from './support/pages.ts';
import {
  application,
  courtOfficer,
  enter,
  loanTerms,
  readyForBook,
  register,
  registered,
  sale,
  seizure,
} from './support/play.ts';
import { openRegister } from './support/setup.ts';

const fixture = openRegister();

const { bank, otherBank, company } = demoCity.institutions;
const homes = demoCity.saleUnits('330205');
let used = 0;
const freshHome = () => homes[used++] as DemoUnit;

const mortgageTo = (
  lender: CityPerson,
  unit: DemoUnit,
  more: Parameters<typeof loanTerms>[0] = {},
  itemCode = 'BDC-17',
) => application(itemCode, unit, { acquirers: [lender], obligors: unit.owners }, { mortgage: loanTerms(more) });
const on = (
  itemCode: string,
  unit: DemoUnit,
  proof: string,
  sides: { acquirers?: CityPerson[]; obligors?: CityPerson[] },
  more: Partial<Application>,
) => application(itemCode, unit, sides, { targets: [{ certificateNo: proof }], ...more });
const lenders = async (unit: DemoUnit) =>
  (await pageOf(fixture.registry, unit)).mortgages.map((m) => [m.rank, m.holders.map((h) => h.name).join()]);

describe('BDC-18 最高额', () => {
  it('keeps the highest amount and what was moved in; more than the amount is no 最高额', async () => {
    const unit = freshHome();
    const terms = { mortgageKind: 'maximum' as const, amountFen: 100_000_000, existingClaimFen: 40_000_000 };
    expect(
      await problemsOf(fixture.registry, mortgageTo(bank, unit, { ...terms, existingClaimFen: 100_000_001 }, 'BDC-18')),
    ).toEqual(['EXISTING_CLAIM']);
    expect(await problemsOf(fixture.registry, mortgageTo(bank, unit, terms, 'BDC-17'))).toContain('MORTGAGE_KIND');
    await registered(fixture.registry, mortgageTo(bank, unit, terms, 'BDC-18'));
    expect((await pageOf(fixture.registry, unit)).mortgages[0]).toMatchObject({
      mortgageKind: 'maximum',
      existingClaimFen: 40_000_000,
      claimFixed: null,
    });
  });

  it('INV-20: its open claim does not move in part; once fixed it does, and both lenders hold it', async () => {
    const unit = freshHome();
    const proof = await proofOf(fixture, mortgageTo(bank, unit, { mortgageKind: 'maximum' }, 'BDC-18'));
    const assign = (no: string) =>
      on(
        'BDC-20',
        unit,
        no,
        { acquirers: [otherBank], obligors: [bank] },
        {
          mortgageTransfer: {
            assignmentNo: 'ZR-1',
            assignedOn: '2026-11-20',
            debtorNoticedOn: '2026-11-21',
            partial: true,
          },
        },
      );
    expect((await register(fixture.registry, assign(proof))).result).toMatchObject({
      kind: 'refused',
      refusal: { rule: 'INV-20' },
    });
    const fixed = await proofOf(
      fixture,
      on(
        'BDC-19',
        unit,
        proof,
        { acquirers: [bank], obligors: unit.owners },
        {
          mortgageChange: {
            reason: '债权确定',
            claimFixed: { on: '2026-11-22', amountFen: 70_000_000, fact: '债权确定期间届满' },
          },
        },
      ),
    );
    await registered(fixture.registry, assign(fixed));
    expect((await pageOf(fixture.registry, unit)).mortgages).toMatchObject([
      { rank: 1, claimFixed: { amountFen: 70_000_000 }, holders: [{ name: bank.name }, { name: otherBank.name }] },
    ]);
  });
});

describe('BDC-19 变更, INV-17', () => {
  it('more secured in front needs the consent of who stands behind; less does not', async () => {
    const unit = freshHome();
    const first = await proofOf(fixture, mortgageTo(bank, unit));
    await proofOf(fixture, mortgageTo(otherBank, unit));
    const change = (proof: string, amountFen: number) =>
      on(
        'BDC-19',
        unit,
        proof,
        { acquirers: [bank], obligors: unit.owners },
        {
          mortgageChange: { reason: '追加贷款', amountFen },
        },
      );
    const less = await withConsents(fixture.registry, change(first, 80_000_000));
    expect([less.asked, less.result.kind]).toEqual([[], 'entered']);
    const [proof] = (await pageOf(fixture.registry, unit)).mortgages[0]?.certificateNos ?? [];
    const more = await withConsents(fixture.registry, change(proof as string, 95_000_000));
    expect(more.result.kind).toBe('entered');
    expect((await pageOf(fixture.registry, unit)).mortgages).toMatchObject([
      { rank: 1, amountFen: 95_000_000, holders: [{ name: bank.name }] },
      { rank: 2, amountFen: 90_000_000, holders: [{ name: otherBank.name }] },
    ]);
  });

  it('two mortgagees exchange their ranks; the one between must agree', async () => {
    const unit = freshHome();
    const first = await proofOf(fixture, mortgageTo(bank, unit));
    await proofOf(fixture, mortgageTo(company, unit));
    const third = await proofOf(fixture, mortgageTo(otherBank, unit));
    const swap = on(
      'BDC-19',
      unit,
      first,
      { acquirers: [bank], obligors: unit.owners },
      {
        mortgageChange: { reason: '顺位互换', swapRankWith: { certificateNo: third } },
      },
    );
    const refused = await register(fixture.registry, swap);
    expect(refused.result).toMatchObject({ kind: 'refused', refusal: { rule: 'INV-17', blocks: [{}, {}] } });
    const { result } = await withConsents(fixture.registry, { ...swap, applicationKey: 'swap-again-1' });
    expect(result.kind).toBe('entered');
    expect(await lenders(unit)).toEqual([
      [1, otherBank.name],
      [2, company.name],
      [3, bank.name],
    ]);
  });

  it.each(['front', 'back'] as const)(
    'an exchange asked for by the one in %s writes both with their new ranks',
    async (asks) => {
      const unit = freshHome();
      const first = await proofOf(fixture, mortgageTo(bank, unit));
      const second = await proofOf(fixture, mortgageTo(otherBank, unit));
      const [lender, proof, other] = asks === 'front' ? [bank, first, second] : [otherBank, second, first];
      const mortgageChange = { reason: '顺位互换', swapRankWith: { certificateNo: other } };
      const sides = { acquirers: [lender], obligors: unit.owners };
      const { result } = await withConsents(fixture.registry, on('BDC-19', unit, proof, sides, { mortgageChange }));
      expect(result.kind).toBe('entered');
      expect(await lenders(unit)).toEqual([
        [1, otherBank.name],
        [2, bank.name],
      ]);
      const { rows } = await fixture.pool.query(
        `SELECT h.name, d.rank FROM registry.rights r JOIN registry.mortgage_details d USING (right_id)
       JOIN registry.right_holders h USING (right_id) WHERE r.unit_code = $1 AND r.status = 'CURRENT' ORDER BY d.rank`,
        [unit.unitCode],
      );
      expect(rows).toEqual([
        { name: otherBank.name, rank: 1 },
        { name: bank.name, rank: 2 },
      ]);
      expect(await brokenRules(fixture.pool, [unit.unitCode])).toEqual({});
    },
  );

  it('needs something to change, and a mortgage of this home', async () => {
    const unit = freshHome();
    const proof = await proofOf(fixture, mortgageTo(bank, unit));
    const nothing = on(
      'BDC-19',
      unit,
      proof,
      { acquirers: [bank], obligors: unit.owners },
      { mortgageChange: { reason: '无' } },
    );
    expect(await problemsOf(fixture.registry, nothing)).toEqual(['MORTGAGE_CHANGE_NOTHING']);
    const elsewhere = on(
      'BDC-19',
      freshHome(),
      proof,
      { acquirers: [bank], obligors: unit.owners },
      {
        mortgageChange: { reason: '改期限', termTo: '2050-01-01' },
      },
    );
    expect(await problemsOf(fixture.registry, elsewhere)).toEqual(['TARGET_NOT_FOUND']);
  });
});

describe('BDC-20 转移, BDC-21 注销', () => {
  it('goes with the claim and keeps its rank; only its holder gives it away', async () => {
    const unit = freshHome();
    const proof = await proofOf(fixture, mortgageTo(bank, unit));
    await proofOf(fixture, mortgageTo(company, unit));
    const assign = (from: CityPerson) =>
      on(
        'BDC-20',
        unit,
        proof,
        { acquirers: [otherBank], obligors: [from] },
        {
          mortgageTransfer: {
            assignmentNo: 'ZR-2',
            assignedOn: '2026-11-20',
            debtorNoticedOn: '2026-11-21',
            partial: false,
          },
        },
      );
    expect((await register(fixture.registry, assign(company))).result).toMatchObject({
      kind: 'refused',
      refusal: { rule: 'INV-03', code: 'TRANSFEROR_MISMATCH' },
    });
    await registered(fixture.registry, assign(bank));
    expect(await lenders(unit)).toEqual([
      [1, otherBank.name],
      [2, company.name],
    ]);
  });

  it('held by two banks after a part of the claim moved: both are told when the home is sold (INV-18)', async () => {
    const { registry } = fixture;
    await registry.organisations.seedDemo();
    const unit = freshHome();
    const proof = await proofOf(fixture, mortgageTo(bank, unit));
    // A mortgagee who is not connected gets his letter on paper.
    await proofOf(fixture, mortgageTo(company, unit));
    const assigned = { assignmentNo: 'ZR-3', assignedOn: '2026-11-20', debtorNoticedOn: '2026-11-21', partial: true };
    const sides = { acquirers: [otherBank], obligors: [bank] };
    const [shared] = await registered(registry, on('BDC-20', unit, proof, sides, { mortgageTransfer: assigned }));
    const caseNo = await readyForBook(registry, sale(unit));
    expect((await enter(registry, caseNo)).kind).toBe('entered');
    // Entries of one instant are a millisecond apart: what the last one tells is due a moment later.
    fixture.clock.advance(1_000);
    const letters = (await registry.outbox.claimLetters(10)).filter((letter) => letter.caseNo === caseNo);
    expect(letters.map(({ bankId, unitCode, certificateNo }) => [bankId, unitCode, certificateNo])).toEqual([
      ['BANK-01', unit.unitCode, shared],
      ['BANK-02', unit.unitCode, shared],
    ]);
  });

  it('ends with its proof, lets the next move up, and goes through under a seizure', async () => {
    const unit = freshHome();
    const proof = await proofOf(fixture, mortgageTo(bank, unit));
    await proofOf(fixture, mortgageTo(otherBank, unit));
    await fixture.registry.seizures.enterSeizure(seizure(unit), courtOfficer);
    const cancel = on(
      'BDC-21',
      unit,
      proof,
      { acquirers: [bank] },
      {
        cancellation: { cause: 'claim_ended', endedOn: '2026-11-20', evidenceNo: 'JQ-1' },
      },
    );
    expect(await registered(fixture.registry, cancel)).toEqual([]);
    expect(await lenders(unit)).toEqual([[1, otherBank.name]]);
    const again = await problemsOf(fixture.registry, { ...cancel, applicationKey: 'cancel-again' });
    expect(again).toEqual(['TARGET_NOT_FOUND']);
  });

  it('a mortgage cancelled by another case after acceptance is refused at 登簿 with words', async () => {
    const unit = freshHome();
    const proof = await proofOf(fixture, mortgageTo(bank, unit));
    const cancel = (key: string) =>
      on(
        'BDC-21',
        unit,
        proof,
        { acquirers: [bank] },
        {
          applicationKey: key,
          cancellation: { cause: 'waived', endedOn: '2026-11-20' },
        },
      );
    const [one, two] = [
      await readyForBook(fixture.registry, cancel('payoff-one')),
      await readyForBook(fixture.registry, cancel('payoff-two')),
    ];
    expect((await enter(fixture.registry, one)).kind).toBe('entered');
    expect(await enter(fixture.registry, two)).toMatchObject({
      kind: 'refused',
      refusal: { rule: 'INV-03', errorCode: 'REG_CONFLICT' },
    });
  });
});

describe('BDC-23 在建建筑物抵押', () => {
  it('is changed before the building is registered, and becomes a mortgage of the home afterwards', async () => {
    const [presale] = demoCity.siteMortgagedPresale('330205');
    const [built] = demoCity.siteMortgagedHomes('330205');
    const change = (unit: DemoUnit, operation: string) =>
      on(
        'BDC-23',
        unit,
        unit.proofNo as string,
        { acquirers: [bank], obligors: [company] },
        {
          operation,
          mortgageChange: { reason: '变更', ...(operation === 'change' ? { amountFen: 7_000_000_000 } : {}) },
        },
      );
    await registered(fixture.registry, change(presale as DemoUnit, 'change'));
    expect((await pageOf(fixture.registry, presale as DemoUnit)).mortgages).toMatchObject([
      { underConstruction: true, amountFen: 7_000_000_000 },
    ]);
    await registered(fixture.registry, change(built as DemoUnit, 'convert'));
    expect((await pageOf(fixture.registry, built as DemoUnit)).mortgages).toMatchObject([
      { underConstruction: false, reason: '在建建筑物抵押转现房抵押', rank: 1 },
    ]);
    expect(await problemsOf(fixture.registry, change(built as DemoUnit, ''))).toContain('OPERATION');
  });
});

describe('ranks', () => {
  const mortgage = (rightId: number, since: number, amountFen = 1): MortgageView =>
    ({
      kind: 'MORTGAGE',
      status: 'CURRENT',
      unitCode: 'u',
      rightId: String(rightId),
      rankSince: new Date(since),
      amountFen,
      rank: 99,
    }) as MortgageView;
  const some = fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 8 });

  it('are 1…n without gap, in the order of what they are counted from, whatever order they are read in', () => {
    fc.assert(
      fc.property(some, (times) => {
        const all = times.map((since, i) => mortgage(i + 1, since));
        const ranked = rankMortgages(all.toReversed()).filter((m): m is MortgageView => m.kind === 'MORTGAGE');
        const sorted = ranked.toSorted((a, b) => a.rank - b.rank);
        expect(sorted.map((m) => m.rank)).toEqual(times.map((_t, i) => i + 1));
        for (let i = 1; i < sorted.length; i += 1)
          expect(sorted[i - 1]!.rankSince.getTime()).toBeLessThanOrEqual(sorted[i]!.rankSince.getTime());
      }),
    );
  });

  it('harm nobody when the amount falls; an exchange asks everybody between the two places and nobody else', () => {
    fc.assert(
      fc.property(some, fc.nat(), fc.nat(), (times, a, b) => {
        const all = rankMortgages(times.map((since, i) => mortgage(i + 1, since, 10))) as MortgageView[];
        const [target, swap] = [all[a % all.length]!, all[b % all.length]!];
        expect(harmedBy(target, undefined, 9, all)).toEqual([]);
        expect(
          harmedBy(target, undefined, 11, all)
            .map((m) => m.rank)
            .sort(),
        ).toEqual(
          all
            .map((m) => m.rank)
            .filter((rank) => rank > target.rank)
            .sort(),
        );
        if (target === swap) return;
        const asked = harmedBy(target, swap, undefined, all).map((m) => m.rank);
        const [low, high] = [Math.min(target.rank, swap.rank), Math.max(target.rank, swap.rank)];
        expect(asked).toContain(swap.rank);
        expect(asked).toHaveLength(high - low);
        expect(asked.every((rank) => rank >= low && rank <= high && rank !== target.rank)).toBe(true);
      }),
    );
  });
});
