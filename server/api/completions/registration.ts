import Type, { type Static } from 'typebox';
import { Inquiry } from '../application.ts';
import { note, opinion, pin, reasonCode, strict } from './fields.ts';

/** Steps of bdc-registration: intake, review, 登簿 and refusal (domain §5.1). */

export const ChecklistEntry = Type.Object(
  {
    code: Type.String({ maxLength: 60 }),
    result: Type.Union([Type.Literal('pass'), Type.Literal('fail'), Type.Literal('na')]),
    note: Type.Optional(Type.String({ maxLength: 300 })),
  },
  strict,
);
export type ChecklistEntry = Static<typeof ChecklistEntry>;

export const ManualIdentityCompletion = Type.Object(
  {
    elementId: Type.Literal('ManualIdentity'),
    identityDecision: Type.Union([Type.Literal('ok'), Type.Literal('reject')]),
    note: opinion,
  },
  strict,
);

export const ReceivedMaterial = Type.Object(
  {
    materialId: Type.String({ maxLength: 60 }),
    received: Type.Boolean(),
    pages: Type.Optional(Type.Integer({ minimum: 0, maximum: 9999 })),
    /** 收缴 keeps the original, 收验 only looks at it. */
    handling: Type.Optional(Type.Union([Type.Literal('keep'), Type.Literal('inspect')])),
    documentId: Type.Optional(Type.String()),
  },
  strict,
);
export type ReceivedMaterial = Static<typeof ReceivedMaterial>;

/** accept 受理 · supplement 一次性告知 (needs missingMaterials) · reject 不予受理 (needs reasonCode). */
export const CollectMaterialsCompletion = Type.Object(
  {
    elementId: Type.Literal('CollectMaterials'),
    intakeDecision: Type.Union([Type.Literal('accept'), Type.Literal('supplement'), Type.Literal('reject')]),
    materials: Type.Array(ReceivedMaterial, { maxItems: 60 }),
    inquiry: Type.Optional(Inquiry),
    missingMaterials: Type.Optional(Type.Array(Type.String({ maxLength: 100 }), { maxItems: 60 })),
    reasonCode,
    note,
  },
  strict,
);

export const FixContractCompletion = Type.Object(
  {
    elementId: Type.Literal('FixContract'),
    /** The corrected 网签 number; left out when the department corrected its own side. */
    contractNo: Type.Optional(Type.String({ maxLength: 40 })),
    note: opinion,
  },
  strict,
);

const reviewFields = {
  /** registerVersion of each unit's page as the reviewer saw it; left out: as it is now. */
  seenVersions: Type.Optional(Type.Record(Type.String({ maxLength: 28 }), Type.Integer())),
  checklist: Type.Array(ChecklistEntry, { maxItems: 60 }),
  opinion,
  /** Needed for supplement and refuse. */
  reasonCode,
  /** For supplement: everything that is missing, at once. */
  missingMaterials: Type.Optional(Type.Array(Type.String({ maxLength: 100 }), { maxItems: 60 })),
};
/** onsite 实地查看 and escalate 提级会商 come back to this step; whether they are offered is said by `TaskDetail.decisions`. */
export const ReviewCompletion = Type.Object(
  {
    elementId: Type.Literal('Review'),
    reviewDecision: Type.Union([
      Type.Literal('approve'),
      Type.Literal('supplement'),
      Type.Literal('refuse'),
      Type.Literal('onsite'),
      Type.Literal('escalate'),
    ]),
    ...reviewFields,
  },
  strict,
);
export const ReReviewCompletion = Type.Object(
  {
    elementId: Type.Literal('ReReview'),
    reviewDecision: Type.Union([Type.Literal('approve'), Type.Literal('supplement'), Type.Literal('refuse')]),
    ...reviewFields,
  },
  strict,
);

export const SignBookCompletion = Type.Object(
  {
    elementId: Type.Literal('SignBook'),
    signDecision: Type.Union([Type.Literal('enter'), Type.Literal('return')]),
    opinion,
    /** Needed for `enter`. */
    pin,
  },
  strict,
);

export const ConfirmRefusalCompletion = Type.Object(
  {
    elementId: Type.Literal('ConfirmRefusal'),
    refusalDecision: Type.Union([Type.Literal('confirm'), Type.Literal('reject')]),
    opinion,
  },
  strict,
);
export const ConfirmSupersededCompletion = Type.Object(
  { elementId: Type.Literal('ConfirmSuperseded'), opinion },
  strict,
);

export const REGISTRATION_COMPLETIONS = {
  ManualIdentity: ManualIdentityCompletion,
  CollectMaterials: CollectMaterialsCompletion,
  FixContract: FixContractCompletion,
  Review: ReviewCompletion,
  ReReview: ReReviewCompletion,
  SignBook: SignBookCompletion,
  ConfirmRefusal: ConfirmRefusalCompletion,
  ConfirmSuperseded: ConfirmSupersededCompletion,
} as const;
