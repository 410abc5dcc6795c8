import { describe, expect, test } from 'vitest';
import { demoCity } from '../../../registry/index.ts';
import { sale } from '../../registry/support/play.ts';
import { officeOfFile } from '../support/office.ts';
import { ok } from '../support/receipts.ts';
import { stepsAt } from '../support/steps.ts';

/** What the runtime does around every handler: checks, retries, back-off. */
const office = officeOfFile();
const { file } = stepsAt(office);
const { units } = demoCity;

describe('the runtime around the handlers', () => {
  test('a variable that does not fit is an incident at once, and its value is not repeated', async () => {
    const receipt = await office.run('identity.verify', { caseNo: '张明远', partyNo: 1 });
    expect(receipt).toMatchObject({ kind: 'fail', retries: 0 });
    expect(JSON.stringify(receipt)).toContain('/caseNo');
    expect(JSON.stringify(receipt)).not.toContain('张明远');
  });

  test('back-off doubles with every attempt used, and the last failure leaves no retries', async () => {
    const caseNo = await file(sale(units.jointSale));
    await office.faults('housing', { fail: '500' });
    const waits = [];
    for (const retries of [4, 3, 2, 1]) {
      const receipt = await office.run('trade.contract.file', { caseNo, unitCode: units.jointSale.unitCode }, 'down', {
        retries,
      });
      waits.push(receipt.kind === 'fail' ? [receipt.retries, receipt.backOffMs] : receipt);
    }
    await office.faults('housing', { fail: null });
    expect(waits).toEqual([
      [3, 1_000],
      [2, 2_000],
      [1, 4_000],
      [0, 8_000],
    ]);
  });

  test('a utility is waited for longer: five retries, PT30S × 2ⁿ (domain §5.4)', async () => {
    const variables = { caseNo: '20260302330203999999', unitCode: units.jointSale.unitCode, service: 'gas' };
    const waits = [];
    for (const retries of [6, 5, 4, 3, 2]) {
      const receipt = await office.run('utility.transfer', variables, 'unknown', { retries });
      waits.push(receipt.kind === 'fail' ? receipt.backOffMs : receipt);
    }
    expect(waits).toEqual([30_000, 60_000, 120_000, 240_000, 480_000]);
  });

  test('a department that does the work and never answers: asked again, it is done once', async () => {
    const caseNo = await file(sale(units.jointSale));
    const variables = { caseNo, unitCode: units.jointSale.unitCode };
    await office.faults('housing', { fail: 'timeout' });
    expect(await office.run('trade.contract.file', variables, 'slow')).toMatchObject({ kind: 'fail', retries: 3 });
    await office.faults('housing', { fail: null });
    expect(await office.run('trade.contract.file', variables, 'slow', { retries: 3 })).toEqual(ok());
    expect((await office.registry.money.getContractFiling(caseNo))?.state).toBe('FILED');
    await office.run('trade.contract.cancel', { caseNo });
  });
});
