import type { Block, Clock, Day, OwnershipMode, RuleProfile } from '../common.ts';
import type { Item } from '../items/types.ts';
import type { Party } from '../people/types.ts';
import type { UnitFacts } from '../units/types.ts';
import type { RightView } from './types.ts';

/** All that a rule may look at. Rules are pure: the same input gives the same blocks at intake and at 登簿. */
export interface RuleInput {
  item: Item;
  today: Day;
  now: ReturnType<Clock['now']>;
  unit: Pick<UnitFacts, 'unitCode' | 'district' | 'use'> & { extinguished: boolean };
  /** Queued and current rights on the unit. */
  rights: readonly RightView[];
  /** Null at the counter, before there is a case. */
  application: ApplicationFacts | null;
}

export interface ApplicationFacts {
  caseNo: string;
  profile: RuleProfile;
  parties: readonly Party[];
  ownershipMode: OwnershipMode | null;
  previousHolders: readonly { name: string; idType: string; idNo: string }[];
  consents: readonly { rightId: string; kind: string }[];
  /** Set at the 登簿 only: INV-27 is no question before the tax step. */
  taxClearanceId?: string | null;
}

export interface Finding {
  block?: Block;
  /** Does not stop: said to the clerk and the citizen. */
  warning?: Block;
}

/** What an entry of the item does to the unit; decides which rules look at it. */
export type Effect = 'transfer' | 'mortgage' | 'rename' | 'other';

export function effectOf(item: Item): Effect {
  if (item.code === 'BDC-07') return 'rename';
  if (item.right === 'mortgage') return item.regTypes.includes(100) ? 'mortgage' : 'other';
  return item.right === '4' && item.regTypes.includes(200) ? 'transfer' : 'other';
}
