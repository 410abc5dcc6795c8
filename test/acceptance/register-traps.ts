import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signatureHeader, signCallback } from '../../departments/index.ts';
import type { TestClock } from '../../platform/clock.ts';
import { type CityPerson, cityPerson, type DemoUnit, demoCity } from '../../registry/index.ts';
import { awaitAnswer, courtNotice, fileNotice, signNotice } from '../../scripts/play/court.ts';
import type { Application, CaseDetail, IncidentList, UnitCheck, UnitSearchResult } from '../../server/api/index.ts';
import type { TestDatabase } from '../support/database.ts';
import { CALLBACK_SECRET, type EngineUnderTest, type System, startSystem } from '../support/system.ts';
import { buyer, changeOf, party, plainHome, saleOf } from './applications.ts';
import { eventually, PATIENCE_MS, staffWork } from './staff-work.ts';

const DISTRICT = '330203';

/** A department reports by itself, signed. */
async function callback(publicUrl: string, path: string, now: Date, event: Record<string, unknown>): Promise<void> {
  const raw = JSON.stringify(event);
  const headers = { 'content-type': 'application/json', [signatureHeader]: signCallback(CALLBACK_SECRET, raw, now) };
  const answer = await fetch(publicUrl + path, { method: 'POST', headers, body: raw });
  expect(answer.status).toBe(200);
}
type Share = { n: number; d: number };

