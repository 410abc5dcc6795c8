import { describe, expect, it } from 'vitest';
import { type Application, type CityPerson, cityPerson, type DemoUnit, demoCity } from '../../registry/index.ts';
import { pageOf } from './support/pages.ts';
import { acceptor, application, courtOfficer, register, registered, sale, seizure } from './support/play.ts';
import { monday, openRegister } from './support/setup.ts';

const fixture = openRegister();

const homes = demoCity.saleUnits('330213');
let used = 0;
const freshHome = () => homes[used++] as DemoUnit;
const objector = cityPerson(8_801);

function objection(
  unit: DemoUnit,
  terms: Partial<NonNullable<Application['objection']>> = {},
  by: CityPerson = objector,
): Application {
  return application(
    'BDC-30',
    unit,
    { acquirers: [by] },
    { objection: { ground: 'share', matter: '主张为共有人', evidenceNo: '证据1号', ...terms } },
  );
}
const refusal = (message: string) => ({
  kind: 'refused',
  refusal: { rule: 'INV-23', message: expect.stringContaining(message) },
});

describe('BDC-30 异议登记 (INV-23)', () => {
  it('stands for fifteen days with a proof, and stops no sale whose buyer signs for the risk', async () => {
    fixture.clock.set(monday);
    const unit = freshHome();
    const [proofNo] = await registered(fixture.registry, objection(unit));
    const page = await pageOf(fixture.registry, unit);
    expect(page.objections).toMatchObject([{ matter: '主张为共有人', ground: 'share', lapsesOn: '2026-12-08' }]);
    expect(await fixture.registry.certificates.getContent(proofNo!)).toMatchObject({
      kind: 'proof',
      rightType: '异议登记',
      holders: [{ name: objector.name }],
      matter: { terms: [expect.stringContaining('主张为共有人'), expect.stringContaining('2026-12-08')] },
    });
    expect((await register(fixture.registry, sale(unit))).result).toMatchObject({
      kind: 'refused',
      refusal: { rule: 'INV-23' },
    });
  });

  it('is not for the holder himself, who applies for a correction', async () => {
    const unit = freshHome();
    const own = objection(unit, {}, unit.owners[0]);
    expect((await register(fixture.registry, own)).result).toMatchObject(refusal('现权利人'));
  });

  it('the same person on the same ground: not while it stands, not after it has lapsed, in whatever words', async () => {
    fixture.clock.set(monday);
    const unit = freshHome();
    await registered(fixture.registry, objection(unit));
    expect((await register(fixture.registry, objection(unit))).result).toMatchObject(refusal('仍然有效'));
    fixture.clock.set('2026-12-09T09:00:00+08:00');
    const again = objection(unit, { matter: '换一个说法：本人也有份' });
    expect((await register(fixture.registry, again)).result).toMatchObject(refusal('不再受理（实施细则 §83）'));
    // another ground, and another person, are other objections
    await registered(fixture.registry, objection(unit, { ground: 'forged', matter: '合同系伪造' }));
    await registered(fixture.registry, objection(unit, {}, cityPerson(8_802)));
  });

  it('grounds of no kind, and objections taken over as found, are compared by their words', async () => {
    fixture.clock.set(monday);
    const unit = freshHome();
    await registered(fixture.registry, objection(unit, { ground: 'other', matter: '程序有误。' }));
    const same = objection(unit, { ground: 'other', matter: '程序 有误' });
    expect((await register(fixture.registry, same)).result).toMatchObject(refusal('仍然有效'));
    await registered(fixture.registry, objection(unit, { ground: 'other', matter: '公告期限不足' }));
    const found = demoCity.units.objected;
    const holder = (await pageOf(fixture.registry, found)).objections[0]?.holders[0];
    const old = objection(found, { matter: '主张为共有人。' }, { ...objector, ...holder } as CityPerson);
    expect((await register(fixture.registry, old)).result).toMatchObject(refusal('仍然有效'));
  });

  it('stands on the page of land without building, too', async () => {
    fixture.clock.set(monday);
    const [plot] = demoCity.land('330212') as [DemoUnit];
    await registered(fixture.registry, objection(plot));
    const { rows } = await fixture.pool.query(
      "SELECT right_type FROM registry.rights WHERE unit_code = $1 AND kind = 'OBJECTION' AND status = 'CURRENT'",
      [plot.unitCode],
    );
    expect(rows).toEqual([{ right_type: '3' }]);
  });

  it('a seizure does not stop it', async () => {
    fixture.clock.set(monday);
    const unit = freshHome();
    await fixture.registry.seizures.enterSeizure(seizure(unit), courtOfficer);
    await registered(fixture.registry, objection(unit));
  });
});

describe('BDC-30 异议登记注销 (操作规范 17.2)', () => {
  type Cause = NonNullable<Application['cancellation']>['cause'];
  const withdrawal = (unit: DemoUnit, proofNo: string, by: CityPerson, cause: Cause = 'waived') =>
    application(
      'BDC-30',
      unit,
      { acquirers: [by] },
      {
        operation: 'cancel',
        targets: [{ certificateNo: proofNo }],
        cancellation: { cause, endedOn: '2026-11-23', evidenceNo: '（2026）浙0213民终1号' },
      },
    );

  it('whoever objected takes it back: it ends with its proof, and a buyer signs for no risk any more', async () => {
    fixture.clock.set(monday);
    const unit = freshHome();
    const [proofNo] = (await registered(fixture.registry, objection(unit))) as [string];
    await registered(fixture.registry, withdrawal(unit, proofNo, objector));
    const page = await pageOf(fixture.registry, unit);
    expect([page.objections, page.states]).toEqual([[], ['NORMAL']]);
    expect(page.history[0]?.text).toContain('权利人放弃，注销登记');
    const { rows } = await fixture.pool.query('SELECT status FROM registry.certificates WHERE certificate_no = $1', [
      proofNo,
    ]);
    expect(rows).toEqual([{ status: 'CANCELLED' }]);
    await registered(fixture.registry, sale(unit));
  });

  it('one that a suit has kept ends when the court has dismissed it: the holder shows the judgment', async () => {
    fixture.clock.set(monday);
    const unit = freshHome();
    const owner = unit.owners[0] as CityPerson;
    const [proofNo] = (await registered(fixture.registry, objection(unit))) as [string];
    const suit = { court: '宁波市奉化区人民法院', documentNo: '（2026）浙0213民初1号', filedOn: '2026-11-23' };
    const rightId = (await pageOf(fixture.registry, unit)).objections[0]?.rightId as string;
    await fixture.registry.lapses.recordSuitProof({ rightId, ...suit }, acceptor);
    // not without the court's paper, and nobody else with it
    for (const [by, cause] of [
      [owner, 'waived'],
      [cityPerson(8_803), 'legal_document'],
    ] as const)
      expect((await register(fixture.registry, withdrawal(unit, proofNo, by, cause))).result).toMatchObject({
        kind: 'refused',
        refusal: { rule: 'INV-03', blockingRow: { table: 'rights', id: rightId } },
      });
    await registered(fixture.registry, withdrawal(unit, proofNo, owner, 'legal_document'));
    expect((await pageOf(fixture.registry, unit)).objections).toEqual([]);
  });
});
