import Type, { type Static } from 'typebox';
import { Day } from './common.ts';
import { ChangeHistory } from './rules.ts';

/** 征收住房: homes that no longer count for taxes (AR-04); proposed by one administrator, approved by another. */

const kind = Type.Union([Type.Literal('add'), Type.Literal('end')]);
export const EXCLUSION_KINDS = { add: '不计入套次', end: '恢复计入' } as const;

export const HousingExclusion = Type.Object({
  unitCode: Type.String(),
  location: Type.String(),
  /** 征收决定文号. */
  basisNo: Type.String(),
  decidedOn: Day,
  /** First day on which it counts again. */
  endedOn: Type.Union([Day, Type.Null()]),
});
export type HousingExclusion = Static<typeof HousingExclusion>;

export const ExclusionChange = Type.Object({
  changeId: Type.String(),
  kind,
  unitCode: Type.String(),
  location: Type.String(),
  basisNo: Type.String(),
  day: Day,
  ...ChangeHistory.properties,
});
export type ExclusionChange = Static<typeof ExclusionChange>;

/** GET /api/exclusions */
export const ExclusionList = Type.Object({
  exclusions: Type.Array(HousingExclusion),
  changes: Type.Array(ExclusionChange),
});
export type ExclusionList = Static<typeof ExclusionList>;

/** POST /api/exclusions/proposals. The key names the proposal: sent again it changes nothing. */
export const ExclusionProposalRequest = Type.Object(
  {
    changeKey: Type.String({ minLength: 8, maxLength: 80 }),
    kind,
    unitCode: Type.String({ minLength: 1, maxLength: 40 }),
    basisNo: Type.String({ maxLength: 80 }),
    day: Type.String({ maxLength: 10 }),
    source: Type.String({ maxLength: 500 }),
    reason: Type.String({ maxLength: 1000 }),
  },
  { additionalProperties: false },
);
export type ExclusionProposalRequest = Static<typeof ExclusionProposalRequest>;
