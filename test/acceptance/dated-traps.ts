import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestClock } from '../../platform/clock.ts';
import { cityPerson, demoCity } from '../../registry/index.ts';
import type { Application, CaseDetail } from '../../server/api/index.ts';
import type { TestDatabase } from '../support/database.ts';
import { PATIENCE_MS } from '../support/eventually.ts';
import { type EngineUnderTest, SYSTEM_STARTS_WITHIN_MS, type System, startSystem } from '../support/system.ts';
import { buyer, changeOf, party, saleOf } from './applications.ts';
import { trapWork } from './trap-work.ts';

const DISTRICT = '330203';

/** The legal traps of domain §5.13 that a date decides: an objection and a caution as the days pass. */
export function datedTrapsAcceptance(
  startEngine: (db: TestDatabase, clock: TestClock) => Promise<EngineUnderTest>,
): void {
  let system: System;
  beforeAll(async () => {
    system = await startSystem(startEngine);
  }, SYSTEM_STARTS_WITHIN_MS);
  afterAll(() => system?.stop());

  const { staff, freshHome, freshBuyer, refused, completed, asked } = trapWork(() => system, DISTRICT);
  const { units } = demoCity;

  describe('§5.13-9 an 异议, and §5.13-8 a 预告登记, as the days pass', () => {
    const underObjection = units.objected; // since 2026-11-22
    const first = buyer(900);

    test('9: on day 3 only with the risk signed for', async () => {
      const unit = underObjection;
      await system.setTime('2026-11-25T09:10:00+08:00');
      expect(await asked(unit)).toMatchObject({ allowed: true, warnings: [{ rule: 'INV-23' }] });
      await refused(saleOf(unit, freshBuyer()));
      const [objection] = (await staff.pageOf(unit.unitCode)).objections;
      const consents = [{ rightId: objection!.rightId, kind: 'objection_risk' as const }];
      await completed(saleOf(unit, first, { consents }));
      expect((await staff.pageOf(unit.unitCode)).states).toContain('OBJECTED');
    });

    test('8: the holder silent: not accepted; with his written consent: sold', async () => {
      const unit = units.cautioned;
      expect(await asked(unit)).toMatchObject({ allowed: false, blocks: [{ rule: 'INV-21' }] });
      await refused(saleOf(unit, freshBuyer()));
      const [caution] = (await staff.pageOf(unit.unitCode)).cautions;
      const consents = [{ rightId: caution!.rightId, kind: 'caution_holder' as const }];
      await completed(saleOf(unit, freshBuyer(), { consents }));
    });

    test('8: day 90 after it could be registered: refused; day 91: lapsed, sold without asking', async () => {
      const unit = freshHome();
      const holder = cityPerson(1_000_701);
      const { contract } = await completed({
        ...saleOf(unit, holder),
        itemCode: 'BDC-26',
        operation: 'sale',
        ownershipMode: undefined,
        taxFamily: undefined,
        caution: { agreementNo: '预告约定1号', agreedOn: '2026-08-30', registrableFrom: '2026-09-01' },
      });
      await system.setTime('2026-11-30T09:10:00+08:00');
      await refused(saleOf(unit, freshBuyer()));
      // the contract behind it is cancelled at the housing authority: one home is not filed twice
      const voided = {
        unitCode: unit.unitCode,
        priceFen: contract?.priceFen,
        signedAt: contract?.signedOn,
        status: 'void',
      };
      const cancelled = await fetch(`${system.simulators.addresses.housing}/contracts/${contract?.contractNo}`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(voided),
      });
      expect(cancelled.ok).toBe(true);
      await system.setTime('2026-12-01T09:10:00+08:00');
      await completed(saleOf(unit, freshBuyer()));
      expect((await staff.pageOf(unit.unitCode)).cautions).toEqual([]);
    }, 150_000);

    test('8: the holder buys with the contract of his 预告登记: taken over, filed once', async () => {
      const unit = freshHome();
      const holder = cityPerson(1_000_702);
      const cautioned = await completed({
        ...saleOf(unit, holder),
        itemCode: 'BDC-26',
        operation: 'sale',
        ownershipMode: undefined,
        taxFamily: undefined,
        caution: { agreementNo: '预告约定2号', agreedOn: '2026-11-20', registrableFrom: '2026-11-20' },
      });
      const application = saleOf(unit, holder);
      const { contractNo } = cautioned.contract!;
      const sold = await completed({ ...application, contract: { ...application.contract!, contractNo: contractNo! } });
      const filingOf = ({ caseNo }: CaseDetail) => system.registry.money.getContractFiling(caseNo);
      const first = await filingOf(cautioned);
      expect(first).toMatchObject({ contractNo, state: 'FILED', takenOverFrom: null });
      expect(await filingOf(sold)).toEqual({ ...first, caseNo: sold.caseNo, takenOverFrom: cautioned.caseNo });
      const page = await staff.pageOf(unit.unitCode);
      expect(page.cautions).toEqual([]);
      expect(page.ownership?.holders).toHaveLength(1);
      const { evidence } = system.registry;
      expect(await evidence.verifyRegister()).toMatchObject({ ok: true });
    });

    test('8: its number belongs to no other home: 更正合同 at the window, then filed under its own', async () => {
      const [cautioned, other] = [freshHome(), freshHome()];
      const holder = cityPerson(1_000_703);
      const { contract, caseNo: cautionedCase } = await completed({
        ...saleOf(cautioned, holder),
        itemCode: 'BDC-26',
        operation: 'sale',
        ownershipMode: undefined,
        taxFamily: undefined,
        caution: { agreementNo: '预告约定3号', agreedOn: '2026-11-20', registrableFrom: '2026-11-20' },
      });
      // given the holder buys another home, and the clerk writes down the number of the first
      const application = saleOf(other, holder);
      const wrong = { ...application.contract!, contractNo: contract!.contractNo! };
      const caseNo = await staff.accept({ ...application, contract: wrong });
      // when it comes back to the window instead of failing, and the right number is given
      const right = 'HT-2026-7703';
      const { priceFen, signedOn } = application.contract!;
      await fetch(`${system.simulators.addresses.housing}/contracts/${right}`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ unitCode: other.unitCode, priceFen, signedAt: signedOn, status: 'signed' }),
      });
      const acceptor = await staff.as('acceptor');
      const toFix = await acceptor.waitForTask(caseNo, 'FixContract', PATIENCE_MS);
      const { hint } = await acceptor.openTask(toFix.taskKey);
      expect(hint).toMatch(
        new RegExp(`^原因：合同${contract!.contractNo}已为其他不动产单元备案（业务${cautionedCase}）`),
      );
      const fixed = { elementId: 'FixContract' as const, note: '合同号抄错，已更正', contractNo: right };
      await acceptor.perform(caseNo, fixed, PATIENCE_MS);
      // then
      expect(await staff.finish(application, caseNo)).toMatchObject({ status: 'completed' });
      expect(await system.registry.money.getContractFiling(caseNo)).toMatchObject({
        contractNo: right,
        takenOverFrom: null,
      });
    });

    test('9: day 16 without proof of a suit: lapsed', async () => {
      const unit = underObjection;
      await system.setTime('2026-12-07T09:10:00+08:00');
      await refused(saleOf({ ...unit, owners: [first] }, freshBuyer()));
      await system.setTime('2026-12-08T09:10:00+08:00');
      expect((await staff.pageOf(unit.unitCode)).states).not.toContain('OBJECTED');
      await completed(saleOf({ ...unit, owners: [first] }, freshBuyer()));
    });

    test('9: a new objection lapses, and the same person on the same ground is refused', async () => {
      const unit = freshHome();
      const objector = cityPerson(1_000_801);
      const objection = { ground: 'share' as const, matter: '主张为共有人', evidenceNo: '证据1号' };
      const object = (more: Partial<Application> = {}): Application => ({
        ...changeOf(unit),
        itemCode: 'BDC-30',
        operation: undefined,
        facts: undefined,
        parties: [party('acquirer', objector)],
        objection,
        ...more,
      });
      // the holder himself applies for a correction instead
      await refused(object({ parties: unit.owners.map((owner) => party('acquirer', owner)) }));
      const { certificates } = await completed(object());
      expect(certificates).toMatchObject([{ kind: 'proof', state: 'LIVE' }]);
      const page = await staff.pageOf(unit.unitCode);
      expect(page).toMatchObject({ objections: [{ lapsesOn: '2026-12-23' }], states: ['OBJECTED'] });
      await refused(object());
      await system.setTime('2026-12-24T09:10:00+08:00');
      expect((await staff.pageOf(unit.unitCode)).states).toEqual(['NORMAL']);
      await refused(object({ objection: { ...objection, matter: '仍主张为共有人，换个说法' } }));
      // another ground is another objection
      await completed(object({ objection: { ground: 'forged', matter: '转让合同系伪造', evidenceNo: '证据2号' } }));
    }, 120_000);
  });
}
