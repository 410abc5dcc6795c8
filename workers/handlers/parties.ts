import type { Party } from '../../registry/index.ts';

/** Name and number as departments want them. Personal data: into bodies only. */
export const asPerson = (party: Pick<Party, 'name' | 'idNo'>) => ({ name: party.name, idNo: party.idNo });

export const acquirers = (parties: Party[]): Party[] => parties.filter((party) => party.role === 'acquirer');
export const obligors = (parties: Party[]): Party[] => parties.filter((party) => party.role === 'obligor');
export const namesOf = (parties: Party[]): string => parties.map((party) => party.name).join('、');
