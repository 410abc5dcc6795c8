import { describe, expect, it } from 'vitest';
import { pageOf, problemsOf } from './support/pages.ts';
import { application, courtOfficer, enter, party, readyForBook, register, registered, sale } from './support/play.ts';
import { openRegister } from './support/setup.ts';
import { buyer, debtor, first, half, order, other, second, sharedHomes, third } from './support/shared-homes.ts';

const fixture = openRegister({ seeds: ['organisations'] });
const { freshHome, seize, sharedHome, standing } = sharedHomes(fixture);

describe('BDC-14 of one seized share (INV-11, 16)', () => {
  it('ends the seizure and the 轮候 against its debtor; who waits for the other share moves up, and that share stays', async () => {
    // given a seizure of the whole home for one owner's debt, and two that wait
    const unit = await sharedHome();
    const { rightId: own } = await seize(unit, first, debtor, null);
    const { rightId: sameDebtor } = await seize(unit, second, debtor, half);
    const { rightId: otherShare } = await seize(unit, third, other, half);
    fixture.clock.advance(86_400_000);

    // when the court sells that owner's share
    const { result } = await register(fixture.registry, order(unit, first));
    if (result.kind !== 'entered') throw new Error(result.refusal.message);

    // then only the other owner's creditor is left, and his term has begun with the entry
    expect(await standing(unit)).toEqual([[otherShare, 'CURRENT']]);
    const { registry, pool } = fixture;
    expect((await registry.seizures.term(otherShare))?.startsAt).toEqual(result.registeredAt);
    expect((await registry.seizures.term(sameDebtor))?.state).toBe('DISPOSED');
    expect((await registry.seizures.lapsedWith(own)).map(({ rightId }) => rightId)).toEqual([sameDebtor]);
    const { rows } = await pool.query<{ topic: string; key: string }>(
      `SELECT topic, correlation_key AS key FROM registry.outbox
       WHERE correlation_key = ANY ($1) AND created_at = $2 AND topic LIKE 'seizure.%' ORDER BY topic`,
      [[own, sameDebtor, otherShare].map((rightId) => `CF${rightId}`), result.registeredAt],
    );
    expect(rows).toEqual([
      { topic: 'seizure.disposed', key: `CF${own}` },
      { topic: 'seizure.watch', key: `CF${otherShare}` },
    ]);
    const { ownership } = await pageOf(registry, unit);
    expect(ownership?.holders.map(({ name, share }) => [name, share])).toEqual([
      [other.name, half],
      [buyer.name, half],
    ]);

    // and so the three courts see it in their own lists
    const listOf = async (courtId: string) =>
      (await registry.court.seizuresOf(courtId))
        .filter(({ unitCode }) => unitCode === unit.unitCode)
        .map(({ rightId, state, queueNo, ahead }) => ({ rightId, state, queueNo, ahead }));
    expect(await listOf('COURT-0203')).toEqual([]);
    expect(await listOf('COURT-0212')).toEqual([]);
    expect(await listOf('COURT-0206')).toEqual([{ rightId: otherShare, state: 'EFFECTIVE', queueNo: null, ahead: [] }]);

    // and the page as it was a moment before still shows who waited
    const at = new Date(result.registeredAt.getTime() - 1);
    const then = await registry.units.unitPage(unit.unitCode, { at });
    expect(then?.seizures.map(({ rightId, status, startsAt }) => [rightId, status, startsAt !== null])).toEqual([
      [own, 'CURRENT', true],
      [sameDebtor, 'QUEUED', false],
      [otherShare, 'QUEUED', false],
    ]);
  });

  it('leaves seizure and 轮候 of the other share as they were', async () => {
    const unit = await sharedHome();
    await seize(unit, first, debtor, half);
    const { rightId: effective } = await seize(unit, second, other, half);
    const { rightId: queued } = await seize(unit, third, other, half);

    const [certificateNo] = await registered(fixture.registry, order(unit, first));

    expect(await standing(unit)).toEqual([
      [effective, 'CURRENT'],
      [queued, 'QUEUED'],
    ]);
    const { ownership } = await pageOf(fixture.registry, unit);
    expect(ownership?.certificateNos).toEqual([certificateNo]);
    expect(ownership?.note).toContain('1/2份额已被查封');
  });

  it('is refused to a court that did not seize, beside another effective seizure of the share, and past a 轮候 of the whole', async () => {
    const unit = await sharedHome();
    await seize(unit, first, debtor, half);
    const refusal = async (authority: string, home = unit) =>
      (await register(fixture.registry, order(home, authority))).result;
    expect(await refusal(second)).toMatchObject({ kind: 'refused', refusal: { rule: 'INV-06' } });

    const { rightId: ofAll } = await seize(unit, third, other, null);
    expect(await refusal(first)).toMatchObject({
      kind: 'refused',
      refusal: { rule: 'INV-16', blockingRow: { id: ofAll }, advice: expect.stringContaining('轮候法院') },
    });

    const twice = await sharedHome();
    await seize(twice, first, debtor, { n: 1, d: 4 });
    const { rightId: beside } = await seize(twice, second, debtor, { n: 1, d: 4 });
    expect(await refusal(first, twice)).toMatchObject({
      kind: 'refused',
      refusal: { rule: 'INV-06', blockingRow: { id: beside } },
    });
  });

  it('has the same end and the same obstacles when the court’s notice alone says so', async () => {
    const { registry } = fixture;
    const documentNo = '（2026）浙0203执恢9号';
    const dispose = (rightId: string) =>
      registry.seizures.disposeSeizure(
        { noticeNo: `dispose-${rightId}`, rightId, documentNo, extent: 'share' },
        courtOfficer,
      );
    // given a seizure of the whole for one owner's debt, a 轮候 of his share and one of the other's
    const unit = await sharedHome();
    const { rightId: own } = await seize(unit, first, debtor, null);
    const { rightId: sameDebtor } = await seize(unit, second, debtor, half);
    const { rightId: otherShare } = await seize(unit, third, other, half);
    // then his ends, and the other moves up
    expect(await dispose(own)).toMatchObject({
      kind: 'disposed',
      lapsedIds: [sameDebtor],
      promotions: [{ rightId: otherShare }],
    });
    expect(await standing(unit)).toEqual([[otherShare, 'CURRENT']]);
    expect((await registry.seizures.term(sameDebtor))?.state).toBe('DISPOSED');

    // given another effective seizure of the share, and a 轮候 of the whole for the other owner's debt
    const twice = await sharedHome();
    const { rightId: quarter } = await seize(twice, first, debtor, { n: 1, d: 4 });
    const { rightId: beside } = await seize(twice, second, debtor, { n: 1, d: 4 });
    expect(await dispose(quarter)).toMatchObject({ rule: 'INV-06', blockingRow: { id: beside } });
    const followed = await sharedHome();
    const { rightId: sold } = await seize(followed, first, debtor, half);
    const { rightId: ofAll } = await seize(followed, third, other, null);
    expect(await dispose(sold)).toMatchObject({ rule: 'INV-16', blockingRow: { id: ofAll } });
  });

  it('asks for one extent: the whole home, or the share', async () => {
    const court = { authority: first, noticeNo: '（2026）浙0203执协8号', wholeDisposal: true };
    expect(await problemsOf(fixture.registry, order(await sharedHome(), first, { court }))).toEqual(['COURT_EXTENT']);
  });

  it('is not stopped by a 轮候 that arrives while it runs, as any other case would be', async () => {
    const unit = await sharedHome();
    await seize(unit, first, debtor, half);
    const caseNo = await readyForBook(fixture.registry, order(unit, first));

    const { rightId, affectedCases } = await seize(unit, second, debtor, half);

    expect(affectedCases).toEqual([]);
    expect((await enter(fixture.registry, caseNo)).kind).toBe('entered');
    expect((await fixture.registry.seizures.term(rightId))?.state).toBe('DISPOSED');
    // given a case of nobody's court
    const plain = await sharedHome();
    const sold = await readyForBook(fixture.registry, { ...order(plain, first), applicationKey: 'no-seizure-yet' });
    expect((await seize(plain, second, debtor, half)).affectedCases).toEqual([sold]);
  });
});

describe('仅转让共有份额 where nobody has a share of his own (INV-25)', () => {
  it('is refused to a single owner and to joint owners', async () => {
    const contract = { priceFen: 100_000_000, signedOn: '2026-11-20', payMode: 'full' as const };
    const transfer = { reason: 'sale' as const, basisNo: '份额4号', effectiveOn: '2026-11-20', shareOnly: true };
    for (const [mode, owners] of [
      ['single', [debtor]],
      ['joint', [debtor, other]],
    ] as const) {
      const unit = freshHome();
      const bought = sale(unit, debtor, { ownershipMode: mode });
      bought.parties = [...owners.map((one) => party('acquirer', one)), ...bought.parties.slice(1)];
      await registered(fixture.registry, bought);
      const what = application(
        'BDC-10',
        unit,
        { obligors: [...owners] },
        { ownershipMode: 'shares', contract, transfer },
      );
      what.parties.unshift(party('acquirer', buyer, half));
      expect((await register(fixture.registry, what)).result).toMatchObject({ refusal: { rule: 'INV-25' } });
    }
  });
});
