import { describe, expect, test } from 'vitest';
import { demoCity } from '../../../registry/index.ts';
import { acceptor, rename, sale } from '../../registry/support/play.ts';
import { officeOfFile } from '../support/office.ts';
import { ok, refusal } from '../support/receipts.ts';
import { stepsAt } from '../support/steps.ts';

/** Handlers from the filing to the acceptance. */
const office = officeOfFile();
const { accept, file } = stepsAt(office);
const { units, people } = demoCity;

describe('intake', () => {
  test('registry.unit.query tells use, area and mortgage, or that the unit is not ours', async () => {
    const caseNo = await file(sale(units.mortgaged));
    const { unitCode } = units.mortgaged;
    expect(await office.twice('registry.unit.query', { caseNo, unitCodes: [unitCode] })).toEqual(
      ok({ use: 'residential', area: units.mortgaged.area, unitMortgaged: true, pieces80: 1, pieces550: 0 }),
    );
    const unknown = `${unitCode.slice(0, -4)}9999`;
    expect(await office.twice('registry.unit.query', { caseNo, unitCodes: [unknown] })).toEqual(
      refusal('NOT_OUR_JURISDICTION'),
    );
  });

  test('registry.unit.check lets a free unit through and stops a seized one', async () => {
    const free = await file(sale(units.jointSale));
    expect(
      await office.twice('registry.unit.check', {
        caseNo: free,
        itemCode: 'BDC-10',
        unitCodes: [units.jointSale.unitCode],
      }),
    ).toEqual(ok({ registerVersion: expect.any(Number), unitWarnings: [] }));
    const seized = await file(sale(units.seized));
    expect(
      await office.twice('registry.unit.check', {
        caseNo: seized,
        itemCode: 'BDC-10',
        unitCodes: [units.seized.unitCode],
      }),
    ).toEqual(refusal('UNIT_RESTRICTED'));
  });

  test('identity.verify records a match once', async () => {
    const caseNo = await file(sale(units.jointSale));
    expect(await office.twice('identity.verify', { caseNo, partyNo: 1 })).toEqual(ok({}));
    expect(await office.effects('identity', 'verify', caseNo)).toBe(1);
    const view = await office.registry.cases.getCase(caseNo);
    expect(view?.partyDetails.find((party) => party.partyNo === 1)?.identity?.result).toBe('matched');
  });

  test('identity.verify: a difference goes to the window, and so does a service that stays away', async () => {
    const caseNo = await file(sale(units.jointSale, people.zhang));
    await office.put('identity', '/people', { people: [{ name: '另一个人', idNo: people.zhang.idNo }] });
    expect(await office.twice('identity.verify', { caseNo, partyNo: 1 })).toEqual(refusal('IDENTITY_MISMATCH'));
    await office.faults('identity', { fail: 'down' });
    expect(await office.run('identity.verify', { caseNo, partyNo: 2 }, 'away', { retries: 4 })).toMatchObject({
      kind: 'fail',
      retries: 3,
      backOffMs: 1_000,
    });
    expect(await office.run('identity.verify', { caseNo, partyNo: 2 }, 'away', { retries: 1 })).toEqual(
      refusal('IDENTITY_UNAVAILABLE'),
    );
    await office.faults('identity', { fail: null });
    await office.put('identity', '/people', { people: [{ name: people.zhang.name, idNo: people.zhang.idNo }] });
  });

  test('material.fetch makes the form, reads the register, asks the police, and never ends in a dead end', async () => {
    const caseNo = await file(sale(units.jointSale));
    const material = (materialId: string, source: string) => ({
      materialId,
      name: materialId,
      source,
      required: false,
    });
    const materials = [
      material('application', 'generated'),
      material('certificate', 'registry'),
      material('marriage', 'shared'),
    ];
    for (const one of materials)
      expect(await office.twice('material.fetch', { caseNo, materials, material: one })).toEqual(ok({}));
    const rows = (await office.registry.cases.getCase(caseNo))?.materials ?? [];
    const row = (id: string) => rows.find((one) => one.materialId === id);
    expect(row('application')).toMatchObject({ present: true, documentId: expect.any(String) });
    expect(row('certificate')).toMatchObject({ present: true, reference: units.jointSale.certificateNo });
    expect(await office.registry.documents.list(caseNo)).toHaveLength(1);

    const other = await file(sale(units.plainSale));
    const marriageOf = async (no: string) =>
      (await office.registry.cases.getCase(no))?.materials.find((one) => one.materialId === 'marriage');
    await office.faults('identity', { refuse: 'HOUSEHOLD_NOT_FOUND' });
    expect(await office.run('material.fetch', { caseNo: other, materials, material: materials[2] })).toEqual(ok({}));
    expect(await marriageOf(other)).toMatchObject({ present: false, note: '共享未取得，请申请人提交' });
    // a second attempt that finds nothing takes back nothing that somebody has received
    await office.registry.cases.recordMaterial({ caseNo, materialId: 'marriage', present: true, by: acceptor });
    expect(await office.run('material.fetch', { caseNo, materials, material: materials[2] })).toEqual(ok({}));
    expect(await marriageOf(caseNo)).toMatchObject({ present: true });
    await office.faults('identity', { refuse: null });
  });

  test('case.accept starts the clock and arms its watches once', async () => {
    const caseNo = await file(rename(units.rename, ['俞新雨']));
    const receipt = await accept(caseNo);
    expect(receipt).toEqual(ok(expect.objectContaining({ slaEpoch: 1, acceptedOn: '2026-11-23' })));
    const armed = office.messages.filter((one) => one.name === 'msg.sla.armed' && one.correlationKey === caseNo);
    expect(armed).toHaveLength(1);
    const { checkAt } = await office.registry.sla.statutory(caseNo);
    expect(office.messages.filter((one) => one.messageId === `statutory-armed:${caseNo}`)).toMatchObject([
      { name: 'msg.statutory.armed', correlationKey: caseNo, variables: { statutoryCheckAt: checkAt.toISOString() } },
    ]);
    expect((await office.registry.sla.get(caseNo))?.state).toBe('running');
  });

  test('doc.render and case.close end a case that is not accepted', async () => {
    const caseNo = await file(sale(units.seized));
    const reasonCode = 'UNIT_RESTRICTED';
    expect(await office.twice('doc.render', { caseNo, template: 'notice_not_accepted', reasonCode })).toEqual(
      ok({ documents: 1 }),
    );
    expect(await office.registry.documents.list(caseNo)).toMatchObject([
      { kind: 'notice_not_accepted', mediaType: 'application/pdf' },
    ]);
    expect(await office.twice('case.close', { caseNo, outcome: 'NOT_ACCEPTED', reasonCode })).toEqual(ok());
    expect(await office.registry.cases.getCase(caseNo)).toMatchObject({ status: 'CLOSED', outcome: 'NOT_ACCEPTED' });
  });
});
