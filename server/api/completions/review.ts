import Type from 'typebox';
import { InstantGiven } from '../common.ts';
import { note, opinion, reasonCode, strict } from './fields.ts';

/** Steps that a review may lead to: 实地查看, 提级会商 and the statutory guard (domain §5.1, steps 11C and 14). */

/** 实施细则 §15: two people or more, by their accounts. */
const viewers = Type.Array(Type.String({ minLength: 1, maxLength: 60 }), {
  minItems: 2,
  maxItems: 6,
  uniqueItems: true,
  description: '查看人员（账号），不少于两人',
});

export const ScheduleOnSiteCompletion = Type.Object(
  { elementId: Type.Literal('ScheduleOnSite'), onsiteAt: InstantGiven, viewers, note },
  strict,
);

/** absent: nobody was met or let in, another appointment follows. done needs the result and at least one photo. */
export const RecordOnSiteCompletion = Type.Object(
  {
    elementId: Type.Literal('RecordOnSite'),
    onsiteDecision: Type.Union([Type.Literal('done'), Type.Literal('absent')]),
    onsiteResult: Type.Optional(Type.Union([Type.Literal('consistent'), Type.Literal('inconsistent')])),
    viewers,
    /** Documents of the case, uploaded before (kind `onsite_photo`). */
    photos: Type.Array(Type.String({ maxLength: 64 }), { maxItems: 40, uniqueItems: true }),
    opinion,
  },
  strict,
);

export const EscalationDecision = Type.Union([
  Type.Literal('approve'),
  Type.Literal('refuse'),
  Type.Literal('conditions'),
  Type.Literal('returned'),
]);

export const DecideEscalationCompletion = Type.Object(
  {
    elementId: Type.Literal('DecideEscalation'),
    escalationDecision: EscalationDecision,
    opinion,
    /** Needed for refuse. */
    reasonCode,
  },
  strict,
);

export const StatutoryGuardCompletion = Type.Object(
  { elementId: Type.Literal('StatutoryGuard'), note: opinion },
  strict,
);

/** 归档缺件: the archivist has added what was missing. */
export const ArchiveGapCompletion = Type.Object({ elementId: Type.Literal('ArchiveGap'), note: opinion }, strict);

export const REVIEW_COMPLETIONS = {
  ArchiveGap: ArchiveGapCompletion,
  ScheduleOnSite: ScheduleOnSiteCompletion,
  RecordOnSite: RecordOnSiteCompletion,
  DecideEscalation: DecideEscalationCompletion,
  StatutoryGuard: StatutoryGuardCompletion,
} as const;
