import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestClock } from '../../platform/clock.ts';
import { type CityPerson, demoCity } from '../../registry/index.ts';
import { reviewTo, viewOnSite } from '../../scripts/play/registration.ts';
import type {
  Application,
  BuildingTable,
  CaseDetail,
  Survey,
  SurveyRecorded,
  SurveyUnit,
} from '../../server/api/index.ts';
import type { TestDatabase } from '../support/database.ts';
import { PATIENCE_MS } from '../support/eventually.ts';
import { type EngineUnderTest, SYSTEM_STARTS_WITHIN_MS, type System, startSystem } from '../support/system.ts';
import { buyer, party, plainHome } from './applications.ts';
import { type StaffWork, staffWork } from './staff-work.ts';

const district = '330203';
const parcel = `${district}001002GB31001`;
const land = `${parcel}W00000000`;
const homes = Array.from({ length: 60 }, (_, i) => `${parcel}F0001${String(i + 1).padStart(4, '0')}`);
const { company } = demoCity.institutions;

/** What every application has. */
const plain = (itemCode: string, unitCodes: string[], parties: Application['parties']): Application => ({
  applicationKey: randomUUID(),
  itemCode,
  unitCodes,
  parties,
  certMedium: 'electronic',
  delivery: 'none',
  inquiry: { trueIntention: true, leased: false, residenceRight: false },
  declareTruth: true,
});

const homeOf = (unitCode: string, area: number): SurveyUnit => ({
  unitCode,
  location: `宁波市海曙区新桥路9号1幢${Number(unitCode.slice(-4))}室`,
  floor: 1,
  roomNo: String(Number(unitCode.slice(-4))),
  use: 'residential',
  area,
});

const survey = (kind: Survey['kind'], parcelCode: string, more: Partial<Survey>): Survey => ({
  surveyNo: `CH-${randomUUID()}`,
  kind,
  parcelCode,
  surveyor: '演示测绘院',
  surveyedOn: '2026-11-10',
  ...more,
});

/**
 * From the granted land to the buyer's home, through HTTP on whatever engine runs: BDC-01, 24, 05 with 60 homes, 09; a home divided
 * (BDC-08) and an easement from its beginning to its end (BDC-28).
 */
