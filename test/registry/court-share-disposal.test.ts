import { describe, expect, it } from 'vitest';
import { cityPerson, type DemoUnit, demoCity, type SeizureOrder } from '../../registry/index.ts';
import { pageOf, problemsOf } from './support/pages.ts';
import {
  application,
  courtOfficer,
  enter,
  party,
  readyForBook,
  register,
  registered,
  sale,
  seizure,
} from './support/play.ts';
import { openRegister } from './support/setup.ts';

const fixture = openRegister({ seeds: ['organisations'] });

const half = { n: 1, d: 2 };
const first = demoCity.court.authority;
const [second, third] = ['鄞州区人民法院', '北仑区人民法院'];
const [debtor, other, buyer] = [cityPerson(941), cityPerson(942), demoCity.people.zhou];
const homes = demoCity.saleUnits('330211');

/** A home of two owners by halves. */
async function sharedHome(): Promise<DemoUnit> {
  const unit = homes.shift() as DemoUnit;
  const what = sale(unit, debtor, { ownershipMode: 'shares' });
  what.parties = [party('acquirer', debtor, half), party('acquirer', other, half), ...what.parties.slice(1)];
  await registered(fixture.registry, what);
  return unit;
}

/** Seizes for a court; the number of its right. */
async function seize(unit: DemoUnit, authority: string, of: typeof debtor, scopeShare: SeizureOrder['scopeShare']) {
  const { name, idNo } = of;
  const result = await fixture.registry.seizures.enterSeizure(
    seizure(unit, { authority, respondent: { name, idNo }, scopeShare }),
    courtOfficer,
  );
  if (result.kind !== 'entered') throw new Error(result.message);
  return { rightId: result.entries[0]?.rightId ?? '', affectedCases: result.affectedCases };
}

/** BDC-14: the court gives the debtor's half to the buyer. */
function order(unit: DemoUnit, authority: string, more: object = {}) {
  const what = application(
    'BDC-14',
    unit,
    {},
    {
      ownershipMode: 'shares',
      transfer: {
        reason: 'enforcement',
        basisNo: '（2026）浙0203执裁7号',
        effectiveOn: '2026-11-19',
        valueFen: 60_000_000,
        previous: [{ name: debtor.name, idType: debtor.idType, idNo: debtor.idNo }],
        shareOnly: true,
        court: { authority, noticeNo: '（2026）浙0203执协7号', wholeDisposal: false },
        ...more,
      },
    },
  );
  what.parties.push(party('acquirer', buyer, half));
  return what;
}

const standing = async (unit: DemoUnit) =>
  (await pageOf(fixture.registry, unit)).seizures.map(({ rightId, status }) => [rightId, status]);

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
    const unit = homes.shift() as DemoUnit;
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

