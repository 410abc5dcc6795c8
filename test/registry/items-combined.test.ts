import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Application, type DemoUnit, demoCity } from '../../registry/index.ts';
import { actionsOf } from '../../registry/items/items.ts';
import {
  acceptor,
  application,
  enter,
  loanTerms,
  mortgage,
  readyForBook,
  register,
  registered,
} from './support/play.ts';
import { openRegister } from './support/setup.ts';

const fixture = openRegister();

const { people, institutions, units } = demoCity;
const reader = { actor: acceptor, purpose: 'test' };
const contract = { priceFen: 200_000_000, signedOn: '2026-11-20', payMode: 'loan' as const };
const page = async (unit: DemoUnit) => {
  const found = await fixture.registry.units.unitPage(unit.unitCode, { unmask: reader });
  if (!found) throw new Error(`no page ${unit.unitCode}`);
  return found;
};

/** A sale to 陈思源 with whatever is entered together with it. */
const sale = (unit: DemoUnit, more: Partial<Application>, itemCode = 'BDC-10') =>
  application(
    itemCode,
    unit,
    { acquirers: [people.chen], obligors: unit.owners, mortgagees: [institutions.bank] },
    { ownershipMode: 'single', contract, mortgage: loanTerms(), ...more },
  );

describe('a purchase with a new loan (BDC-10 + BDC-17) is one 登簿', () => {
  it('writes the buyer as owner and the lender’s mortgage on the buyer, with one entry and two numbers', async () => {
    const unit = demoCity.saleUnits('330206')[0] as DemoUnit;
    const { caseNo, result } = await register(fixture.registry, sale(unit, { combined: ['BDC-17'] }));
    expect(result).toMatchObject({ kind: 'entered', certificateNos: [expect.any(String), expect.any(String)] });
    const after = await page(unit);
    expect(after.registerVersion).toBe(2);
    expect(after.ownership?.holders.map((h) => h.name)).toEqual([people.chen.name]);
    expect(after.mortgages).toMatchObject([{ rank: 1, regType: 100, caseNo }]);
    expect(after.mortgages[0]?.registeredAt).toEqual(after.ownership?.registeredAt);
    const [certificate, proof] = result.kind === 'entered' ? result.certificateNos : [];
    expect(certificate).toContain('不动产权第');
    expect(proof).toContain('不动产证明第');
    expect((await fixture.registry.certificates.getContent(proof as string))?.mortgage?.obligors).toEqual([
      people.chen.name,
    ]);
  });

  it('asks for the lender as a party of its own, and for no item that does not go together', async () => {
    const unit = demoCity.saleUnits('330206')[1] as DemoUnit;
    const lacking = sale(unit, { combined: ['BDC-17'] });
    const codes = (what: Application) =>
      fixture.registry.cases.fileCase(what, acceptor).then(
        () => [],
        (error) => error.problems.map((p: { code: string }) => p.code),
      );
    expect(await codes({ ...lacking, parties: lacking.parties.filter((p) => p.role !== 'mortgagee') })).toEqual([
      'MORTGAGEE_MISSING',
    ]);
    expect(await codes(sale(unit, { combined: ['BDC-33'] }))).toContain('COMBINED');
    expect(await codes(sale(unit, { combined: ['BDC-17', 'BDC-18'] }))).toContain('COMBINED_TWICE');
  });

  it('enters nothing of it when one part is refused', async () => {
    const unit = demoCity.saleUnits('330206')[2] as DemoUnit;
    await registered(fixture.registry, mortgage(unit, { mortgage: loanTerms({ restrictsTransfer: true }) }));
    const before = await page(unit);
    const { result } = await register(fixture.registry, sale(unit, { combined: ['BDC-17'] }));
    expect(result).toMatchObject({ kind: 'refused', refusal: { rule: 'INV-18', code: 'CONSENT_MISSING' } });
    const after = await page(unit);
    expect(after.registerVersion).toBe(before.registerVersion);
    expect(after.mortgages).toEqual(before.mortgages);
  });
});

describe('带押过户 (BDC-35)', () => {
  it('replace: the old mortgage ends, the new one takes its place, all in one entry; the old lender agrees first', async () => {
    const unit = units.mortgagedRestricted;
    const [old] = (await page(unit)).mortgages;
    const what = sale(
      unit,
      {
        operation: 'replace',
        targets: [{ certificateNo: unit.proofNo as string }],
        cancellation: { cause: 'claim_ended', endedOn: '2026-11-20' },
        parties: application('BDC-35', unit, {
          acquirers: [people.chen],
          obligors: unit.owners,
          mortgagees: [institutions.otherBank],
        }).parties,
      },
      'BDC-35',
    );
    const caseNo = await readyForBook(fixture.registry, what);
    expect(await enter(fixture.registry, caseNo)).toMatchObject({
      kind: 'refused',
      refusal: { rule: 'INV-18', blockingRow: { id: old?.rightId } },
    });
    await fixture.registry.cases.recordConsent({
      caseNo,
      rightId: old?.rightId as string,
      kind: 'mortgagee',
      by: acceptor,
    });
    const preview = await fixture.registry.book.previewEntry(caseNo);
    expect(preview.blocks).toEqual([]);
    expect(preview.after.join('\n')).toMatch(/注销（债权消灭）[\s\S]*抵押权第1顺位（新）/);
    expect((await enter(fixture.registry, caseNo)).kind).toBe('entered');
    const after = await page(unit);
    expect(after.mortgages.map((m) => [m.rank, m.holders[0]?.name])).toEqual([[1, institutions.otherBank.name]]);
    expect(after.ownership?.holders.map((h) => h.name)).toEqual([people.chen.name]);
  });

  it('segment: the old mortgage stays first, the new one is second, and moves up when the old is cancelled', async () => {
    const unit = units.mortgaged;
    await registered(fixture.registry, sale(unit, { operation: 'segment' }, 'BDC-35'));
    expect((await page(unit)).mortgages.map((m) => m.rank)).toEqual([1, 2]);
    await registered(
      fixture.registry,
      application(
        'BDC-21',
        unit,
        { acquirers: [institutions.bank] },
        {
          targets: [{ certificateNo: unit.proofNo as string }],
          cancellation: { cause: 'claim_ended', endedOn: '2026-11-22' },
        },
      ),
    );
    expect((await page(unit)).mortgages).toMatchObject([{ rank: 1, amountFen: 90_000_000 }]);
  });

  it('change: the same bank keeps its mortgage and rank under the new owner', async () => {
    const unit = units.mortgagedBefore2021;
    const what = sale(
      unit,
      {
        operation: 'change',
        targets: [{ certificateNo: unit.proofNo as string }],
        mortgageChange: { reason: '带押过户，变更债务人', amountFen: 80_000_000 },
      },
      'BDC-35',
    );
    await registered(fixture.registry, what);
    expect((await page(unit)).mortgages).toMatchObject([{ rank: 1, regType: 300, amountFen: 80_000_000 }]);
  });
});

describe('the order inside one entry', () => {
  it('is transfer, then what ends or changes, then what is new, in whatever order the items were named', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(['BDC-17', 'BDC-21', 'BDC-18']), (combined) => {
        const effects = actionsOf({ itemCode: 'BDC-10', operation: null, combined }).map((action) => action.effect);
        expect(effects[0]).toBe('transfer');
        expect(effects).toHaveLength(combined.length + 1);
        const cancel = effects.indexOf('mortgage_cancel');
        if (cancel >= 0 && effects.includes('mortgage')) expect(cancel).toBeLessThan(effects.indexOf('mortgage'));
      }),
    );
  });
});