/** The legal traps of domain §5.13 that the register itself decides, end to end over HTTP with every role's own sign-in. */
export function registerTrapsAcceptance(
  startEngine: (db: TestDatabase, clock: TestClock) => Promise<EngineUnderTest>,
): void {
  let system: System;
  beforeAll(async () => {
    system = await startSystem(startEngine);
  }, 180_000);
  afterAll(() => system?.stop());

  const staff = staffWork(() => system, DISTRICT);
  const { units } = demoCity;
  let homes = 0;
  const freshHome = () => plainHome(DISTRICT, homes++);
  let buyers = 200;
  const freshBuyer = () => buyer(buyers++);

  const refused = async (application: Application) => {
    const detail = await staff.closed(await staff.file(application));
    expect(detail).toMatchObject({ status: 'not_accepted', acceptedAt: null, closeReason: 'UNIT_RESTRICTED' });
    expect(detail.documents.map(({ kind }) => kind)).toContain('notice_not_accepted');
  };
  const completed = async (application: Application): Promise<CaseDetail> => {
    const detail = await staff.through(application);
    expect(detail.status).toBe('completed');
    return detail;
  };
  const asked = async (unit: { unitCode: string }, itemCode = 'BDC-10') =>
    (await staff.as('acceptor')).get<UnitCheck>(`/api/units/${unit.unitCode}/check?itemCode=${itemCode}`);

  const byShares = (unit: DemoUnit, owners: readonly { person: CityPerson; share: Share }[]): Application => ({
    ...saleOf(unit, owners[0]!.person),
    ownershipMode: 'shares',
    parties: [
      ...owners.map(({ person, share }) => ({ ...party('acquirer', person), share })),
      ...unit.owners.map((owner) => party('obligor', owner)),
    ],
  });

  /** One co-owner sells all of his own share. */
  const shareSale = (unit: DemoUnit, seller: CityPerson, to: CityPerson, share: Share, told?: string): Application => ({
    ...saleOf({ ...unit, owners: [seller] }, to),
    ownershipMode: 'shares',
    parties: [{ ...party('acquirer', to), share }, party('obligor', seller)],
    transfer: {
      reason: 'sale',
      basisNo: '份额买卖合同1号',
      effectiveOn: '2026-11-20',
      shareOnly: true,
      ...(told ? { preemptionNoticedOn: told } : {}),
    },
  });

  describe('§5.13-4 a seizure of one half', () => {
    const [debtor, other] = [cityPerson(1_000_401), cityPerson(1_000_402)];
    let unit: DemoUnit;
    const half = { n: 1, d: 2 };

    test('given a home of two halves, when the court seizes one of them, the page says which', async () => {
      unit = freshHome();
      await completed(
        byShares(unit, [
          { person: debtor, share: half },
          { person: other, share: half },
        ]),
      );
      const court = await system.as('courtofficer-0203');
      const noticeNo = await fileNotice(
        court,
        courtNotice('0203', 401, {
          content: {
            unitCodes: [unit.unitCode],
            respondent: { name: debtor.name, idNo: debtor.idNo },
            scopeShare: half,
          },
        }),
      );
      await signNotice(await system.as('courtapprover-0203'), noticeNo);
      expect((await awaitAnswer(court, noticeNo)).state).toBe('EFFECTIVE');
      expect((await staff.pageOf(unit.unitCode)).seizures).toMatchObject([{ status: 'CURRENT', scopeShare: half }]);
      // the counter may take the sale of a share, and says of which; a mortgage of the home stays stopped
      expect(await asked(unit)).toMatchObject({ allowed: true, warnings: [{ rule: 'INV-16' }] });
      expect(await asked(unit, 'BDC-17')).toMatchObject({
        allowed: false,
        blocks: [{ rule: 'INV-06', message: expect.stringContaining('1/2份额已被查封') }],
      });
    });

    test('the debtor’s own half and the whole home are not accepted, nor the free half before the others were told', async () => {
      await refused(shareSale(unit, debtor, freshBuyer(), half, '2026-11-01'));
      await refused(saleOf({ ...unit, owners: [debtor, other] }, freshBuyer()));
      await refused(shareSale(unit, other, freshBuyer(), half));
    });

    test('then the free half is sold, the seizure stays on the other, and the certificate says so', async () => {
      const to = freshBuyer();
      const detail = await completed(shareSale(unit, other, to, half, '2026-11-01'));
      expect(detail.certificates).toHaveLength(1);
      const page = await staff.pageOf(unit.unitCode);
      expect(page.ownership).toMatchObject({ mode: 'shares', note: expect.stringContaining('1/2份额已被查封') });
      expect(page.ownership?.holders.map(({ share }) => share)).toEqual([half, half]);
      expect(page.seizures).toMatchObject([{ status: 'CURRENT', scopeShare: half }]);
      const content = await system.registry.certificates.getContent(detail.certificates[0]!.certificateNo);
      expect(content?.holders.map(({ name, share }) => [name, share])).toEqual([
        [debtor.name, '1/2'],
        [to.name, '1/2'],
      ]);
    });
  });

  describe('§5.13-7 a mortgaged home', () => {
    test('of 2022 without restriction: sold, the mortgage follows, the bank is told', async () => {
      const unit = units.mortgaged;
      expect(await asked(unit)).toMatchObject({ allowed: true, warnings: [{ rule: 'INV-18' }] });
      const to = freshBuyer();
      const detail = await completed(saleOf(unit, to));
      const page = await staff.pageOf(unit.unitCode);
      expect(page.mortgages).toMatchObject([{ status: 'CURRENT', rank: 1 }]);
      expect(page.ownership).toMatchObject({ caseNo: detail.caseNo, note: expect.stringContaining('抵押权') });
      const letters = await eventually('the letter to the bank', async () => {
        const answer = await fetch(`${system.simulators.addresses.loanbank}/letters?caseNo=${detail.caseNo}`);
        const found = ((await answer.json()) as { letters: { bankId: string; kind: string }[] }).letters;
        return found.length > 0 && found;
      });
      expect(letters).toMatchObject([{ bankId: 'BANK-01', kind: 'mortgage_followed' }]);
    });

    test('of 2019: not accepted without the bank’s consent, with it sold', async () => {
      const unit = units.mortgagedBefore2021;
      expect(await asked(unit)).toMatchObject({
        allowed: false,
        blocks: [{ rule: 'INV-18', message: expect.stringContaining('2021年1月1日之前') }],
      });
      await refused(saleOf(unit, freshBuyer()));
      const [mortgage] = (await staff.pageOf(unit.unitCode)).mortgages;
      const consents = [{ rightId: mortgage!.rightId, kind: 'mortgagee' as const }];
      await completed(saleOf(unit, freshBuyer(), { consents }));
      expect((await staff.pageOf(unit.unitCode)).mortgages).toHaveLength(1);
    });
  });

  test('§5.13-10 three thirds are taken exactly; decimals go back with advice', async () => {
    const unit = freshHome();
    const owners = [501, 502, 503].map((n) => ({ person: buyer(n), share: { n: 1, d: 3 } }));
    const thirds = byShares(unit, owners);
    const decimals = [0.33, 0.33, 0.34].map((n, i) => ({ ...owners[i]!, share: { n, d: 1 } }));
    await expect(staff.file(byShares(unit, decimals))).rejects.toMatchObject({
      status: 422,
      problem: { errors: [0, 1, 2].map(() => expect.objectContaining({ message: expect.stringContaining('分数') })) },
    });
    const percent = [33, 33, 33].map((n, i) => ({ ...owners[i]!, share: { n, d: 100 } }));
    await refused(byShares(unit, percent));
    await completed(thirds);
    const { ownership } = await staff.pageOf(unit.unitCode);
    expect(ownership?.holders.map(({ share }) => share)).toEqual(owners.map(({ share }) => share));
  });

  test('§5.13-14 with the deed tax unpaid nothing the supervisor presses leads to 登簿', async () => {
    const unit = freshHome();
    const application = saleOf(unit, freshBuyer());
    const caseNo = await staff.accept(application);
    const supervisor = await staff.as('supervisor');
    // the reviewer's task is seen, but neither taken nor done by a supervisor
    const review = await (await staff.as('reviewer')).waitForTask(caseNo, 'Review', PATIENCE_MS);
    expect((await supervisor.openTask(review.taskKey)).canComplete).toBe(false);
    await expect(supervisor.post(`/api/tasks/${review.taskKey}/claim`)).rejects.toMatchObject({ status: 403 });
    await staff.does(application, caseNo, 'Review');
    const detail = await eventually('the tax to pay', async () => {
      const found = await staff.caseOf(caseNo);
      return found.tax?.state === 'ASSESSED' && found;
    });
    expect(detail.tax?.totalFen).toBeGreaterThan(0);
    const signed = { elementId: 'SignBook', signDecision: 'enter', opinion: '主管要求登簿。', pin: 'yitong-demo' };
    for (const elementId of ['SignBook', 'Review'])
      await expect(
        supervisor.post(`/api/tasks/${review.taskKey}/complete`, { ...signed, elementId }),
      ).rejects.toMatchObject({ status: expect.toSatisfy((status: number) => [403, 404, 409, 422].includes(status)) });
    const decide = supervisor.post(`/api/cases/${caseNo}/escalation/decision`, {
      decision: 'approve',
      opinion: '先登簿后补税。',
    });
    await expect(decide).rejects.toMatchObject({
      status: expect.toSatisfy((status: number) => status >= 400 && status < 500),
    });
    const after = await staff.caseOf(caseNo);
    expect(after).toMatchObject({ registeredAt: null, certificates: [] });
    expect(after.openTasks.map(({ elementId }) => elementId)).not.toContain('SignBook');
    expect((await staff.pageOf(unit.unitCode)).ownership?.caseNo).not.toBe(caseNo);
    // paid, it is entered
    expect((await staff.finish(application, caseNo)).status).toBe('completed');
  }, 120_000);

  test('a tax paid short is an incident on the supervisor’s board, never a paid case; the right sum and a retry mend it', async () => {
    const application = saleOf(freshHome(), freshBuyer());
    const caseNo = await staff.accept(application);
    const assessed = await eventually('the assessment', async () => {
      const { tax } = await staff.caseOf(caseNo);
      return tax?.state === 'ASSESSED' && tax;
    });
    const told = (eventId: string, totalFen: number) =>
      callback(system.publicUrl, '/api/callbacks/tax', system.clock.now(), {
        event: 'tax.result',
        eventId,
        caseNo,
        taxCaseNo: assessed.taxCaseNo,
        result: 'paid',
        totalFen,
        at: system.clock.now().toISOString(),
        reason: null,
      });
    await told('short-1', assessed.totalFen - 100);
    const supervisor = await staff.as('supervisor');
    const incident = await eventually('the incident', async () =>
      (await supervisor.get<IncidentList>('/api/incidents')).items.find((one) => one.caseNo === caseNo),
    );
    expect(incident.message).toMatch(/税务机关回告的金额为.+元，应为.+元，两者不符/);
    await staff.does(application, caseNo, 'Review');
    expect(await staff.caseOf(caseNo)).toMatchObject({ registeredAt: null, tax: { state: 'ASSESSED' } });
    await staff.pay(caseNo);
    await eventually('the payment', async () => (await staff.caseOf(caseNo)).tax?.state === 'PAID');
    await supervisor.post(`/api/incidents/${incident.incidentKey}/retry`);
    expect((await staff.finish(application, caseNo)).status).toBe('completed');
  }, 120_000);

  describe('§5.13-15 deed tax of a second home', () => {
    /** The home measured anew (BDC-08). */
    const measured = async (area: number): Promise<DemoUnit> => {
      const unit = freshHome();
      const innerArea = Math.round(area * 82) / 100;
      const sharedArea = Math.round((area - innerArea) * 100) / 100;
      const facts = { reason: '测绘更正', basisNo: '测绘成果1号', area, innerArea, sharedArea };
      await completed({ ...changeOf(unit), facts });
      expect((await staff.pageOf(unit.unitCode)).unit.area).toBe(area);
      return { ...unit, area };
    };
    /** In percent of the price without value-added tax. */
    const deedRate = async (area: number, signedOn: string): Promise<number> => {
      const unit = await measured(area);
      // a buyer who owns one home already
      const person = freshBuyer();
      await completed(saleOf(freshHome(), person));
      const contract = { priceFen: 300_000_000, signedOn, payMode: 'full' as const, escrow: false };
      const application = saleOf(unit, person, { contract });
      const caseNo = await staff.accept(application);
      const { tax } = await staff.clear(caseNo);
      const fen = (kind: string) => tax?.lines.find(({ name }) => name === kind)?.amountFen ?? 0;
      await staff.finish(application, caseNo);
      return Math.round((fen('契税') / (contract.priceFen - fen('增值税'))) * 10_000) / 100;
    };

    test('exactly 140.00 ㎡ in 2026: 1 %', async () => {
      expect(await deedRate(140, '2026-11-20')).toBe(1);
    }, 120_000);
    test('140.01 ㎡ in 2026: 2 %', async () => {
      expect(await deedRate(140.01, '2026-11-20')).toBe(2);
    }, 120_000);
    test('100 ㎡ by a contract of 2024-11-30: 2 %', async () => {
      expect(await deedRate(100, '2024-11-30')).toBe(2);
    }, 120_000);
  });

  test('§5.13-16 an old code of 江东: found through the crosswalk, handled under today’s code once a clerk has confirmed', async () => {
    const unit = demoCity.saleUnits(DISTRICT).find(({ unitCode }) => unitCode.endsWith('0050')) as DemoUnit;
    const legacyCode = demoCity.legacyCodeOf(unit.unitCode)!;
    expect(legacyCode).toMatch(/^330204/);
    const acceptor = await staff.as('acceptor');
    const { items } = await acceptor.get<UnitSearchResult>(`/api/units?q=${legacyCode}`);
    expect(items).toMatchObject([{ unitCode: unit.unitCode, legacyCode }]);
    // the old code itself is not handled: the answer names the unit of today and asks to compare
    const old = { ...saleOf(unit, freshBuyer()), unitCodes: [legacyCode] };
    await expect(staff.file(old)).rejects.toMatchObject({
      status: 422,
      problem: {
        errors: [expect.objectContaining({ code: 'UNIT_LEGACY', message: expect.stringContaining(unit.unitCode) })],
      },
    });
    // another unit under this old code is refused
    const other = freshHome();
    const wrong = saleOf(other, freshBuyer(), { legacyCodes: [{ legacyCode, unitCode: other.unitCode }] });
    await expect(staff.file(wrong)).rejects.toMatchObject({
      status: 422,
      problem: { errors: [expect.objectContaining({ code: 'UNIT_LEGACY_MISMATCH' })] },
    });
    // confirmed, it is a case like any other, and the file says who confirmed
    const confirmed = { legacyCodes: [{ legacyCode, unitCode: unit.unitCode }] };
    const { caseNo } = await completed(saleOf(unit, freshBuyer(), confirmed));
    expect((await staff.pageOf(unit.unitCode)).ownership?.caseNo).toBe(caseNo);
    const { rows } = await system.db.pool.query(
      'SELECT user_id FROM registry.legacy_confirmations WHERE case_no = $1',
      [caseNo],
    );
    expect(rows).toEqual([{ user_id: `acceptor-${DISTRICT}` }]);
  });

  describe('§5.13-18 a residence right on a home that is sold', () => {
    const resident = cityPerson(1_000_601);
    const residenceOf = (unit: DemoUnit, scope: string, to = resident): Application => ({
      ...changeOf(unit),
      itemCode: 'BDC-33',
      facts: undefined,
      parties: [party('acquirer', to), ...unit.owners.map((owner) => party('obligor', owner))],
      residence: { basis: 'contract', basisNo: '居住权合同1号', scope, conditions: '无' },
    });

    test('the buyer signs that he knows; the right stays; a second one of the same rooms is refused', async () => {
      const unit = freshHome();
      await completed(residenceOf(unit, '整套'));
      await refused(saleOf(unit, freshBuyer()));
      const [right] = (await staff.pageOf(unit.unitCode)).residences;
      const to = freshBuyer();
      const consents = [{ rightId: right!.rightId, kind: 'residence_risk' as const }];
      await completed(saleOf(unit, to, { consents }));
      const page = await staff.pageOf(unit.unitCode);
      expect(page.residences).toMatchObject([{ rightId: right!.rightId, status: 'CURRENT' }]);
      expect(page.ownership?.note).toContain('居住权继续存在');
      await refused(residenceOf({ ...unit, owners: [to] }, '南侧卧室', cityPerson(1_000_602)));
    });

    test('rooms that may differ go to a reviewer with the warning', async () => {
      const unit = freshHome();
      await completed(residenceOf(unit, '南侧卧室'));
      expect(await asked(unit, 'BDC-33')).toMatchObject({
        allowed: true,
        warnings: [{ rule: 'INV-24', message: expect.stringContaining('是否冲突') }],
      });
      await refused(residenceOf(unit, '南侧卧室', cityPerson(1_000_603)));
      await completed(residenceOf(unit, '北侧卧室', cityPerson(1_000_604)));
      expect((await staff.pageOf(unit.unitCode)).residences).toHaveLength(2);
    });
  });

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
