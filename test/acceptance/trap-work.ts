import { expect } from 'vitest';
import type { CityPerson, DemoUnit } from '../../registry/index.ts';
import type { Application, CaseDetail, UnitCheck } from '../../server/api/index.ts';
import type { System } from '../support/system.ts';
import { buyer, plainHome } from './applications.ts';
import { type StaffWork, staffWork } from './staff-work.ts';

/** What every trap of domain §5.13 needs: homes and buyers nobody has used yet, and cases brought to one of two ends. */
export interface TrapWork {
  staff: StaffWork;
  freshHome(): DemoUnit;
  freshBuyer(): CityPerson;
  /** The register stops it before acceptance, with a notice. */
  refused(application: Application): Promise<void>;
  completed(application: Application): Promise<CaseDetail>;
  /** What the counter is told when it asks about the unit. */
  asked(unit: { unitCode: string }, itemCode?: string): Promise<UnitCheck>;
}

export function trapWork(system: () => System, district: string): TrapWork {
  const staff = staffWork(system, district);
  let homes = 0;
  let buyers = 200;
  return {
    staff,
    freshHome: () => plainHome(district, homes++),
    freshBuyer: () => buyer(buyers++),
    refused: async (application) => {
      const detail = await staff.closed(await staff.file(application));
      expect(detail).toMatchObject({ status: 'not_accepted', acceptedAt: null, closeReason: 'UNIT_RESTRICTED' });
      expect(detail.documents.map(({ kind }) => kind)).toContain('notice_not_accepted');
    },
    completed: async (application) => {
      const detail = await staff.through(application);
      expect(detail.status).toBe('completed');
      return detail;
    },
    asked: async (unit, itemCode = 'BDC-10') =>
      (await staff.as('acceptor')).get<UnitCheck>(`/api/units/${unit.unitCode}/check?itemCode=${itemCode}`),
  };
}
