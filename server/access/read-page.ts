import type { Registry, User } from '../../registry/index.ts';
import { readsByConsentOnly } from './permissions.ts';

/**
 * Whether the page of the book may be shown to somebody whom the case itself already lets in. To a bank only while a case runs
 * that used up the owner's consent: a cancellation on its own proof needs none, and shows no more than the mortgage of the proof.
 */
export async function mayReadPage({ bank }: Pick<Registry, 'bank'>, user: User, unitCode: string): Promise<boolean> {
  if (!readsByConsentOnly(user.role)) return true;
  return user.organisationId !== null && (await bank.runsOnConsent(user.organisationId, unitCode));
}
