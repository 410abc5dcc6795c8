import { describe, expect, it } from 'vitest';
import type { DemoUnit, SeizureOrder } from '../../registry/index.ts';
import { pageOf } from './support/pages.ts';
import { courtOfficer, party, register, registered, sale, seizure } from './support/play.ts';
import { openRegister } from './support/setup.ts';
import { buyer, debtor, first, half, order, other, second, sharedHomes, third } from './support/shared-homes.ts';

const fixture = openRegister({ seeds: ['organisations'] });
const { freshHome, seize, sharedHome, standing } = sharedHomes(fixture);

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
    const joint = freshHome();
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
    const unit = freshHome();
    await registered(fixture.registry, sale(unit, debtor));
    const { rightId } = await seize(unit, first, debtor, null);
    fixture.clock.advance(1000);
    expect(await dispose(rightId, { n: 1, d: 3 })).toMatchObject({ kept: { n: 2, d: 3 } });
    fixture.clock.advance(1000);
    expect(await ofDebtor(unit, second, { n: 3, d: 4 })).toMatchObject({ code: 'ALREADY_DISPOSED' });
    expect(await ofDebtor(unit, second, { n: 2, d: 3 })).toMatchObject({ entries: [{ state: 'EFFECTIVE' }] });
  });
});
