/** Police: trusted identity and household register (可信身份, 户籍). domain §5.0.4 `identity.verify`, `police.household`. */
import Type from 'typebox';
import { defineOperations } from '../shared/operation.ts';
import { CalendarDate, CaseNo, IdType, Instant, Person } from '../shared/wire.ts';

export const VerifyIdentityRequest = Type.Object(
  {
    caseNo: CaseNo,
    name: Type.String({ minLength: 1, maxLength: 100 }),
    idNo: Type.String({ minLength: 4, maxLength: 40 }),
    idType: IdType,
    faceToken: Type.Optional(Type.String()),
  },
  { additionalProperties: false },
);
export type VerifyIdentityRequest = Type.Static<typeof VerifyIdentityRequest>;

/** `matched: false` is an answer, not an error: the worker throws IDENTITY_MISMATCH. `score` 0–100. */
export const VerifyIdentityAnswer = Type.Object({
  matched: Type.Boolean(),
  score: Type.Integer({ minimum: 0, maximum: 100 }),
  /** Why not: no such number, another name, document reported lost, holder deceased. */
  reason: Type.Union([
    Type.Literal('not_found'),
    Type.Literal('name_differs'),
    Type.Literal('lost'),
    Type.Literal('deceased'),
    Type.Null(),
  ]),
  verifyNo: Type.String(),
  expireAt: Instant,
});
export type VerifyIdentityAnswer = Type.Static<typeof VerifyIdentityAnswer>;

export const HouseholdRequest = Type.Object(
  { caseNo: CaseNo, name: Type.String({ minLength: 1 }), idNo: Type.String({ minLength: 4 }) },
  { additionalProperties: false },
);
export type HouseholdRequest = Type.Static<typeof HouseholdRequest>;

export const HouseholdAnswer = Type.Object({
  householdNo: Type.String(),
  members: Type.Array(
    Type.Object({
      ...Person.properties,
      relation: Type.Union([
        Type.Literal('self'),
        Type.Literal('spouse'),
        Type.Literal('child'),
        Type.Literal('other'),
      ]),
      birthDate: CalendarDate,
    }),
  ),
});
export type HouseholdAnswer = Type.Static<typeof HouseholdAnswer>;

/** 户籍告知 (domain §5.4): the registry only tells the police; moving a household out needs the person and the police. */
export const HukouNotice = Type.Object(
  {
    caseNo: CaseNo,
    address: Type.String({ minLength: 2, maxLength: 200 }),
    seller: Person,
    buyer: Person,
    /** The buyer wants to move a household in. */
    moveIn: Type.Boolean(),
    /** The seller's household has moved out, as the seller declares. */
    movedOut: Type.Boolean(),
    moveInPersons: Type.Optional(Type.Array(Person)),
  },
  { additionalProperties: false },
);
export type HukouNotice = Type.Static<typeof HukouNotice>;

export const HukouReceipt = Type.Object({ receiptNo: Type.String(), receivedAt: Instant });
export type HukouReceipt = Type.Static<typeof HukouReceipt>;

/** HUKOU_OCCUPIED is information for the buyer, no obstacle to the register. */
export const hukouRefusals = ['HUKOU_OCCUPIED'] as const;

/** Thrown outright when the police refuse to check at all; a plain difference is `matched: false`. */
export const identityRefusals = ['IDENTITY_MISMATCH'] as const;
export const householdRefusals = ['HOUSEHOLD_NOT_FOUND'] as const;

export const identityOperations = defineOperations({
  notifyHukou: {
    method: 'POST',
    path: '/hukou-notices',
    summary: '告知房屋易主及迁入意向',
    body: HukouNotice,
    answer: HukouReceipt,
    refusals: hukouRefusals,
  },
  verify: {
    method: 'POST',
    path: '/verifications',
    summary: '核验当事人身份',
    body: VerifyIdentityRequest,
    answer: VerifyIdentityAnswer,
    refusals: identityRefusals,
  },
  household: {
    method: 'POST',
    path: '/households/query',
    summary: '查询户籍成员',
    body: HouseholdRequest,
    answer: HouseholdAnswer,
    refusals: householdRefusals,
  },
});
