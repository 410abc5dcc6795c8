import { dayOf } from '../calendar/local-time.ts';
import { formatCertificateNo, issuingArea } from '../certificates/numbers.ts';
import type { OwnershipMode } from '../common.ts';
import { type CityPerson, demoInstitutions, demoPeople } from './people.ts';
import { type PlannedUnit, planUnit, unitsPerBuilding } from './plan.ts';
import { demoUnits } from './special-units.ts';

/** A unit of the demo building as a test or an example application needs it: code, place, owners in the register's order. */
export interface DemoUnit {
  unitCode: string;
  location: string;
  area: number;
  mode: OwnershipMode;
  owners: CityPerson[];
  certificateNo: string;
}

/** The first building of every district is written first, so its certificate numbers are the first of their year. */
export const demoBuildingUnits = 6 * unitsPerBuilding;

function demoPlan(): { unit: PlannedUnit; certificateNo: string }[] {
  const last = new Map<string, number>();
  return Array.from({ length: demoBuildingUnits }, (_, index) => {
    const unit = planUnit(index, 0);
    return { unit, certificateNo: nextCertificateNo(last, 'certificate', unit.district, unit.ownedSince) };
  });
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

const demoPlanned = demoPlan();
const byCode = new Map(demoPlanned.map((planned) => [planned.unit.unitCode, toDemoUnit(planned)]));

function toDemoUnit({ unit, certificateNo }: { unit: PlannedUnit; certificateNo: string }): DemoUnit {
  return {
    unitCode: unit.unitCode,
    location: unit.location,
    area: unit.area,
    mode: unit.mode,
    owners: unit.owners.map(({ share: _share, ...person }) => person),
    certificateNo,
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
  /** Seizing court of the generated seizures. */
  court: { authority: '海曙区人民法院', documentNo: '（2026）浙0203执123号' },
} as const;
