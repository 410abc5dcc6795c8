import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestClock } from '../../platform/clock.ts';
import { type CityPerson, cityPerson, type DemoUnit, demoCity } from '../../registry/index.ts';
import { awaitAnswer, courtNotice, fileNotice, signNotice } from '../../scripts/play/court.ts';
import type { Application, UnitSearchResult } from '../../server/api/index.ts';
import type { TestDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { type EngineUnderTest, SYSTEM_STARTS_WITHIN_MS, type System, startSystem } from '../support/system.ts';
import { buyer, changeOf, party, saleOf } from './applications.ts';
import { trapWork } from './trap-work.ts';

const DISTRICT = '330203';
type Share = { n: number; d: number };

/** The legal traps of domain §5.13 that what stands in the register decides, end to end over HTTP with every role’s own sign-in. */
export function registerTrapsAcceptance(
  startEngine: (db: TestDatabase, clock: TestClock) => Promise<EngineUnderTest>,
): void {
  let system: System;
  beforeAll(async () => {
    system = await startSystem(startEngine);
  }, SYSTEM_STARTS_WITHIN_MS);
  afterAll(() => system?.stop());

  const { staff, freshHome, freshBuyer, refused, completed, asked } = trapWork(() => system, DISTRICT);
  const { units } = demoCity;

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

  test('INV-20 a home under 最高额抵押 is seized: the bank is told, and its claim stands as high as it says', async () => {
    const unit = freshHome();
    const detail = await completed({
      ...changeOf(unit),
      itemCode: 'BDC-18',
      operation: undefined,
      facts: undefined,
      parties: [party('acquirer', demoCity.institutions.bank), ...unit.owners.map((owner) => party('obligor', owner))],
      mortgage: {
        mortgageKind: 'maximum',
        amountFen: 100_000_000,
        termFrom: '2026-11-20',
        termTo: '2031-11-19',
        scope: '主债权及利息、违约金',
        restrictsTransfer: false,
        loanContractNo: 'JK-20',
        mortgageContractNo: 'DY-20',
      },
    });
    const { loanbank } = system.simulators.addresses;
    await fetch(`${loanbank}/claims`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ certificateNo: detail.certificates[0]!.certificateNo, claimFen: 63_000_000 }),
    });
    const [owner] = unit.owners;
    const court = await system.as('courtofficer-0203');
    const noticeNo = await fileNotice(
      court,
      courtNotice('0203', 403, {
        content: { unitCodes: [unit.unitCode], respondent: { name: owner!.name, idNo: owner!.idNo } },
      }),
    );

    await signNotice(await system.as('courtapprover-0203'), noticeNo);
    expect((await awaitAnswer(court, noticeNo)).state).toBe('EFFECTIVE');

    // entries of one instant are a millisecond apart: what the last one tells is due a moment later
    await system.setTime(new Date(system.clock.now().getTime() + 1_000));
    const claim = await eventually('the claim of the bank', async () => {
      const [frozen] = (await staff.pageOf(unit.unitCode)).frozenClaims;
      return frozen?.toldAt ? frozen : false;
    });
    expect(claim).toMatchObject({ connected: true, claimFen: 63_000_000 });
    const letters = (await (await fetch(`${loanbank}/letters?caseNo=CF${claim.seizureId}`)).json()) as {
      letters: { bankId: string; kind: string }[];
    };
    expect(letters.letters).toMatchObject([{ bankId: 'BANK-01', kind: 'mortgage_seized' }]);
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
      operation: undefined,
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
}
