/** What a package of examples/applications/ is made from, and what most packages share. */
import type { Application } from '../../server/api/index.ts';
import type { Expected } from '../demo/package.ts';
import type { ExampleUnit } from './city.ts';
import { partyOf } from './people.ts';

/** Papers in the envelope; `make-examples.ts` draws and scans them. */
export type Paper =
  | { readonly kind: 'identity' | 'certificate' | 'contract' | 'unsignedContract' | 'mortgage' }
  | {
      readonly kind: 'letter';
      readonly file: string;
      readonly upload: string;
      readonly title: string;
      readonly materialId?: string;
      readonly from: string;
      readonly paragraphs: readonly string[];
      readonly later?: boolean;
    };

export interface PackageSpec {
  readonly name: string;
  readonly application: Application;
  readonly unit: ExampleUnit;
  readonly expected: Omit<Expected, 'scans'>;
  readonly papers: readonly Paper[];
}

export const signedOn = '2026-01-12';
const calm = { trueIntention: true, leased: false, residenceRight: false };

export function base(name: string, unit: ExampleUnit) {
  return {
    applicationKey: `example-${name}`,
    unitCodes: [unit.unitCode],
    certMedium: 'electronic' as const,
    delivery: 'none' as const,
    inquiry: calm,
    declareTruth: true,
  };
}

export const sellers = (unit: ExampleUnit) => unit.owners.map((owner) => partyOf('obligor', owner));
/** Price that the tax office finds credible: 20 000 yuan per ㎡, full thousands. */
export const priceOf = (unit: ExampleUnit) => Math.round((unit.area * 20_000) / 1_000) * 1_000 * 100;
