import Type, { type Static } from 'typebox';
import { Day, District, Instant, InstantGiven, Nullable } from './common.ts';

/** 待寄告知书: who is told on paper because no interface connects him. */

export const LETTER_KINDS = {
  mortgage_followed: '抵押不动产转移',
  mortgage_seized: '抵押不动产查封（最高额）',
  co_owner_disposed: '共有不动产处分',
  ex_officio: '依职权更正',
} as const;
export const LETTER_STATES = { open: '待制作', issued: '待寄出', posted: '待送达', told: '已送达' } as const;
export const LETTER_WAYS = { mail: '邮寄', person: '直接送达', announced: '公告送达' } as const;

export const LetterKind = Type.Union([
  Type.Literal('mortgage_followed'),
  Type.Literal('mortgage_seized'),
  Type.Literal('co_owner_disposed'),
  Type.Literal('ex_officio'),
]);
export type LetterKind = Static<typeof LetterKind>;
export const LetterState = Type.Union([
  Type.Literal('open'),
  Type.Literal('issued'),
  Type.Literal('posted'),
  Type.Literal('told'),
]);
export type LetterState = Static<typeof LetterState>;
export const LetterWay = Type.Union([Type.Literal('mail'), Type.Literal('person'), Type.Literal('announced')]);
export type LetterWay = Static<typeof LetterWay>;

export const PrintedLetter = Type.Object({
  letterId: Type.String(),
  kind: LetterKind,
  state: LetterState,
  district: District,
  unitCode: Type.String(),
  location: Type.String(),
  /** Number of the case, or of the seizure (CF…). */
  reference: Type.String(),
  caseNo: Nullable(Type.String()),
  /** Masked; the paper has the name. */
  addressee: Type.String(),
  createdAt: Instant,
  letterNo: Nullable(Type.String()),
  issuedAt: Nullable(Instant),
  postings: Type.Array(
    Type.Object({
      way: LetterWay,
      postedOn: Day,
      trackingNo: Type.String(),
      address: Type.String(),
      postedBy: Type.String(),
    }),
  ),
  toldAt: Nullable(Instant),
  receiptNo: Nullable(Type.String()),
  termEndsAt: Nullable(Instant),
});
export type PrintedLetter = Static<typeof PrintedLetter>;

/** GET /api/letters: newest first, fifty at a time. */
export const LetterQuery = Type.Object(
  {
    state: Type.Optional(LetterState),
    kind: Type.Optional(LetterKind),
    /** Beginning of a unit code, 文号, business or seizure number; anything of the location. */
    text: Type.Optional(Type.String({ maxLength: 80 })),
    /** `next` of the page before. */
    after: Type.Optional(Type.String({ pattern: '^\\d{1,18}$' })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  },
  { additionalProperties: false },
);
export const LetterList = Type.Object({
  items: Type.Array(PrintedLetter),
  /** `after` of the next page; null = this is the last. */
  next: Nullable(Type.String()),
  /** By state, for the tabs. */
  counts: Type.Object({ open: Type.Integer(), issued: Type.Integer(), posted: Type.Integer() }),
});
export type LetterList = Static<typeof LetterList>;

/** POST /api/letters/:letterId/postings */
export const PostLetter = Type.Object(
  {
    way: LetterWay,
    postedOn: Day,
    /** 邮件号, 送达回证号, or where it was published. */
    trackingNo: Type.String({ minLength: 1, maxLength: 80 }),
    address: Type.String({ minLength: 1, maxLength: 200 }),
  },
  { additionalProperties: false },
);
export type PostLetter = Static<typeof PostLetter>;

/** POST /api/letters/:letterId/told */
export const LetterTold = Type.Object(
  {
    /** When the addressee had it, by the receipt. */
    toldAt: InstantGiven,
    receiptNo: Type.String({ minLength: 1, maxLength: 80 }),
    /** 最高额: what he was owed then, fen, as he states it. */
    claimFen: Type.Optional(Type.Integer({ minimum: 0 })),
  },
  { additionalProperties: false },
);
export type LetterTold = Static<typeof LetterTold>;
