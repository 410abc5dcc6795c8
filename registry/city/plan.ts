import { addDays, at } from '../calendar/local-time.ts';
import type { OwnershipMode, Share } from '../common.ts';
import type { UnitUse } from '../units/types.ts';
import { districts } from '../validators/unit-code.ts';
import { type CityPerson, cityPerson, demoInstitutions } from './people.ts';
import { pick, random } from './random.ts';
import { specialUnits } from './special-units.ts';

/** A unit as the generator will write it. Pure data: the same seed gives the same city. */
export interface PlannedUnit {
  unitCode: string;
  parcelCode: string;
  /** Null for land without building. */
  buildingNo: string | null;
  district: string;
  location: string;
  floor: number | null;
  roomNo: string | null;
  use: UnitUse;
  area: number;
  innerArea: number | null;
  sharedArea: number | null;
  /** 3 land use right of land without building, 4 land and house. */
  rightType: '3' | '4';
  /** 登记类型 of the ownership as it was taken over. */
  regType: 100 | 200;
  ownedSince: Date;
  mode: OwnershipMode;
  /** Empty: not registered yet. */
  owners: (CityPerson & { share: Share | null })[];
  mortgage: PlannedMortgage | null;
  seizure: { documentNo: string; deliveredAt: Date; termMonths: number; respondent: CityPerson } | null;
  caution: { holder: CityPerson; since: Date } | null;
  objection: { holder: CityPerson; matter: string } | null;
}

export interface PlannedMortgage {
  mortgagee: CityPerson;
  amountFen: number;
  since: Date;
  termTo: string;
  restrictsTransfer: boolean;
  underConstruction?: boolean;
}

export const unitsPerBuilding = 60;
export const unitsPerFloor = 4;
export const buildingsPerParcel = 4;
export const districtCodes = Object.keys(districts);
const roads = ['望湖路', '甬江大道', '灵桥路', '月湖街', '天童路', '招宝山路', '四明路', '桃源街', '书香路', '锦屏路'];
const estates = ['甬城花园', '江畔人家', '月湖雅苑', '四明书院里', '海天苑', '梅山新村', '锦绣东城', '溪口小筑'];
const mortgagees = [demoInstitutions.bank, demoInstitutions.otherBank];

/** Unit `index` of the city. Buildings go round the six districts; the first building of each is the demo building. */
export function planUnit(index: number, seed: number): PlannedUnit {
  const building = Math.floor(index / unitsPerBuilding);
  const room = (index % unitsPerBuilding) + 1;
  const district = districtCodes[building % districtCodes.length] as string;
  const inDistrict = Math.floor(building / districtCodes.length);
  const parcelNo = 12 + Math.floor(inDistrict / buildingsPerParcel);
  const parcelCode = `${district}001002GB${String(parcelNo).padStart(5, '0')}`;
  const buildingNo = String((inDistrict % buildingsPerParcel) + 1).padStart(4, '0');
  const floor = Math.floor((room - 1) / unitsPerFloor) + 1;
  const roomNo = `${String(floor).padStart(2, '0')}${String(((room - 1) % unitsPerFloor) + 1).padStart(2, '0')}`;
  const name = districts[district as keyof typeof districts];
  const place = `宁波市${name}${pick(roads, random(parcelNo * 31 + Number(district))())}${parcelNo}号${pick(estates, random(parcelNo * 17 + Number(district))())}`;
  const plain: PlannedUnit = {
    unitCode: `${parcelCode}F${buildingNo}${String(room).padStart(4, '0')}`,
    parcelCode,
    buildingNo,
    district,
    location: `${place}${Number(buildingNo)}幢${roomNo}室`,
    floor,
    roomNo,
    ...(inDistrict === 0 ? demoHome(building, room) : randomHome(index, seed)),
  };
  const special = specialUnits[plain.unitCode];
  return special ? { ...plain, ...special } : plain;
}

type Home = Omit<PlannedUnit, 'unitCode' | 'parcelCode' | 'buildingNo' | 'district' | 'location' | 'floor' | 'roomNo'>;

/** Homes of the demo building: one owner each, nothing in the way, so that anything can be tried on them. Independent of the seed. */
function demoHome(building: number, room: number): Home {
  const area = 80 + (room % 5) * 10 + 0.5;
  return {
    ...sizes(area),
    use: 'residential',
    rightType: '4',
    regType: 200,
    ownedSince: at(`20${17 + (room % 8)}-0${1 + (room % 9)}-1${room % 10}`, '10:00'),
    mode: 'single',
    owners: [{ ...cityPerson(building * unitsPerBuilding + room), share: null }],
    mortgage: null,
    seizure: null,
    caution: null,
    objection: null,
  };
}

function randomHome(index: number, seed: number): Home {
  const roll = random(seed * 1_000_003 + index * 101);
  const parking = roll() < 0.08;
  const area = Math.round((parking ? 12 + roll() * 6 : 45 + roll() * 130) * 100) / 100;
  const ownedSince = at(addDays('2016-01-04', Math.floor(roll() * 3500)), '09:30');
  const firstPerson = 10_000 + index * 3;
  const held = roll();
  const mode: OwnershipMode = held < 0.6 ? 'single' : held < 0.92 ? 'joint' : 'shares';
  const count = mode === 'single' ? 1 : mode === 'joint' ? 2 : 2 + Math.floor(roll() * 2);
  const owners = Array.from({ length: count }, (_, i) => ({
    ...cityPerson(firstPerson + i),
    share: mode === 'shares' ? { n: 1, d: count } : null,
  }));
  const encumbered = roll();
  const later = laterOf(at(addDays('2025-01-06', Math.floor(roll() * 330)), '14:10'), addHours(ownedSince, 5));
  const respondent = owners[0] as CityPerson;
  return {
    ...sizes(area),
    use: parking ? 'parking' : 'residential',
    rightType: '4',
    regType: 200,
    ownedSince,
    mode,
    owners,
    mortgage:
      !parking && encumbered < 0.25
        ? {
            mortgagee: pick(mortgagees, roll()),
            amountFen: Math.round(roll() * 200 + 50) * 1_000_000,
            since: addHours(ownedSince, 1),
            termTo: '2045-12-31',
            restrictsTransfer: roll() < 0.2,
          }
        : null,
    seizure:
      encumbered > 0.99
        ? {
            documentNo: `（2025）浙02${district2(index)}执${1000 + (index % 9000)}号`,
            deliveredAt: later,
            termMonths: 36,
            respondent,
          }
        : null,
    caution:
      encumbered > 0.97 && encumbered <= 0.98 ? { holder: cityPerson(firstPerson + 4_000_000), since: later } : null,
    objection:
      encumbered > 0.965 && encumbered <= 0.97
        ? { holder: cityPerson(firstPerson + 4_500_000), matter: '对登记簿记载的共有情况有异议' }
        : null,
  };
}

const addHours = (moment: Date, hours: number) => new Date(moment.getTime() + hours * 3_600_000);
/** A seizure or caution stands on an ownership that was there before it. */
const laterOf = (a: Date, b: Date) => (a > b ? a : b);

function district2(index: number): string {
  return pick(['03', '05', '06', '11', '12', '13'], (Math.floor(index / unitsPerBuilding) % 6) / 6);
}

/** 套内 + 分摊 = 建筑面积, to the hundredth. */
export function sizes(area: number): { area: number; innerArea: number; sharedArea: number } {
  const sharedArea = Math.round(area * 18) / 100;
  return { area, innerArea: Math.round((area - sharedArea) * 100) / 100, sharedArea };
}