export function estateAcceptance(startEngine: (db: TestDatabase, clock: TestClock) => Promise<EngineUnderTest>): void {
  let system: System;
  let staff: StaffWork;
  beforeAll(async () => {
    system = await startSystem(startEngine);
    staff = staffWork(() => system, district);
  }, SYSTEM_STARTS_WITHIN_MS);
  afterAll(() => system?.stop());

  const record = async (what: Survey) => (await staff.as('acceptor')).post<SurveyRecorded>('/api/surveys', what);
  const through = async (application: Application): Promise<CaseDetail> => {
    const detail = await staff.through(application);
    expect(detail).toMatchObject({ status: 'completed' });
    return detail;
  };

  describe('an estate', () => {
    const first: CityPerson = buyer(501);
    let contractNo: string | null = null;

    test('BDC-01: land that was granted is registered when the deed tax is paid', async () => {
      const parcelFacts = {
        location: '宁波市海曙区新桥路9号',
        area: 12_000,
        landUse: '城镇住宅用地',
        landNature: '待定',
      };
      await record(survey('parcel', parcel, { parcel: parcelFacts }));
      const detail = await through({
        ...plain('BDC-01', [land], [party('acquirer', company)]),
        ownershipMode: 'single',
        landGrant: {
          method: 'assignment',
          contractNo: '3302032026A21001',
          signedOn: '2026-10-20',
          priceFen: 50_000_000_000,
          termFrom: '2026-10-20',
          termTo: '2096-10-19',
        },
      });
      expect(detail.tax).toMatchObject({ state: 'CLEARED', totalFen: 1_500_000_000 });
      expect(detail.certificates).toHaveLength(1);
      expect(await system.registry.sla.get(detail.caseNo)).toMatchObject({ slaClass: '5WD' });
      expect(await staff.pageOf(land)).toMatchObject({
        unit: { landNature: '出让', landTermTo: '2096-10-19' },
        ownership: { rightType: '3' },
      });
    }, 120_000);

    test('BDC-24: a home is sold off plan, on a page with predicted areas', async () => {
      const building = { buildingNo: '0001', projectName: '新桥苑', structure: '钢筋混凝土', totalFloors: 15 };
      const predicted = homes.map((code) => homeOf(code, 100));
      const recorded = await record(survey('predicted', parcel, { buildings: [building], units: predicted }));
      expect(recorded.newUnits).toHaveLength(60);
      const presale = await through({
        ...plain('BDC-24', [homes[0]!], [party('acquirer', first), party('obligor', company)]),
        contract: { priceFen: 200_000_000, signedOn: '2026-11-20', payMode: 'full', escrow: false },
        caution: { agreementNo: 'YG-501', agreedOn: '2026-11-20' },
      });
      contractNo = presale.contract?.contractNo ?? null;
      expect(await staff.pageOf(homes[0]!)).toMatchObject({
        ownership: null,
        cautions: [{ cautionKind: 'presale', lapsesOn: null }],
      });
    }, 120_000);

    test('BDC-05: 60 homes in one entry, after two people have looked at the building', async () => {
      const measured = survey('surveyed', parcel, { units: homes.map((code) => homeOf(code, 101.5)) });
      await record(measured);
      const acceptor = await staff.as('acceptor');
      const table = await acceptor.get<BuildingTable>(`/api/units/${homes[0]}/building`);
      expect([table.units.length, table.landUnitCode, table.surveys[0]?.surveyNo]).toEqual([
        60,
        land,
        measured.surveyNo,
      ]);
      const application: Application = {
        ...plain('BDC-05', homes, [party('acquirer', company)]),
        ownershipMode: 'single',
        first: { surveyNo: measured.surveyNo },
      };
      const caseNo = await staff.accept(application);
      const reviewer = await staff.as('reviewer');
      const task = await reviewer.waitForTask(caseNo, 'Review', PATIENCE_MS);
      const offered = (await reviewer.openTask(task.taskKey)).decisions.map(({ value }) => value);
      expect(offered).toContain('onsite');
      expect(offered).not.toContain('approve');
      await reviewTo(reviewer, caseNo, 'onsite', '新建房屋首次登记，实地查看。');
      const viewers: [string, string] = [`reviewer-${district}`, `acceptor-${district}`];
      await viewOnSite(reviewer, caseNo, new Date('2026-11-24T10:00:00+08:00'), viewers);
      const detail = await staff.finish(application, caseNo);
      expect(detail.status).toBe('completed');
      expect(detail.certificates).toHaveLength(60);
      expect(detail.certificates.every((one) => one.documentId !== null)).toBe(true);
      expect(detail.payment).toMatchObject({ amountFen: 60 * 8_000 });
      const page = await staff.pageOf(homes[59]!);
      expect(page).toMatchObject({ unit: { area: 101.5 }, ownership: { regType: 100, holders: [{}] } });
    }, 240_000);

    test('BDC-09: the buyer gets the home, and the caution ends in the sale', async () => {
      await through({
        ...plain('BDC-09', [homes[0]!], [party('acquirer', first), party('obligor', company)]),
        ownershipMode: 'single',
        // the contract of the presale, once more for the registration itself
        contract: {
          ...(contractNo ? { contractNo } : {}),
          priceFen: 200_000_000,
          signedOn: '2026-11-20',
          payMode: 'full',
          escrow: false,
        },
        taxFamily: { marital: 'single', minorChildren: [] },
      });
      const page = await staff.pageOf(homes[0]!);
      expect([page.cautions, page.ownership?.regType]).toEqual([[], 200]);
    }, 120_000);
  });

  test('BDC-08: a home becomes two; the old page is closed and leads nowhere else', async () => {
    const unit = plainHome(district, 12);
    const parcelCode = unit.unitCode.slice(0, 19);
    const parts = ['7101', '7102'].map((no, i) => ({
      ...homeOf(`${parcelCode}F0001${no}`, i === 0 ? 40 : Number((unit.area - 40).toFixed(2))),
      location: `${unit.location}之${i + 1}`,
    }));
    const what = survey('partition', parcelCode, { units: parts });
    await record(what);
    const detail = await through({
      ...plain(
        'BDC-08',
        [unit.unitCode],
        unit.owners.map((owner) => party('acquirer', owner)),
      ),
      operation: 'divide',
      partition: { surveyNo: what.surveyNo, reason: '权利人申请分割' },
    });
    expect(detail.certificates).toHaveLength(2);
    expect(detail.payment).toBeNull();
    expect((await staff.pageOf(unit.unitCode)).states).toEqual(['EXTINGUISHED']);
    for (const part of parts)
      expect(await staff.pageOf(part.unitCode)).toMatchObject({
        unit: { area: part.area },
        ownership: { regType: 300, reason: '单元分割' },
      });
  }, 120_000);

  test('BDC-28: an easement stands on both pages from its beginning, through change and transfer, to its end', async () => {
    const [servient, dominant] = [plainHome(district, 13), plainHome(district, 14)];
    const units = [servient.unitCode, dominant.unitCode];
    const terms = {
      servientUnitCode: servient.unitCode,
      dominantUnitCode: dominant.unitCode,
      content: '通行',
      termFrom: '2026-11-20',
      termTo: '2046-11-19',
      contractNo: 'DYQ-1',
    };
    const both = async () => {
      const pages = await Promise.all(units.map((code) => staff.pageOf(code)));
      return pages.map(({ easements }) => easements.map((one) => [one.side, one.content, one.otherUnitCode]));
    };
    const holder = dominant.owners.map((owner) => party('acquirer', owner));
    await through({
      ...plain('BDC-28', units, [...holder, ...servient.owners.map((owner) => party('obligor', owner))]),
      operation: 'establish',
      easement: terms,
    });
    expect(await both()).toEqual([
      [['servient', '通行', dominant.unitCode]],
      [['dominant', '通行', servient.unitCode]],
    ]);
    const proofOf = async () => (await staff.pageOf(servient.unitCode)).easements[0]!.certificateNos[0]!;
    await through({
      ...plain('BDC-28', units, [...holder, ...servient.owners.map((owner) => party('obligor', owner))]),
      operation: 'change',
      targets: [{ certificateNo: await proofOf() }],
      easement: { ...terms, content: '通行和铺设管线' },
    });
    expect((await both()).map(([one]) => one?.[1])).toEqual(['通行和铺设管线', '通行和铺设管线']);
    const heir = buyer(510);
    await through({
      ...plain('BDC-28', units, [party('acquirer', heir), ...dominant.owners.map((owner) => party('obligor', owner))]),
      operation: 'transfer',
      targets: [{ certificateNo: await proofOf() }],
    });
    await through({
      ...plain('BDC-28', units, [party('acquirer', heir)]),
      operation: 'cancel',
      targets: [{ certificateNo: await proofOf() }],
      cancellation: { cause: 'agreement', endedOn: '2026-11-20' },
    });
    expect(await both()).toEqual([[], []]);
  }, 240_000);
}
