import { randomUUID } from 'node:crypto';
import { type CityPerson, cityPerson, type DemoUnit, demoCity } from '../../registry/index.ts';
import type { Application } from '../../server/api/index.ts';

export const party = (role: 'acquirer' | 'obligor', person: CityPerson): Application['parties'][number] => ({
  role,
  nature: person.nature as 'person',
  name: person.name,
  idType: person.idType as 'citizen',
  idNo: person.idNo,
  phone: person.phone ?? undefined,
});

/** A buyer who owns nothing in the small test city. */
export const buyer = (n: number): CityPerson => cityPerson(1_000_000 + n);

/** The n-th plain home of a district; each test uses homes of its own. */
export function plainHome(district: string, n: number): DemoUnit {
  const unit = demoCity.saleUnits(district)[n];
  if (!unit) throw new Error(`The demo building of ${district} has no plain home ${n}.`);
  return unit;
}

/** Sale of a plain home (BDC-10): electronic certificate, nothing to collect. */
export function saleOf(unit: DemoUnit, to: CityPerson, change: Partial<Application> = {}): Application {
  return {
    applicationKey: randomUUID(),
    itemCode: 'BDC-10',
    unitCodes: [unit.unitCode],
    parties: [party('acquirer', to), ...unit.owners.map((owner) => party('obligor', owner))],
    ownershipMode: 'single',
    contract: {
      priceFen: Math.round(unit.area * 20_000) * 100,
      signedOn: '2026-11-20',
      payMode: 'full',
      escrow: false,
    },
    hasLoan: false,
    taxFamily: { marital: 'single', minorChildren: [] },
    certMedium: 'electronic',
    delivery: 'none',
    inquiry: { trueIntention: true, leased: false, residenceRight: false },
    declareTruth: true,
    ...change,
  };
}

/** Change of the address on the page (BDC-08), an item that may be looked at on the spot (条例 §19). */
export function changeOf(unit: DemoUnit): Application {
  return {
    applicationKey: randomUUID(),
    itemCode: 'BDC-08',
    operation: 'change',
    unitCodes: [unit.unitCode],
    parties: unit.owners.map((owner) => party('acquirer', owner)),
    facts: { reason: '门牌号变更', basisNo: '甬地名〔2026〕1号', location: '宁波市海曙区演示路1号' },
    certMedium: 'electronic',
    delivery: 'none',
    inquiry: { trueIntention: true, leased: false, residenceRight: false },
    declareTruth: true,
  };
}
