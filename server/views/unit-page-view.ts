import type { UnitPage } from '../../registry/index.ts';
import type { UnitPage as UnitPageWire } from '../api/units.ts';
import type { StaffNames } from './staff.ts';
import { toWire } from './to-wire.ts';

/** The page of the book for readers: 登簿人 is a person's name, not an account. */
export function unitPageView(page: UnitPage, staff: StaffNames): UnitPageWire {
  const named = <R extends { registrar: string }>(right: R): R => ({
    ...right,
    registrar: staff(right.registrar)?.name ?? right.registrar,
  });
  return toWire({
    ...page,
    ownership: page.ownership && named(page.ownership),
    mortgages: page.mortgages.map(named),
    cautions: page.cautions.map(named),
    easements: page.easements.map(named),
    residences: page.residences.map(named),
    objections: page.objections.map(named),
    seizures: page.seizures.map(named),
  });
}
