import { beforeAll, describe, expect, test } from 'vitest';
import { type DemoUnit, demoCity } from '../../../registry/index.ts';
import { application, registrar } from '../../registry/support/play.ts';
import { officeOfFile } from '../support/office.ts';
import { ok, refusal } from '../support/receipts.ts';
import { stepsAt } from '../support/steps.ts';

/** The contract of a presold home, which two cases share. */
const office = officeOfFile();
const { accept, file, reviewed } = stepsAt(office);
const { people } = demoCity;

describe('a presold home: BDC-24, then BDC-09 with the same contract', () => {
  const [home, neighbour, another] = demoCity.presaleHomes('330203') as [DemoUnit, DemoUnit, DemoUnit];
  const contract = { priceFen: 180_000_000, signedOn: '2026-11-20', payMode: 'full' as const };
  const sides = { acquirers: [people.zhou], obligors: [demoCity.institutions.company] };
  const caution = { agreementNo: 'YG-1', agreedOn: '2026-11-20' };
  const bought = async (unit: DemoUnit, contractNo: string, who = sides) => {
    const terms = { ownershipMode: 'single' as const, contract: { ...contract, contractNo } };
    const caseNo = await file(application('BDC-09', unit, who, terms));
    await accept(caseNo);
    return caseNo;
  };
  let presale: string;
  let contractNo: string;

  beforeAll(async () => {
    presale = await file(application('BDC-24', home, sides, { contract, caution }));
    await accept(presale);
    await office.run('trade.contract.file', { caseNo: presale, unitCode: home.unitCode });
    contractNo = (await office.registry.money.getContractFiling(presale))!.contractNo;
    await reviewed(presale);
    const { kind } = await office.registry.book.enterInRegister({ caseNo: presale, step: 'BookWrite', registrar });
    expect(kind).toBe('entered');
  });

  test('the filing is taken over, and stays when the later case is given up', async () => {
    const caseNo = await bought(home, contractNo);
    const { money } = office.registry;
    const before = await money.getContractFiling(presale);
    expect(await office.twice('trade.contract.file', { caseNo, unitCode: home.unitCode })).toEqual(
      ok({ contractFiledAt: before?.filedAt.toISOString() }),
    );
    expect(await money.getContractFiling(caseNo)).toMatchObject({ contractNo, takenOverFrom: presale });
    expect(await office.twice('trade.contract.cancel', { caseNo, outcome: 'WITHDRAWN' })).toEqual(
      ok({ contractCancelled: false }),
    );
    expect(await office.effects('housing', 'cancelContract', caseNo)).toBe(0);
    expect(await money.getContractFiling(presale)).toEqual(before);
    // and the next application of the same buyer gets it again
    const again = await bought(home, contractNo);
    expect(await office.run('trade.contract.file', { caseNo: again, unitCode: home.unitCode })).toEqual(ok());
  });

  test('for another home or another buyer it goes to 更正合同, and the authority is not asked', async () => {
    const tries = [
      [await bought(neighbour, contractNo), neighbour.unitCode],
      [await bought(home, contractNo, { ...sides, acquirers: [people.li] }), home.unitCode],
    ] as const;
    for (const [caseNo, unitCode] of tries) {
      expect(await office.twice('trade.contract.file', { caseNo, unitCode })).toEqual(refusal('CONTRACT_VOID'));
      expect(await office.effects('housing', 'fileContract', caseNo)).toBe(0);
      expect(await office.registry.cases.lastRefusal(caseNo, ['trade.contract.file'])).toContain(contractNo);
      const lines = await office.registry.cases.timeline(caseNo);
      expect(lines.filter(({ topic }) => topic === 'step.refused')).toHaveLength(1);
    }
    // the number corrected at the window
    const [caseNo, unitCode] = tries[0];
    await office.put('housing', '/contracts/YS-2026-77', {
      unitCode,
      priceFen: contract.priceFen,
      signedAt: contract.signedOn,
      status: 'signed',
    });
    expect(await office.twice('trade.contract.file', { caseNo, unitCode, contractNo: 'YS-2026-77' })).toEqual(ok());
  });

  test('a number that the authority gives out a second time is refused, no technical failure', async () => {
    // given the authority begins to count again: its next number is on our record already
    const next = contractNo.replace(/\d{6}$/, (digits) => String(Number(digits) + 1).padStart(6, '0'));
    const known = await bought(home, next);
    await office.registry.money.recordContractFiling({ caseNo: known, contractNo: next, filedAt: office.clock.now() });
    // when the window's standard contract of another home gets it
    const caseNo = await file(application('BDC-09', another, sides, { ownershipMode: 'single', contract }));
    await accept(caseNo);
    const receipt = await office.run('trade.contract.file', { caseNo, unitCode: another.unitCode });
    // then
    expect(receipt).toEqual(refusal('CONTRACT_VOID'));
    expect(receipt).toMatchObject({ message: expect.stringContaining(next) });
    expect(await office.registry.money.getContractFiling(caseNo)).toBeNull();
  });
});
