import { dayOf } from '../calendar/local-time.ts';
import { formatCertificateNo, issuingArea } from '../certificates/numbers.ts';
import type { OwnershipMode } from '../common.ts';
import { estateParcel, landParcel, planEstate } from './estate-units.ts';
import { legacyCodeOf } from './legacy-codes.ts';
import { type CityPerson, demoInstitutions, demoPeople } from './people.ts';
import { districtCodes, type PlannedUnit, planUnit, unitsPerBuilding } from './plan.ts';
import { demoUnits } from './special-units.ts';

/** A unit of the demo building as a test or an example application needs it: code, place, owners in the register's order. */
export interface DemoUnit {
  unitCode: string;
  location: string;
  area: number;
  mode: OwnershipMode;
  owners: CityPerson[];
  /** Of the ownership; empty where it is not registered yet. */
  certificateNo: string;
  /** 登记证明号 of its mortgage; null when there is none. */
  proofNo: string | null;
}

/** The first building of every district is written first, so its certificate numbers are the first of their year. */
export const demoBuildingUnits = 6 * unitsPerBuilding;

interface Planned {
  unit: PlannedUnit;
  certificateNo: string;
  proofNo: string | null;
}

/** Numbers as the generator draws them: the demo buildings are the first of their years, the estates have years of their own. */
function demoPlan(units: PlannedUnit[]): Planned[] {
  const last = new Map<string, number>();
  return units.map((unit) => ({
    unit,
    certificateNo: unit.owners.length > 0 ? nextCertificateNo(last, 'certificate', unit.district, unit.ownedSince) : '',
    proofNo: unit.mortgage ? nextCertificateNo(last, 'proof', unit.district, unit.mortgage.since) : null,
  }));
}

/** Running numbers of the generator, in the order of writing. */
export function nextCertificateNo(
  last: Map<string, number>,
  kind: 'certificate' | 'proof',
  district: string,
  at: Date,
): string {
  const area = issuingArea(district);
  const year = Number(dayOf(at).slice(0, 4));
  const key = `${kind}|${area}|${year}`;
  const sequence = (last.get(key) ?? 0) + 1;
  last.set(key, sequence);
  return formatCertificateNo(kind, area, year, sequence);
}

const demoPlanned = demoPlan(Array.from({ length: demoBuildingUnits }, (_, index) => planUnit(index, 0)));
const estatePlanned = demoPlan(districtCodes.flatMap((district) => planEstate(district)));
const byCode = new Map(demoPlanned.map((planned) => [planned.unit.unitCode, toDemoUnit(planned)]));

/** Rooms of the new estate of a district, first to last. */
function estateRooms(district: string, first: number, last: number): DemoUnit[] {
  return estatePlanned
    .filter(({ unit }) => unit.parcelCode === estateParcel(district))
    .filter(({ unit }) => Number(unit.unitCode.slice(-4)) >= first && Number(unit.unitCode.slice(-4)) <= last)
    .map(toDemoUnit);
}

function toDemoUnit({ unit, certificateNo, proofNo }: Planned): DemoUnit {
  return {
    unitCode: unit.unitCode,
    location: unit.location,
    area: unit.area,
    mode: unit.mode,
    owners: unit.owners.map(({ share: _share, ...person }) => person),
    certificateNo,
    proofNo,
  };
}

function demoUnit(code: string): DemoUnit {
  const unit = byCode.get(code);
  if (!unit) throw new Error(`No demo unit ${code}`);
  return unit;
}

/** Fixed part of every generated city, whatever its seed and size (from 360 units). */
export const demoCity = {
  people: demoPeople,
  institutions: demoInstitutions,
  /** Named units in 海曙 (see special-units.ts for what each is good for). */
  units: Object.fromEntries(Object.entries(demoUnits).map(([key, code]) => [key, demoUnit(code)])) as Record<
    keyof typeof demoUnits,
    DemoUnit
  >,
  /** Plain one-owner homes without encumbrance, for sales and mortgages without end: 30 in 海曙, 50 in every other district. */
  saleUnits(district: string): DemoUnit[] {
    return demoPlanned
      .filter(
        ({ unit }) => unit.district === district && Number(unit.unitCode.slice(-4)) > (district === '330203' ? 30 : 10),
      )
      .map(toDemoUnit);
  },
  /** New homes of the developer, nothing in the way: BDC-09. */
  newHomes: (district: string) => estateRooms(district, 1, 18),
  /** New homes still under the mortgage of the building site: BDC-23 转现房抵押. */
  siteMortgagedHomes: (district: string) => estateRooms(district, 19, 20),
  /** Homes sold before completion, not registered yet: BDC-24, 25. The last two under the mortgage of the building site. */
  presaleHomes: (district: string) => estateRooms(district, 21, 38),
  siteMortgagedPresale: (district: string) => estateRooms(district, 39, 40),
  /** Parking spaces of one owner each: BDC-32. */
  parking: (district: string) => estateRooms(district, 41, 60),
  /** The developer's plot without building: BDC-02, 04. */
  land: (district: string) =>
    estatePlanned.filter(({ unit }) => unit.parcelCode === landParcel(district)).map(toDemoUnit),
  /** Code before the reform of a unit that has one in the crosswalk: rooms 0041 to 0050 of the demo buildings of 海曙 and 鄞州. */
  legacyCodeOf,
  /** Seizing court of the generated seizures. */
  court: { authority: '海曙区人民法院', documentNo: '（2026）浙0203执123号' },
} as const;