describe('a part of a share by the court’s notice alone (INV-11, 12, 16, 25; 法发〔2004〕5号 §20)', () => {
  const quarter = { n: 1, d: 4 };
  const eighth = { n: 1, d: 8 };
  const documentNo = '（2026）浙0203执恢10号';
  const dispose = (rightId: string, part: typeof half | null, more: object = {}) =>
    fixture.registry.seizures.disposeSeizure(
      { noticeNo: `part-${rightId}`, rightId, documentNo, extent: 'part', part, ...more },
      courtOfficer,
    );
  const ofDebtor = (unit: DemoUnit, authority: string, scopeShare: SeizureOrder['scopeShare'], more: object = {}) => {
    const { name, idNo } = debtor;
    const what = seizure(unit, { authority, respondent: { name, idNo }, scopeShare, ...more });
    return fixture.registry.seizures.enterSeizure(what, courtOfficer);
  };

  it('ends the seizure it names; who waits for the debtor seizes what is left, once', async () => {
    // given a seizure of his half, two 轮候 of a quarter of his each, and a mortgage that stays
    const unit = await sharedHome();
    const { rightId: own } = await seize(unit, first, debtor, half);
    const { rightId: next } = await seize(unit, second, debtor, quarter);
    const { rightId: last } = await seize(unit, third, debtor, quarter);
    const disposedAt = new Date(fixture.clock.now().getTime() + 1000);
    fixture.clock.advance(2000);

    const done = await dispose(own, quarter, { disposedAt });

    // then there is room for the first of them only
    expect(done).toMatchObject({ kind: 'disposed', lapsedIds: [], kept: quarter, promotions: [{ rightId: next }] });
    expect(await dispose(own, quarter)).toEqual({ ...done, firstTime: false });
    expect(await standing(unit)).toEqual([
      [next, 'CURRENT'],
      [last, 'QUEUED'],
    ]);
    expect((await fixture.registry.seizures.term(next))?.startsAt).toEqual(disposedAt);
    expect((await fixture.registry.seizures.term(own))?.state).toBe('DISPOSED');

    // and when that one is lifted the other takes its place: no more than the rest is ever seized
    const lifted = await fixture.registry.seizures.liftSeizure(
      { noticeNo: `lift-${next}`, rightId: next, authority: second, documentNo: '（2026）浙0212执1号' },
      courtOfficer,
    );
    expect(lifted).toMatchObject({ kind: 'lifted', promotions: [{ rightId: last }] });
  });

  it('is followed by the transfer of that part, with the rest seized', async () => {
    const unit = await sharedHome();
    const { rightId: own } = await seize(unit, first, debtor, half);
    const { rightId: waiting } = await seize(unit, second, debtor, quarter);
    fixture.clock.advance(1000);
    expect(await dispose(own, quarter)).toMatchObject({ promotions: [{ rightId: waiting }] });
    fixture.clock.advance(1000);
    const court = { authority: first, noticeNo: documentNo, wholeDisposal: false, partOfShare: true };
    const what = order(unit, first, { court });
    what.parties = what.parties.map((one) => (one.role === 'acquirer' ? { ...one, share: quarter } : one));

    const { result } = await register(fixture.registry, what);

    if (result.kind !== 'entered') throw new Error(JSON.stringify(result.refusal));
    expect(await standing(unit)).toEqual([[waiting, 'CURRENT']]);
    const { ownership } = await pageOf(fixture.registry, unit);
    expect(ownership?.holders.map(({ name, share }) => [name, share])).toEqual([
      [debtor.name, quarter],
      [other.name, half],
      [buyer.name, quarter],
    ]);
    // once it is entered the page itself says what he has: a later 轮候 waits for that
    expect(await ofDebtor(unit, third, quarter)).toMatchObject({ entries: [{ state: 'QUEUED' }] });
  });

  it('reaches the buyer no more: a later seizure takes the rest or waits for it, of more it is refused', async () => {
    const unit = await sharedHome();
    const { rightId: own } = await seize(unit, first, debtor, half);
    fixture.clock.advance(1000);
    await dispose(own, quarter);
    fixture.clock.advance(1000);
    for (const scope of [null, half])
      expect(await ofDebtor(unit, second, scope)).toMatchObject({
        rule: 'INV-12',
        code: 'ALREADY_DISPOSED',
        message: expect.stringContaining('剩余1/4'),
        blockingRow: { table: 'rights', id: own },
      });
    const { name, idNo } = other;
    const ofOther = (scopeShare: SeizureOrder['scopeShare']) =>
      fixture.registry.seizures.enterSeizure(
        seizure(unit, { authority: third, respondent: { name, idNo }, scopeShare }),
        courtOfficer,
      );
    expect(await ofOther(null)).toMatchObject({ code: 'ALREADY_DISPOSED' });
    expect(await ofOther(half)).toMatchObject({ entries: [{ state: 'EFFECTIVE' }] });
    expect(await ofDebtor(unit, second, quarter)).toMatchObject({ entries: [{ state: 'EFFECTIVE' }] });
    expect(await ofDebtor(unit, third, eighth)).toMatchObject({ entries: [{ state: 'QUEUED', queueNo: 1 }] });
  });

  it('is refused for a part that is none, with the owner’s row', async () => {
    const unit = await sharedHome();
    const { rightId: own } = await seize(unit, first, debtor, half);
    const owned = (await pageOf(fixture.registry, unit)).ownership?.rightId;
    for (const part of [null, half, { n: 3, d: 4 }, { n: 0, d: 1 }, { n: 5, d: 4 }])
      expect(await dispose(own, part)).toMatchObject({
        kind: 'refused',
        rule: 'INV-25',
        code: 'PART_INVALID',
        blockingRow: { table: 'rights', id: owned },
      });
    for (const extent of ['whole', 'share'])
      expect(await dispose(own, quarter, { extent })).toMatchObject({ rule: 'INV-25', code: 'PART_INVALID' });
    expect(await standing(unit)).toEqual([[own, 'CURRENT']]);
  });

  it('counts what was disposed of before, and refuses more than that leaves', async () => {
    const unit = await sharedHome();
    const { rightId: one } = await seize(unit, first, debtor, quarter);
    const { rightId: two } = await seize(unit, first, debtor, quarter);
    expect(await dispose(two, quarter)).toMatchObject({ kind: 'disposed', kept: quarter });
    // the one that the notice names is carried out, not the earlier one
    expect(await standing(unit)).toEqual([[one, 'CURRENT']]);
    expect(await dispose(one, quarter)).toMatchObject({
      code: 'PART_INVALID',
      message: expect.stringContaining('1/4'),
    });
    expect(await dispose(one, eighth)).toMatchObject({ kind: 'disposed', kept: eighth });
  });

  it('of joint owners there is none; past others it is refused as the transfer is', async () => {
    const joint = homes.shift() as DemoUnit;
    const bought = sale(joint, debtor, { ownershipMode: 'joint' });
    bought.parties = [party('acquirer', debtor), party('acquirer', other), ...bought.parties.slice(1)];
    await registered(fixture.registry, bought);
    const { rightId: ofAll } = await seize(joint, first, debtor, null);
    expect(await dispose(ofAll, quarter)).toMatchObject({ rule: 'INV-25', code: 'PART_INVALID' });

    const beside = await sharedHome();
    const { rightId: own } = await seize(beside, first, debtor, quarter);
    const { rightId: others } = await seize(beside, second, debtor, quarter);
    expect(await dispose(own, { n: 3, d: 8 })).toMatchObject({ rule: 'INV-06', blockingRow: { id: others } });
    expect(await dispose(own, quarter)).toMatchObject({ kind: 'disposed', kept: quarter });

    for (const scope of [null, half]) {
      const unit = await sharedHome();
      const { rightId } = await seize(unit, first, debtor, half);
      const { rightId: queued } = await seize(unit, second, debtor, scope);
      expect(await dispose(rightId, quarter)).toMatchObject({ rule: 'INV-16', blockingRow: { id: queued } });
    }
  });

  it('of a home that one person owns alone: he keeps the rest, and only that can be seized', async () => {
    const unit = homes.shift() as DemoUnit;
    await registered(fixture.registry, sale(unit, debtor));
    const { rightId } = await seize(unit, first, debtor, null);
    fixture.clock.advance(1000);
    expect(await dispose(rightId, { n: 1, d: 3 })).toMatchObject({ kept: { n: 2, d: 3 } });
    fixture.clock.advance(1000);
    expect(await ofDebtor(unit, second, { n: 3, d: 4 })).toMatchObject({ code: 'ALREADY_DISPOSED' });
    expect(await ofDebtor(unit, second, { n: 2, d: 3 })).toMatchObject({ entries: [{ state: 'EFFECTIVE' }] });
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
      const unit = homes.shift() as DemoUnit;
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
