import { describe, expect, it } from 'vitest';
import { type DemoUnit, demoCity } from '../../registry/index.ts';
import { pageOf, problemsOf } from './support/pages.ts';
import { application, enter, party, readyForBook, register, registered, sale } from './support/play.ts';
import { openRegister } from './support/setup.ts';
import { buyer, debtor, first, half, order, other, second, sharedHomes, third } from './support/shared-homes.ts';

const fixture = openRegister({ seeds: ['organisations'] });
const { freshHome, seize, sharedHome, standing } = sharedHomes(fixture);

describe('BDC-14 of a part of a seized share (INV-11, 16; 法发〔2004〕5号 §20)', () => {
  const quarter = { n: 1, d: 4 };
  /** The court gives `sold` of the debtor's half to the buyer. */
  function partOrder(unit: DemoUnit, sold: typeof half, authority = first) {
    const court = { authority, noticeNo: '（2026）浙0203执协9号', wholeDisposal: false, partOfShare: true };
    const what = order(unit, authority, { court });
    what.parties = what.parties.map((one) => (one.role === 'acquirer' ? { ...one, share: sold } : one));
    return what;
  }
  const holdersOf = async (unit: DemoUnit) =>
    (await pageOf(fixture.registry, unit)).ownership?.holders.map(({ name, share }) => [name, share]);

  it('leaves the debtor the rest, and who waited for his share seizes the rest', async () => {
    // given a seizure of his half, a 轮候 of a quarter of his, and one of the other owner's half
    const unit = await sharedHome();
    await seize(unit, first, debtor, half);
    const { rightId: waiting } = await seize(unit, second, debtor, quarter);
    const { rightId: otherShare } = await seize(unit, third, other, half);
    expect(await standing(unit)).toContainEqual([waiting, 'QUEUED']);
    fixture.clock.advance(86_400_000);
    const preview = await readyForBook(fixture.registry, partOrder(unit, quarter));
    expect(JSON.stringify(await fixture.registry.book.previewEntry(preview))).toContain('1/4');

    // when the court sells a quarter of the home
    const result = await enter(fixture.registry, preview);
    if (result.kind !== 'entered') throw new Error(result.refusal.message);

    // then the debtor keeps a quarter, which the 轮候 has seized with the entry; the other share stays seized
    expect(await holdersOf(unit)).toEqual([
      [debtor.name, quarter],
      [other.name, half],
      [buyer.name, quarter],
    ]);
    expect((await standing(unit)).toSorted()).toEqual(
      [
        [waiting, 'CURRENT'],
        [otherShare, 'CURRENT'],
      ].toSorted(),
    );
    expect((await fixture.registry.seizures.term(waiting))?.startsAt).toEqual(result.registeredAt);
    // and the debtor cannot sell what is left of his
    const own = application(
      'BDC-10',
      unit,
      { obligors: [debtor] },
      {
        ownershipMode: 'shares',
        contract: { priceFen: 100_000_000, signedOn: '2026-11-20', payMode: 'full' },
        transfer: {
          reason: 'sale',
          basisNo: '份额3号',
          effectiveOn: '2026-11-20',
          shareOnly: true,
          preemptionNoticedOn: '2026-11-01',
        },
      },
    );
    own.parties.unshift(party('acquirer', demoCity.people.chen, quarter));
    expect((await register(fixture.registry, own)).result).toMatchObject({ refusal: { rule: 'INV-06' } });
  });

  it('of what one person owns alone makes co-owners by shares; without a queue the rest is free', async () => {
    const unit = freshHome();
    await registered(fixture.registry, sale(unit, debtor));
    await seize(unit, first, debtor, null);
    await registered(fixture.registry, partOrder(unit, { n: 1, d: 3 }));
    expect(await standing(unit)).toEqual([]);
    expect(await holdersOf(unit)).toEqual([
      [debtor.name, { n: 2, d: 3 }],
      [buyer.name, { n: 1, d: 3 }],
    ]);
    expect((await pageOf(fixture.registry, unit)).ownership?.mode).toBe('shares');
  });

  it('spares what another court has seized of the same debtor, and is refused where it would not', async () => {
    const unit = await sharedHome();
    const { rightId: own } = await seize(unit, first, debtor, quarter);
    const { rightId: beside } = await seize(unit, second, debtor, quarter);
    const refusal = async (sold: typeof half) => (await register(fixture.registry, partOrder(unit, sold))).result;
    expect(await refusal({ n: 3, d: 8 })).toMatchObject({ refusal: { rule: 'INV-06', blockingRow: { id: beside } } });
    expect(await standing(unit)).toEqual([
      [own, 'CURRENT'],
      [beside, 'CURRENT'],
    ]);
    expect((await refusal(quarter)).kind).toBe('entered');
    expect(await standing(unit)).toEqual([[beside, 'CURRENT']]);
  });

  it('ends of several seizures of its own as many as it takes', async () => {
    const unit = await sharedHome();
    const eighth = { n: 1, d: 8 };
    const { rightId: earlier } = await seize(unit, first, debtor, quarter);
    const { rightId: later } = await seize(unit, first, debtor, eighth);
    await registered(fixture.registry, partOrder(unit, quarter));
    expect(await standing(unit)).toEqual([[later, 'CURRENT']]);
    expect((await fixture.registry.seizures.term(earlier))?.state).toBe('DISPOSED');
  });

  it('is refused past a 轮候 of the whole or of more than is left, and for as much as the debtor has', async () => {
    const refusal = async (unit: DemoUnit, sold: typeof half) =>
      (await register(fixture.registry, partOrder(unit, sold))).result;
    for (const scope of [null, half]) {
      const unit = await sharedHome();
      await seize(unit, first, debtor, half);
      const { rightId: queued } = await seize(unit, second, debtor, scope);
      expect(await refusal(unit, quarter)).toMatchObject({
        refusal: { rule: 'INV-16', blockingRow: { id: queued }, message: expect.stringContaining('剩余的份额') },
      });
    }
    const unit = await sharedHome();
    await seize(unit, first, debtor, half);
    for (const sold of [half, { n: 3, d: 4 }])
      expect(await refusal(unit, sold)).toMatchObject({
        refusal: { rule: 'INV-25', advice: expect.stringContaining('全部份额') },
      });
  });

  it('says whose share and that only a part of it moves', async () => {
    const unit = await sharedHome();
    const noShare = partOrder(unit, quarter);
    const transfer = noShare.transfer as NonNullable<typeof noShare.transfer>;
    const named = (more: object) => problemsOf(fixture.registry, { ...noShare, transfer: { ...transfer, ...more } });
    expect(await named({ shareOnly: false })).toEqual(['COURT_PART']);
    const both = [debtor, other].map(({ name, idType, idNo }) => ({ name, idType, idNo }));
    expect(await named({ previous: both })).toEqual(['COURT_PART']);
  });

  it('goes on beside a 轮候 that arrives for no more than is left, and stops for one of more', async () => {
    const unit = await sharedHome();
    await seize(unit, first, debtor, half);
    const caseNo = await readyForBook(fixture.registry, partOrder(unit, quarter));
    expect((await seize(unit, second, debtor, quarter)).affectedCases).toEqual([]);
    expect((await seize(unit, third, debtor, half)).affectedCases).toEqual([caseNo]);
  });
});
