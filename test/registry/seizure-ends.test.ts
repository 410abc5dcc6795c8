import { describe, expect, it } from 'vitest';
import { at } from '../../registry/calendar/local-time.ts';
import { type DemoUnit, demoCity, type RenewalOrder, type SeizureOrder } from '../../registry/index.ts';
import { courtOfficer, enter, readyForBook, sale, seizure } from './support/play.ts';
import { monday, openRegister } from './support/setup.ts';

const fixture = openRegister();

const homes = demoCity.saleUnits('330211');
let used = 0;
function freshHome(): DemoUnit {
  used += 1;
  return homes[used] as DemoUnit;
}

describe('lifting (INV-08, scenario 2)', () => {
  it('promotes the first in the queue in the same transaction: new start = lift, end = start + its own term', async () => {
    const { registry, clock } = fixture;
    const unit = freshHome();
    const order = seizure(unit);
    const first = await registry.seizures.enterSeizure(order, courtOfficer);
    const second = await registry.seizures.enterSeizure(
      seizure(unit, { termMonths: 12, authority: '宁波市中级人民法院' }),
      courtOfficer,
    );
    await registry.seizures.enterSeizure(seizure(unit), courtOfficer);
    if (first.kind !== 'entered' || second.kind !== 'entered') throw new Error('not seized');
    clock.advance(3_600_000);
    const lift = {
      noticeNo: 'lift-1',
      rightId: first.entries[0]?.rightId ?? '',
      authority: order.authority,
      documentNo: '（2026）浙0203执解1号',
    };
    expect(await registry.seizures.liftSeizure({ ...lift, authority: '别的法院' }, courtOfficer)).toMatchObject({
      kind: 'refused',
      code: 'NOT_SEIZING_AUTHORITY',
    });
    const result = await registry.seizures.liftSeizure(lift, courtOfficer);
    expect(result).toMatchObject({
      kind: 'lifted',
      firstTime: true,
      promoted: { rightId: second.entries[0]?.rightId, startsAt: clock.now() },
    });
    if (result.kind === 'lifted')
      expect(result.promoted?.endsAt.getUTCFullYear()).toBe(clock.now().getUTCFullYear() + 1);
    expect(await registry.seizures.liftSeizure(lift, courtOfficer)).toMatchObject({
      kind: 'lifted',
      firstTime: false,
      promoted: { rightId: second.entries[0]?.rightId },
    });
    const page = await registry.units.unitPage(unit.unitCode);
    expect(page?.states).toEqual(['SEIZED']);
    expect(page?.seizures.map((s) => s.queueNo)).toEqual([null, 1]);
    expect(await registry.seizures.liftSeizure({ ...lift, noticeNo: 'lift-2' }, courtOfficer)).toMatchObject({
      kind: 'refused',
      code: 'ALREADY_ENDED',
    });
    // as it stood before the lift
    const before = await registry.units.unitPage(unit.unitCode, { at: new Date(clock.now().getTime() - 1000) });
    expect(before?.seizures.map((s) => s.queueNo)).toEqual([null, 1, 2]);
  });

  it('of a queued one only takes it out of the queue', async () => {
    const { registry } = fixture;
    const unit = freshHome();
    await registry.seizures.enterSeizure(seizure(unit), courtOfficer);
    const order = seizure(unit);
    const queued = await registry.seizures.enterSeizure(order, courtOfficer);
    const rightId = queued.kind === 'entered' ? (queued.entries[0]?.rightId ?? '') : '';
    expect(
      await registry.seizures.liftSeizure(
        { noticeNo: 'lift-q', rightId, authority: order.authority, documentNo: '解' },
        courtOfficer,
      ),
    ).toMatchObject({ kind: 'lifted', promoted: null });
    expect((await registry.units.unitPage(unit.unitCode))?.seizures).toHaveLength(1);
  });

  it('frees the home when nobody waits', async () => {
    const { registry } = fixture;
    const unit = freshHome();
    const order = seizure(unit);
    const result = await registry.seizures.enterSeizure(order, courtOfficer);
    const rightId = result.kind === 'entered' ? (result.entries[0]?.rightId ?? '') : '';
    await registry.seizures.liftSeizure(
      { noticeNo: 'lift-f', rightId, authority: order.authority, documentNo: '解' },
      courtOfficer,
    );
    expect((await enter(registry, await readyForBook(registry, sale(unit)))).kind).toBe('entered');
  });
});

