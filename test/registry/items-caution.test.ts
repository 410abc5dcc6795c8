import { describe, expect, it } from 'vitest';
import { type CityPerson, type DemoUnit, demoCity } from '../../registry/index.ts';
import { pageOf, problemsOf, proofOf, withConsents } from './support/pages.ts';
import { application, loanTerms, register, registered } from './support/play.ts';
import { monday, openRegister } from './support/setup.ts';

const fixture = openRegister();

const { people, institutions } = demoCity;
const { bank, otherBank } = institutions;
const homes = demoCity.saleUnits('330213');
let used = 0;
const freshHome = () => homes[used++] as DemoUnit;
const contract = { priceFen: 180_000_000, signedOn: '2026-11-20', payMode: 'loan' as const };
const agreed = { agreementNo: 'YG-1', agreedOn: '2026-11-20' };

const saleCaution = (unit: DemoUnit, buyer: CityPerson, registrableFrom?: string) =>
  application(
    'BDC-26',
    unit,
    { acquirers: [buyer], obligors: unit.owners },
    {
      operation: 'sale',
      contract,
      caution: { ...agreed, ...(registrableFrom ? { registrableFrom } : {}) },
    },
  );
const sale = (unit: DemoUnit, buyer: CityPerson) =>
  application('BDC-10', unit, { acquirers: [buyer], obligors: unit.owners }, { ownershipMode: 'single', contract });

describe('BDC-24, 25 期房', () => {
  it('are written before the first registration, together or one after the other, each with a proof', async () => {
    const [together, apart] = demoCity.presaleHomes('330213') as [DemoUnit, DemoUnit];
    const both = application(
      'BDC-24',
      together,
      { acquirers: [people.zhou], obligors: [institutions.company], mortgagees: [bank] },
      { combined: ['BDC-25'], contract, caution: agreed, mortgage: loanTerms() },
    );
    expect(await registered(fixture.registry, both)).toHaveLength(2);
    const page = await pageOf(fixture.registry, together);
    expect(page.states).toEqual(['CAUTIONED']);
    expect(page.cautions.map((c) => [c.cautionKind, c.holders[0]?.name])).toEqual([
      ['presale', people.zhou.name],
      ['presale_mortgage', bank.name],
    ]);
    expect(page.cautions[1]?.claim).toMatchObject({ amountFen: 90_000_000 });

    const loan = application(
      'BDC-25',
      apart,
      { acquirers: [bank], obligors: [people.li] },
      {
        mortgage: loanTerms(),
        caution: agreed,
      },
    );
    expect((await register(fixture.registry, loan)).result).toMatchObject({
      kind: 'refused',
      refusal: { rule: 'INV-03', advice: expect.stringContaining('BDC-24') },
    });
    const presale = application(
      'BDC-24',
      apart,
      { acquirers: [people.li], obligors: [institutions.company] },
      {
        contract,
        caution: agreed,
      },
    );
    await registered(fixture.registry, presale);
    await registered(fixture.registry, { ...loan, applicationKey: 'loan-after-presale' });
    expect((await pageOf(fixture.registry, apart)).cautions).toHaveLength(2);
  });

  it('is no presale any more once the home is registered', async () => {
    const { result } = await register(
      fixture.registry,
      application(
        'BDC-24',
        freshHome(),
        { acquirers: [people.li], obligors: [institutions.company] },
        {
          contract,
          caution: agreed,
        },
      ),
    );
    expect(result).toMatchObject({ kind: 'refused', refusal: { rule: 'ITEM-PRESALE' } });
  });
});

