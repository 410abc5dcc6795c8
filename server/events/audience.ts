import type { Registry, User } from '../../registry/index.ts';
import { may } from '../access/guard.ts';
import { seesOwnOrganisationOnly, seesTasksOnly } from '../access/permissions.ts';
import type { ChangeEvent } from '../api/events.ts';
import type { Change } from './announce.ts';

const isPartner = (user: User) => seesOwnOrganisationOnly(user.role) || seesTasksOnly(user.role);

/** What the centre's staff may hear of: the topic's own audience, and only their district. */
export function mayHear(user: User, change: Change): boolean {
  if (isPartner(user)) return false;
  // A case number carries its district, so no teller can forget it.
  const district = change.district ?? change.caseNo?.slice(8, 14);
  if (district && user.district !== null && user.district !== district) return false;
  switch (change.topic) {
    case 'incident':
    case 'board':
      return may(user, 'board.view');
    case 'ticket':
      return may(user, 'ticket.serve') || may(user, 'board.view');
    case 'process':
      return may(user, 'model.view');
    case 'simulator':
      return may(user, 'simulator.view');
    default:
      return may(user, 'case.view');
  }
}

/** What the screens of a hall may hear of. */
export const hallHears = (district: string, { topic, district: of }: Change) => topic === 'ticket' && of === district;

/** Which partner filed a case: asked once, as it never changes. */
export type OrganisationOf = (caseNo: string) => Promise<string | null>;

/** Enough for the cases that run at one time; a forgotten one is only asked again. */
const REMEMBERED = 20_000;

export function rememberOrganisations(registry: Pick<Registry, 'cases'>): OrganisationOf {
  const known = new Map<string, string | null>();
  return async (caseNo) => {
    const found = known.get(caseNo);
    if (found !== undefined) return found;
    const organisation = await registry.cases.organisationOf(caseNo);
    if (known.size >= REMEMBERED) known.clear();
    known.set(caseNo, organisation);
    return organisation;
  };
}

/**
 * What a partner hears: banks and courts of their own cases, utilities that there is something new among the tasks of their
 * trade, without its numbers. Null: nothing.
 */
export async function forPartner(
  user: User,
  change: Change,
  event: ChangeEvent,
  organisationOf: OrganisationOf,
): Promise<ChangeEvent | null> {
  if (seesTasksOnly(user.role)) {
    const own = change.topic === 'task' && change.role === user.role;
    return own ? { ...event, id: null, caseNo: null } : null;
  }
  if (!seesOwnOrganisationOnly(user.role) || !change.caseNo || user.organisationId === null) return null;
  if (change.topic !== 'task' && change.topic !== 'case') return null;
  return (await organisationOf(change.caseNo)) === user.organisationId ? event : null;
}
