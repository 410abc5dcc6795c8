import Type, { type Static } from 'typebox';
import { Inquiry } from './application.ts';
import { Fen, Nullable } from './common.ts';

/**
 * What each step asks of the person who completes it: the body of POST /api/tasks/:taskKey/complete.
 * `elementId` names the step and tells the union apart; it must be the element of the task.
 * Only decisions and codes travel on to the engine; opinions and names stay in the register's schema.
 */

const opinion = Type.String({ minLength: 1, maxLength: 1000, description: '意见' });
const note = Type.Optional(Type.String({ maxLength: 1000 }));
const reasonCode = Type.Optional(Type.String({ maxLength: 40 }));
const strict = { additionalProperties: false };

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
  reviewDecision: Type.Union([Type.Literal('approve'), Type.Literal('supplement'), Type.Literal('refuse')]),
  checklist: Type.Array(ChecklistEntry, { maxItems: 60 }),
  opinion,
  /** Needed for supplement and refuse. */
  reasonCode,
  /** For supplement: everything that is missing, at once. */
  missingMaterials: Type.Optional(Type.Array(Type.String({ maxLength: 100 }), { maxItems: 60 })),
};
export const ReviewCompletion = Type.Object({ elementId: Type.Literal('Review'), ...reviewFields }, strict);
export const ReReviewCompletion = Type.Object({ elementId: Type.Literal('ReReview'), ...reviewFields }, strict);

export const SignBookCompletion = Type.Object(
  {
    elementId: Type.Literal('SignBook'),
    signDecision: Type.Union([Type.Literal('enter'), Type.Literal('return')]),
    opinion,
    /** 签名口令, needed for `enter`: the signer's own password, compared by the server and kept nowhere. */
    pin: Type.Optional(Type.String({ minLength: 1, maxLength: 128 })),
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
export const PaymentProblemCompletion = Type.Object(
  { elementId: Type.Literal('PaymentProblem'), note: opinion },
  strict,
);
export const SealProblemCompletion = Type.Object({ elementId: Type.Literal('SealProblem'), note: opinion }, strict);

/** One sheet per certificate. printed: its serial; void: the spoilt sheet's serial, and another one is asked for. */
export const PrintCertificateCompletion = Type.Object(
  {
    elementId: Type.Literal('PrintCertificate'),
    printDecision: Type.Union([Type.Literal('printed'), Type.Literal('void')]),
    prints: Type.Array(
      Type.Object(
        {
          certificateNo: Type.String({ maxLength: 60 }),
          serial: Type.String({ minLength: 4, maxLength: 40, pattern: '^[0-9A-Za-z-]+$' }),
        },
        strict,
      ),
      { minItems: 1, maxItems: 40 },
    ),
    note,
  },
  strict,
);

/** F-CERT: who takes the certificate away. Name and number are kept in the register's schema only. */
export const DeliverCompletion = Type.Object(
  {
    elementId: Type.Literal('Deliver'),
    receiverName: Type.String({ minLength: 1, maxLength: 100 }),
    receiverIdNo: Type.String({ minLength: 1, maxLength: 40 }),
    note,
  },
  strict,
);

export const TaxProblemCompletion = Type.Object({ elementId: Type.Literal('TaxProblem'), note: opinion }, strict);
export const ManualAssessmentCompletion = Type.Object(
  {
    elementId: Type.Literal('ManualAssessment'),
    deedTaxFen: Fen,
    vatFen: Fen,
    surchargesFen: Fen,
    incomeTaxFen: Fen,
    note: opinion,
  },
  strict,
);

export const Completion = Type.Union([
  ManualIdentityCompletion,
  CollectMaterialsCompletion,
  FixContractCompletion,
  ReviewCompletion,
  ReReviewCompletion,
  SignBookCompletion,
  ConfirmRefusalCompletion,
  ConfirmSupersededCompletion,
  PaymentProblemCompletion,
  SealProblemCompletion,
  PrintCertificateCompletion,
  DeliverCompletion,
  TaxProblemCompletion,
  ManualAssessmentCompletion,
]);
export type Completion = Static<typeof Completion>;
export type StepId = Completion['elementId'];

/** The same schemas by step, for checking a single one. */
export const COMPLETIONS = {
  ManualIdentity: ManualIdentityCompletion,
  CollectMaterials: CollectMaterialsCompletion,
  FixContract: FixContractCompletion,
  Review: ReviewCompletion,
  ReReview: ReReviewCompletion,
  SignBook: SignBookCompletion,
  ConfirmRefusal: ConfirmRefusalCompletion,
  ConfirmSuperseded: ConfirmSupersededCompletion,
  PaymentProblem: PaymentProblemCompletion,
  SealProblem: SealProblemCompletion,
  PrintCertificate: PrintCertificateCompletion,
  Deliver: DeliverCompletion,
  TaxProblem: TaxProblemCompletion,
  ManualAssessment: ManualAssessmentCompletion,
} as const satisfies Record<StepId, unknown>;

/** A button of the bar at the bottom: which field of the completion gets which value. */
export const DecisionOption = Type.Object({
  field: Nullable(Type.String({ description: 'null: the step has one way only' })),
  value: Nullable(Type.String()),
  label: Type.String(),
  tone: Type.Union([Type.Literal('primary'), Type.Literal('default'), Type.Literal('danger')]),
  needsReason: Type.Boolean(),
  /** Pressed together with Alt. */
  key: Type.String(),
});
export type DecisionOption = Static<typeof DecisionOption>;

/** Reasons for supplement, refusal and non-acceptance offered by the forms. */
export const REASONS = {
  reject: [
    { code: 'NOT_OUR_JURISDICTION', text: '不属于本机构登记范围' },
    { code: 'UNIT_RESTRICTED', text: '不动产存在依法限制登记的情形' },
    { code: 'IDENTITY_MISMATCH', text: '申请人身份核验不一致' },
    { code: 'NOT_APPLICABLE', text: '申请事项依法不属于登记事项' },
  ],
  supplement: [
    { code: 'MATERIAL_INCOMPLETE', text: '申请材料不齐全' },
    { code: 'MATERIAL_INVALID', text: '申请材料不符合法定形式' },
  ],
  refuse: [
    { code: 'BREAKS_LAW', text: '违反法律、行政法规规定' },
    { code: 'DISPUTE', text: '存在尚未解决的权属争议' },
    { code: 'TERM_EXCEEDED', text: '申请登记的不动产权利超过规定期限' },
    { code: 'OTHER_STATUTORY', text: '法律、行政法规规定不予登记的其他情形' },
  ],
} as const;
