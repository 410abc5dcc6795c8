import { describe, expect, test } from 'vitest';
import { demoCity } from '../../../registry/index.ts';
import { courtOfficer, mortgage, sale, seizure } from '../../registry/support/play.ts';
import { officeOfFile } from '../support/office.ts';
import { ok, refusal } from '../support/receipts.ts';
import { stepsAt } from '../support/steps.ts';

/** Handlers that undo: contract cancelled, tax refunded, decision written. */
const office = officeOfFile();
const { accept, file, reviewed } = stepsAt(office);
const { units, people } = demoCity;

describe('when it does not end in the register', () => {
  test('contract refused, corrected, filed; then cancelled, tax refunded, decision made, all once', async () => {
    const unit = units.large;
    const caseNo = await file(sale(unit, people.chen));
    await accept(caseNo);
    await office.faults('housing', { refuse: 'CONTRACT_VOID' });
    expect(await office.run('trade.contract.file', { caseNo, unitCode: unit.unitCode })).toEqual(
      refusal('CONTRACT_VOID'),
    );
    await office.faults('housing', { refuse: 'CONTRACT_DUPLICATE' });
    expect(await office.run('trade.contract.file', { caseNo, unitCode: unit.unitCode })).toEqual(
      refusal('CONTRACT_VOID'),
    );
    const lines = await office.registry.cases.timeline(caseNo);
    const reasons = lines.filter(({ topic }) => topic === 'step.refused').map(({ detail }) => detail?.reason);
    expect(reasons).toEqual([await office.registry.cases.lastRefusal(caseNo, ['trade.contract.file'])]); // twice in the same words: said once
    await office.faults('housing', { refuse: null });
    await office.run('trade.contract.file', { caseNo, unitCode: unit.unitCode });

    const manual = { amountFen: 1_000, rule: 'manual' };
    const facts = {
      contractDate: '2026-11-20',
      use: 'commercial',
      area: 150,
      priceFen: 200_000_000,
      familyHousingCountAfter: 1,
      holdingYears: 3,
    };
    const assess = {
      caseNo,
      unitCode: unit.unitCode,
      ...facts,
      vat: manual,
      surcharges: manual,
      deedTax: manual,
      incomeTax: manual,
    };
    await office.faults('tax', { refuse: 'TAX_REJECTED' });
    expect(await office.run('tax.assess', assess)).toEqual(refusal('TAX_REJECTED'));
    await office.faults('tax', { refuse: null });
    // A gift without a declared value: the office must not find a price of nothing too low.
    const gift = { ...assess, priceFen: 0 };
    expect(await office.twice('tax.assess', gift)).toEqual(ok(expect.objectContaining({ taxTotalFen: 4_000 })));

    const undone = { caseNo, outcome: 'REFUSED' };
    expect(await office.twice('trade.contract.cancel', undone)).toEqual(ok({ contractCancelled: true }));
    expect(await office.effects('housing', 'cancelContract', caseNo)).toBe(1);
    expect(await office.twice('tax.refund', undone)).toEqual(ok({ taxRefunded: true }));
    expect(await office.effects('tax', 'refund', caseNo)).toBe(1);
    expect(await office.twice('doc.render', { caseNo, template: 'decision_refused', reasonCode: 'DISPUTE' })).toEqual(
      ok({ documents: 1 }),
    );
    expect(await office.twice('case.close', { caseNo, outcome: 'REFUSED', reasonCode: 'DISPUTE' })).toEqual(ok());
    expect((await office.registry.sla.get(caseNo))?.state).toBe('stopped');
  });

  test('nothing was filed or assessed: undo has nothing to do', async () => {
    const caseNo = await file(sale(units.jointSale));
    expect(await office.twice('trade.contract.cancel', { caseNo, outcome: 'WITHDRAWN' })).toEqual(
      ok({ contractCancelled: false }),
    );
    expect(await office.twice('tax.refund', { caseNo, outcome: 'WITHDRAWN' })).toEqual(ok({ taxRefunded: false }));
  });

  test('a seizure in between: the recheck and the entry refuse, the notice cites it', async () => {
    const unit = units.mortgageable;
    const caseNo = await file(mortgage(unit));
    await accept(caseNo);
    await reviewed(caseNo);
    expect(await office.twice('case.interruption.check', { caseNo })).toEqual(ok({ entered: false }));
    await office.registry.seizures.enterSeizure(seizure(unit), courtOfficer);
    expect(await office.twice('registry.unit.recheck', { caseNo })).toEqual(refusal('UNIT_RESTRICTED'));
    expect(await office.twice('registry.book.write', { caseNo }, 'book', { elementId: 'BookWrite' })).toEqual(
      refusal('UNIT_RESTRICTED'),
    );
    expect(await office.twice('doc.render', { caseNo, template: 'decision_superseded' })).toEqual(ok({ documents: 1 }));
    expect(await office.twice('case.close', { caseNo, outcome: 'SUPERSEDED_BY_SEIZURE' })).toEqual(ok());
  });

  test('case.mark.recheck sets the mark; withdrawal and supplement papers are made', async () => {
    const caseNo = await file(sale(units.sharedSale));
    await accept(caseNo);
    expect(await office.twice('case.mark.recheck', { caseNo })).toEqual(ok({}));
    expect((await office.registry.cases.getCase(caseNo))?.recheckNeeded).toBe(true);
    for (const template of ['decision_withdrawn', 'notice_supplement']) {
      expect(await office.twice('doc.render', { caseNo, template, missingMaterials: ['contract'] })).toEqual(
        ok({ documents: 1 }),
      );
    }
  });
});
