import { randomUUID } from 'node:crypto';
import {
  type Application,
  type CityPerson,
  type DemoUnit,
  demoCity,
  type Registry,
  type Survey,
  type SurveyUnit,
} from '../../../registry/index.ts';
import { acceptor, application, approveAndSign, fileAndAccept, payTax, reviewer } from './play.ts';

let parcels = 0;

/** A parcel that no other test uses. */
export function newParcel(): string {
  parcels += 1;
  return `330203001002GB${String(20_000 + parcels).padStart(5, '0')}`;
}

export const landOf = (parcelCode: string) => `${parcelCode}W00000000`;
export const homeOf = (parcelCode: string, room: number) => `${parcelCode}F0001${String(room).padStart(4, '0')}`;

const { company } = demoCity.institutions;

/** What `play.ts` needs to know of a unit that is not of the demo city. */
export const unitOf = (unitCode: string, owners: CityPerson[] = [company]): DemoUnit => ({
  unitCode,
  location: '宁波市海曙区新桥路9号',
  area: 0,
  mode: 'single',
  owners,
  certificateNo: '',
  proofNo: null,
});

export function parcelSurvey(parcelCode: string, more: Partial<Survey> = {}): Survey {
  return {
    surveyNo: `QJ-${randomUUID()}`,
    kind: 'parcel',
    parcelCode,
    surveyor: '演示测绘院',
    surveyedOn: '2026-10-08',
    parcel: {
      location: '宁波市海曙区新桥路9号',
      area: 12_000,
      landUse: '城镇住宅用地',
      landNature: '待定',
      bounds: { east: '新桥路', south: '河', west: '空地', north: '规划路' },
    },
    ...more,
  };
}

export const home = (parcelCode: string, room: number, more: Partial<SurveyUnit> = {}): SurveyUnit => ({
  unitCode: homeOf(parcelCode, room),
  location: `宁波市海曙区新桥路9号1幢${room}室`,
  floor: Math.ceil(room / 4),
  roomNo: String(room),
  use: 'residential',
  area: 100,
  innerArea: 80,
  sharedArea: 20,
  ...more,
});

export function buildingSurvey(
  kind: 'predicted' | 'surveyed',
  parcelCode: string,
  units: SurveyUnit[],
  more: Partial<Survey> = {},
): Survey {
  return {
    surveyNo: `CH-${randomUUID()}`,
    kind,
    parcelCode,
    surveyor: '演示测绘院',
    surveyedOn: '2026-11-10',
    buildings: [{ buildingNo: '0001', projectName: '新桥苑', structure: '钢筋混凝土', totalFloors: 15 }],
    units,
    ...more,
  };
}

export function partitionSurvey(parcelCode: string, units: SurveyUnit[]): Survey {
  return {
    surveyNo: `FG-${randomUUID()}`,
    kind: 'partition',
    parcelCode,
    surveyor: '演示测绘院',
    surveyedOn: '2026-11-10',
    units,
  };
}

/** BDC-01: granted to the demo company. */
export const landGrant = (parcelCode: string, more: Partial<Application> = {}): Application =>
  application(
    'BDC-01',
    unitOf(landOf(parcelCode)),
    { acquirers: [company] },
    {
      ownershipMode: 'single',
      landGrant: {
        method: 'assignment',
        contractNo: '3302032026A21001',
        signedOn: '2026-10-20',
        priceFen: 50_000_000_000,
        termFrom: '2026-10-20',
        termTo: '2096-10-19',
      },
      ...more,
    },
  );

/** BDC-05 of the demo company. */
export const firstOf = (unitCodes: string[], surveyNo: string, more: Partial<Application> = {}): Application =>
  application(
    'BDC-05',
    unitCodes.map((code) => unitOf(code)),
    { acquirers: [company] },
    { ownershipMode: 'single', first: { surveyNo }, ...more },
  );

/** 实地查看 by two, found as applied for. */
export async function viewed(registry: Registry, caseNo: string): Promise<void> {
  const viewers = [reviewer.userId, acceptor.userId];
  const { documentId } = await registry.documents.put({
    caseNo,
    key: 'site-photo',
    kind: 'onsite_photo',
    title: '实地查看照片',
    mediaType: 'image/jpeg',
    bytes: Buffer.from('site photo'),
    by: reviewer,
  });
  const at = new Date('2026-11-24T10:00:00+08:00');
  await registry.cases.scheduleOnSite({ caseNo, taskKey: `${caseNo}-view`, appointedAt: at, viewers, by: reviewer });
  await registry.cases.recordOnSite({
    caseNo,
    decision: 'done',
    result: 'consistent',
    viewers,
    photos: [documentId],
    opinion: '现场与申请一致。',
    by: reviewer,
  });
}

/** Everything up to the 登簿 of a first registration, the view included. */
export async function readyWithView(registry: Registry, what: Application): Promise<string> {
  const caseNo = await fileAndAccept(registry, what);
  if (what.landGrant && what.landGrant.method !== 'allocation') await payTax(registry, caseNo);
  if (registry.items.getItem(what.itemCode).siteView === 'always') await viewed(registry, caseNo);
  await approveAndSign(registry, caseNo);
  return caseNo;
}
