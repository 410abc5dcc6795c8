import { at } from '../calendar/local-time.ts';
import { districts } from '../validators/unit-code.ts';
import { cityPerson, demoInstitutions } from './people.ts';
import { districtCodes, type PlannedUnit, sizes } from './plan.ts';

/**
 * A new estate in every district, written after the city and the same in every city, for the items that plain homes are no good for:
 * rooms 0001–0020 belong to the developer (BDC-09; 0019, 0020 still under the mortgage of the building site), 0021–0040 are sold
 * before completion and not registered yet (BDC-24, 25; 0039, 0040 under such a mortgage: BDC-23), 0041–0060 are parking spaces
 * (BDC-32); and one plot of land without building (BDC-02, 04). A city may have several of them: `nth` counts from 0.
 */
export const estateParcel = (district: string, nth = 0) =>
  `${district}001002GB${String(9001 + 2 * nth).padStart(5, '0')}`;
export const landParcel = (district: string, nth = 0) =>
  `${district}001002GB${String(9002 + 2 * nth).padStart(5, '0')}`;
/** More would run into the numbers of people and parcels that are other things. */
export const mostEstates = 40;

// Years of their own keep their certificate numbers the same whatever the size of the city.
const developerSince = at('2026-03-02', '10:00');
const parkingSince = at('2014-06-18', '10:00');
const firstPerson = 6_000_000;

export function planEstate(district: string, nth = 0): PlannedUnit[] {
  return [...Array.from({ length: 60 }, (_, i) => estateUnit(district, nth, i + 1)), landUnit(district, nth)];
}

const placeOf = (district: string, number: number) =>
  `宁波市${districts[district as keyof typeof districts]}新苑路${number}号`;

function estateUnit(district: string, nth: number, room: number): PlannedUnit {
  const parcelCode = estateParcel(district, nth);
  const parking = room > 40;
  const presold = room > 20 && !parking;
  const floor = parking ? -1 : Math.floor((room - 1) / 4) + 1;
  const roomNo = parking ? `车位${room - 40}` : `${floor}${String(((room - 1) % 4) + 1).padStart(2, '0')}`;
  const person = cityPerson(firstPerson + nth * 1_000 + districtCodes.indexOf(district) * 100 + room);
  const onSite = room === 19 || room === 20 || room === 39 || room === 40;
  const owner = parking ? person : demoInstitutions.company;
  return {
    unitCode: `${parcelCode}F0001${String(room).padStart(4, '0')}`,
    parcelCode,
    buildingNo: '0001',
    district,
    location: `${placeOf(district, 2 * nth + 1)}甬城新苑1幢${roomNo}${parking ? '号' : '室'}`,
    floor,
    roomNo,
    ...sizes(parking ? 13.2 : 88 + (room % 4) * 6),
    use: parking ? 'parking' : 'residential',
    rightType: '4',
    regType: parking ? 200 : 100,
    ownedSince: parking ? parkingSince : developerSince,
    mode: 'single',
    owners: presold ? [] : [{ ...owner, share: null }],
    mortgage: onSite
      ? {
          mortgagee: demoInstitutions.bank,
          amountFen: 8_000_000_000,
          since: at('2026-03-03', '10:00'),
          termTo: '2029-12-31',
          restrictsTransfer: false,
          underConstruction: true,
        }
      : null,
    seizure: null,
    caution: null,
    objection: null,
  };
}

function landUnit(district: string, nth: number): PlannedUnit {
  const parcelCode = landParcel(district, nth);
  return {
    unitCode: `${parcelCode}W00000000`,
    parcelCode,
    buildingNo: null,
    district,
    location: `${placeOf(district, 2 * nth + 2)}地块`,
    floor: null,
    roomNo: null,
    area: 12_600,
    innerArea: null,
    sharedArea: null,
    use: 'commercial',
    rightType: '3',
    regType: 100,
    ownedSince: developerSince,
    mode: 'single',
    owners: [{ ...demoInstitutions.company, share: null }],
    mortgage: null,
    seizure: null,
    caution: null,
    objection: null,
  };
}