describe('INV-21: scenario 8', () => {
  it('the silent holder stops a sale to another; his written consent lets it through', async () => {
    const unit = freshHome();
    await registered(fixture.registry, saleCaution(unit, people.chen, '2026-11-23'));
    const silent = await register(fixture.registry, sale(unit, people.li));
    expect(silent.result).toMatchObject({ kind: 'refused', refusal: { rule: 'INV-21', code: 'CONSENT_MISSING' } });
    const { asked, result } = await withConsents(fixture.registry, sale(unit, people.li));
    expect([asked, result.kind]).toEqual([['INV-21'], 'entered']);
  });

  it('on day 90 it still stops, on day 91 it has lapsed and the sale clears it away', async () => {
    const unit = freshHome();
    await registered(fixture.registry, saleCaution(unit, people.chen, '2026-08-25'));
    expect((await pageOf(fixture.registry, unit)).cautions[0]?.lapsesOn).toBe('2026-11-23');
    expect((await register(fixture.registry, sale(unit, people.li))).result.kind).toBe('refused');
    fixture.clock.set('2026-11-24T09:00:00+08:00');
    try {
      expect((await pageOf(fixture.registry, unit)).states).toEqual(['NORMAL']);
      await registered(fixture.registry, sale(unit, people.li));
      const page = await pageOf(fixture.registry, unit);
      expect(page.cautions).toEqual([]);
      expect(page.history.map((line) => line.text).join()).toContain('预告登记失效');
    } finally {
      fixture.clock.set(monday);
    }
  });

  it('the holder himself buys without asking anybody, and the caution has become the real thing', async () => {
    const unit = freshHome();
    await registered(fixture.registry, saleCaution(unit, people.chen));
    const { asked } = await withConsents(fixture.registry, sale(unit, people.chen));
    expect(asked).toEqual([]);
    expect((await pageOf(fixture.registry, unit)).cautions).toEqual([]);
  });

  it('stops mortgages, residence rights and a second caution as well', async () => {
    const unit = freshHome();
    await registered(fixture.registry, saleCaution(unit, people.chen));
    const others = [
      application('BDC-17', unit, { acquirers: [bank], obligors: unit.owners }, { mortgage: loanTerms() }),
      application(
        'BDC-33',
        unit,
        { acquirers: [people.li], obligors: unit.owners },
        {
          residence: { basis: 'contract', basisNo: 'JZ-1', scope: '整套', conditions: '无' },
        },
      ),
      saleCaution(unit, people.li),
    ];
    for (const what of others)
      expect((await register(fixture.registry, what)).result, what.itemCode).toMatchObject({
        kind: 'refused',
        refusal: { rule: 'INV-21' },
      });
  });
});

describe('INV-22: 抵押预告 → 抵押', () => {
  it('ranks from the day of the caution, before a mortgage entered in between', async () => {
    const unit = freshHome();
    await registered(
      fixture.registry,
      application(
        'BDC-26',
        unit,
        { acquirers: [bank], obligors: unit.owners },
        {
          operation: 'mortgage',
          mortgage: loanTerms(),
          caution: agreed,
        },
      ),
    );
    const between = application(
      'BDC-17',
      unit,
      { acquirers: [otherBank], obligors: unit.owners },
      { mortgage: loanTerms() },
    );
    expect((await withConsents(fixture.registry, between)).asked).toEqual(['INV-21']);
    await registered(
      fixture.registry,
      application('BDC-17', unit, { acquirers: [bank], obligors: unit.owners }, { mortgage: loanTerms() }),
    );
    const page = await pageOf(fixture.registry, unit);
    expect(page.mortgages.map((m) => [m.rank, m.holders[0]?.name])).toEqual([
      [1, bank.name],
      [2, otherBank.name],
    ]);
    expect(page.mortgages[0]!.registeredAt > page.mortgages[1]!.registeredAt).toBe(true);
    expect(page.cautions).toEqual([]);
  });
});

describe('BDC-27', () => {
  it('changes, moves and ends a caution by its own holder', async () => {
    const unit = freshHome();
    const first = await proofOf(fixture, saleCaution(unit, people.chen));
    const on = (proof: string, sides: { acquirers?: CityPerson[]; obligors?: CityPerson[] }, more: object) =>
      application('BDC-27', unit, sides, { targets: [{ certificateNo: proof }], ...more });
    const second = await proofOf(
      fixture,
      on(
        first,
        { acquirers: [people.chen], obligors: unit.owners },
        {
          operation: 'change',
          cautionChange: { reason: '推迟办理', registrableFrom: '2027-01-10' },
        },
      ),
    );
    expect((await pageOf(fixture.registry, unit)).cautions[0]).toMatchObject({
      registrableFrom: '2027-01-10',
      agreementNo: 'YG-1',
      priceFen: 180_000_000,
    });
    const third = await proofOf(
      fixture,
      on(second, { acquirers: [people.zhou], obligors: [people.chen] }, { operation: 'transfer' }),
    );
    expect((await pageOf(fixture.registry, unit)).cautions[0]?.holders[0]?.name).toBe(people.zhou.name);
    const cancel = on(
      third,
      { acquirers: [people.zhou] },
      {
        operation: 'cancel',
        cancellation: { cause: 'waived', endedOn: '2026-11-23' },
      },
    );
    const stranger = {
      ...cancel,
      applicationKey: 'stranger-1',
      parties: [{ role: 'acquirer' as const, ...people.li }],
    };
    expect((await register(fixture.registry, stranger)).result).toMatchObject({ refusal: { rule: 'INV-03' } });
    await registered(fixture.registry, cancel);
    expect((await pageOf(fixture.registry, unit)).states).toEqual(['NORMAL']);
    expect(await problemsOf(fixture.registry, { ...cancel, applicationKey: 'no-such-1' })).toEqual([
      'TARGET_NOT_FOUND',
    ]);
  });
});