describe('the end of a term (INV-08, INV-09)', () => {
  it('comes at 23:59:59 of its last day; the first in the queue begins where it ended, whenever somebody looks', async () => {
    const { registry, clock } = fixture;
    const unit = freshHome();
    clock.set('2026-11-23T09:00:00+08:00');
    const first = await registry.seizures.enterSeizure(seizure(unit, { termMonths: 1 }), courtOfficer);
    const second = await registry.seizures.enterSeizure(seizure(unit, { termMonths: 2 }), courtOfficer);
    if (first.kind !== 'entered' || second.kind !== 'entered') throw new Error('not seized');
    const [one, two] = [first.entries[0]?.rightId ?? '', second.entries[0]?.rightId ?? ''];
    clock.set('2026-12-23T23:59:58+08:00');
    expect(await registry.seizures.expireSeizure(one)).toEqual({
      kind: 'running',
      endsAt: at('2026-12-23', '23:59:59'),
    });
    expect(await registry.seizures.sweep()).toMatchObject({ expired: 0 });
    clock.set('2026-12-25T10:00:00+08:00');
    expect(await registry.seizures.expireSeizure(one)).toMatchObject({
      kind: 'expired',
      promotions: [{ rightId: two, startsAt: at('2026-12-23', '23:59:59'), endsAt: at('2027-02-23', '23:59:59') }],
    });
    expect(await registry.seizures.expireSeizure(one)).toEqual({ kind: 'expired', promotions: [] });
    expect(await registry.seizures.term(two)).toMatchObject({ state: 'EFFECTIVE' });
    clock.set('2027-03-01T02:00:00+08:00');
    expect(await registry.seizures.sweep()).toMatchObject({ units: 1, expired: 1, promoted: 0 });
    expect((await registry.units.unitPage(unit.unitCode))?.states).toEqual(['NORMAL']);
    clock.set(monday);
  });
});

describe('renewal (CT-05, INV-09)', () => {
  const renewal = (order: SeizureOrder, rightId: string): RenewalOrder => ({
    noticeNo: `renew-${rightId}`,
    rightId,
    authority: order.authority,
    documentNo: `${order.documentNo}之一`,
    termMonths: 36,
    officers: order.officers,
  });

  it('lengthens the term by the same court in the same chain of 案号, and tells the watch', async () => {
    const { registry, pool } = fixture;
    const order = seizure(freshHome(), { termMonths: 12 });
    const result = await registry.seizures.enterSeizure(order, courtOfficer);
    const rightId = result.kind === 'entered' ? (result.entries[0]?.rightId ?? '') : '';
    const input = renewal(order, rightId);
    expect(await registry.seizures.renewSeizure({ ...input, authority: '别的法院' }, courtOfficer)).toMatchObject({
      code: 'NOT_SEIZING_AUTHORITY',
    });
    expect(
      await registry.seizures.renewSeizure({ ...input, documentNo: '（2026）浙0203执9999号' }, courtOfficer),
    ).toMatchObject({ code: 'NOTICE_INVALID' });
    expect(await registry.seizures.renewSeizure({ ...input, termMonths: 37 }, courtOfficer)).toMatchObject({
      code: 'NOTICE_INVALID',
    });
    const renewed = await registry.seizures.renewSeizure(input, courtOfficer);
    expect(renewed).toMatchObject({ kind: 'renewed', firstTime: true });
    const [before, after] = renewed.kind === 'renewed' ? [renewed.previousEnd, renewed.newEnd] : [];
    expect(after?.getUTCFullYear()).toBe((before?.getUTCFullYear() ?? 0) + 3);
    expect(await registry.seizures.renewSeizure(input, courtOfficer)).toEqual({ ...renewed, firstTime: false });
    const { rows } = await pool.query("SELECT correlation_key FROM registry.outbox WHERE topic = 'seizure.renewed'");
    expect(rows).toContainEqual({ correlation_key: `CF${rightId}` });
  });

  it('of a queued one is needless; delivered late it is a new seizure behind those who waited', async () => {
    const { registry, clock } = fixture;
    const unit = freshHome();
    const order = seizure(unit, { termMonths: 1 });
    const waiting = seizure(unit, { termMonths: 24 });
    const first = await registry.seizures.enterSeizure(order, courtOfficer);
    const second = await registry.seizures.enterSeizure(waiting, courtOfficer);
    if (first.kind !== 'entered' || second.kind !== 'entered') throw new Error('not seized');
    const queuedId = second.entries[0]?.rightId ?? '';
    expect(await registry.seizures.renewSeizure(renewal(waiting, queuedId), courtOfficer)).toMatchObject({
      rule: 'INV-10',
      code: 'NOT_EFFECTIVE',
    });
    clock.advance(60 * 86_400_000);
    expect(
      await registry.seizures.renewSeizure(renewal(order, first.entries[0]?.rightId ?? ''), courtOfficer),
    ).toMatchObject({ kind: 'late', entered: { entries: [{ state: 'QUEUED', queueNo: 1 }] } });
    expect(await registry.seizures.term(queuedId)).toMatchObject({ state: 'EFFECTIVE' });
    clock.set(monday);
  });
});

describe('renewal of a seizure that an expiry promoted while nobody looked', () => {
  it('is a renewal, as if the timer had been there', async () => {
    const { registry, clock } = fixture;
    const unit = freshHome();
    const waiting = seizure(unit, { termMonths: 24 });
    await registry.seizures.enterSeizure(seizure(unit, { termMonths: 1 }), courtOfficer);
    const queued = await registry.seizures.enterSeizure(waiting, courtOfficer);
    const rightId = queued.kind === 'entered' ? (queued.entries[0]?.rightId ?? '') : '';
    clock.advance(60 * 86_400_000);
    expect(
      await registry.seizures.renewSeizure(
        {
          noticeNo: `renew-unseen-${rightId}`,
          rightId,
          authority: waiting.authority,
          documentNo: waiting.documentNo,
          termMonths: 12,
          officers: waiting.officers,
        },
        courtOfficer,
      ),
    ).toMatchObject({
      kind: 'renewed',
      previousEnd: at('2028-12-23', '23:59:59'),
      newEnd: at('2029-12-23', '23:59:59'),
    });
    clock.set(monday);
  });
});
