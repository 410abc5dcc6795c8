import { describe, expect, it } from 'vitest';
import { cityPerson, type DemoUnit, demoCity, type RenewalOrder, type SeizureOrder } from '../../registry/index.ts';
import { courtOfficer, registered, sale, seizure } from './support/play.ts';
import { monday, openRegister } from './support/setup.ts';

const fixture = openRegister();

const homes = demoCity.saleUnits('330211');
let used = 0;
function freshHome(): DemoUnit {
  used += 1;
  return homes[used] as DemoUnit;
}

const numberUsed = { kind: 'refused', code: 'NOTICE_NUMBER_USED', advice: expect.stringContaining('换一个编号') };

async function seized(order: SeizureOrder): Promise<string> {
  const result = await fixture.registry.seizures.enterSeizure(order, courtOfficer);
  if (result.kind !== 'entered') throw new Error(`not seized: ${result.code}`);
  return result.entries[0]?.rightId ?? '';
}

function renewal(order: SeizureOrder, rightId: string, noticeNo: string, termMonths = 12): RenewalOrder {
  const { authority, documentNo, officers } = order;
  return { noticeNo, rightId, authority, documentNo, officers, termMonths };
}

describe('a notice under the number of another one is refused, not answered as done', () => {
  it('of seizure', async () => {
    const { registry } = fixture;
    const [first, second] = [freshHome(), freshHome()];
    const order = seizure(first);
    await seized(order);
    const others: SeizureOrder[] = [
      seizure(second, { noticeNo: order.noticeNo }),
      { ...order, authority: '宁波市中级人民法院' },
      { ...order, termMonths: 12 },
      { ...order, scopeShare: { n: 1, d: 2 } },
      { ...order, seizureKind: 'pre_seizure' },
      { ...order, unitCodes: [first.unitCode, second.unitCode] },
    ];
    for (const other of others)
      expect(await registry.seizures.enterSeizure(other, courtOfficer)).toMatchObject(numberUsed);
    expect((await registry.units.unitPage(second.unitCode))?.states).toEqual(['NORMAL']);
  });

  it('of renewal', async () => {
    const { registry } = fixture;
    const [first, second] = [seizure(freshHome(), { termMonths: 12 }), seizure(freshHome(), { termMonths: 12 })];
    const [one, two] = [await seized(first), await seized(second)];
    const renew = (order: RenewalOrder) => registry.seizures.renewSeizure(order, courtOfficer);
    expect((await renew(renewal(first, one, 'one-renewal'))).kind).toBe('renewed');
    expect(await renew(renewal(second, two, 'one-renewal'))).toMatchObject(numberUsed);
    expect(await renew(renewal(first, one, 'one-renewal', 24))).toMatchObject(numberUsed);
    expect(await renew(renewal(first, one, 'one-renewal'))).toMatchObject({ kind: 'renewed', firstTime: false });
  });

  it('of a late renewal, which is a seizure', async () => {
    const { registry, clock } = fixture;
    const [first, second] = [seizure(freshHome(), { termMonths: 1 }), seizure(freshHome(), { termMonths: 1 })];
    const [one, two] = [await seized(first), await seized(second)];
    clock.advance(60 * 86_400_000);
    try {
      const renew = (order: RenewalOrder) => registry.seizures.renewSeizure(order, courtOfficer);
      const late = await renew(renewal(first, one, 'late-renewal'));
      expect(late).toMatchObject({ kind: 'late', entered: { firstTime: true } });
      if (late.kind !== 'late') return;
      const again = { kind: 'late', entered: { ...late.entered, firstTime: false } };
      expect(await renew(renewal(first, one, 'late-renewal'))).toEqual(again);
      expect(await renew(renewal(second, two, 'late-renewal'))).toMatchObject(numberUsed);
    } finally {
      clock.set(monday);
    }
  });

  it('of lifting', async () => {
    const { registry } = fixture;
    const order = seizure(freshHome());
    const [one, two] = [await seized(order), await seized(seizure(freshHome()))];
    const lift = (rightId: string) =>
      registry.seizures.liftSeizure(
        { noticeNo: 'one-lift', rightId, authority: order.authority, documentNo: '解1号' },
        courtOfficer,
      );
    expect((await lift(one)).kind).toBe('lifted');
    expect(await lift(two)).toMatchObject(numberUsed);
    expect(await lift(one)).toMatchObject({ kind: 'lifted', firstTime: false });
  });

  it('of disposal', async () => {
    const { registry } = fixture;
    const unit = freshHome();
    const [one, two] = [await seized(seizure(unit)), await seized(seizure(freshHome()))];
    const order = { noticeNo: 'one-disposal', documentNo: '（2026）浙0203执恢1号', rightId: one };
    const part = { ...order, extent: 'part' as const, part: { n: 1, d: 4 } };
    const dispose = (input: Parameters<typeof registry.seizures.disposeSeizure>[0]) =>
      registry.seizures.disposeSeizure(input, courtOfficer);
    const done = await dispose(part);
    expect(done).toMatchObject({ kind: 'disposed', firstTime: true });
    expect(await dispose({ ...part, rightId: two })).toMatchObject(numberUsed);
    expect(await dispose({ ...part, part: { n: 1, d: 2 } })).toMatchObject(numberUsed);
    expect(await dispose({ ...order, extent: 'whole' })).toMatchObject(numberUsed);
    expect(await dispose(part)).toEqual({ ...done, firstTime: false });
  });
});

it('a 预查封 that became 查封 is the same notice when it is delivered again', async () => {
  const { registry } = fixture;
  const unit = freshHome();
  const buyer = cityPerson(8_950);
  const order = seizure(unit, { seizureKind: 'pre_seizure', respondent: { name: buyer.name, idNo: buyer.idNo } });
  const rightId = await seized(order);
  await registered(registry, sale(unit, buyer));
  expect((await registry.units.unitPage(unit.unitCode))?.states).toEqual(['SEIZED']);
  expect(await registry.seizures.enterSeizure(order, courtOfficer)).toMatchObject({
    kind: 'entered',
    firstTime: false,
    entries: [{ rightId }],
  });
});
