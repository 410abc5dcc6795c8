import type { ApplicationTerms } from '../cases/application-types.ts';
import type { PublicityKind } from './types.ts';

/** Does what is applied for have to be made public first, and why? Null = no. */
export function publicityKindOf(
  terms: Pick<ApplicationTerms, 'reissue' | 'transfer' | 'inheritance' | 'correction'>,
): PublicityKind | null {
  if (terms.reissue?.cause === 'lost') return 'lost';
  if (terms.transfer?.unnotarised || terms.inheritance?.unnotarised) return 'inheritance';
  return terms.correction?.exOfficio ? 'ex_officio' : null;
}
