/** Store of electronic certificates (电子证照库). domain §5.0.4 `ecert.issue`, `ecert.revoke`. */
import Type from 'typebox';
import { defineOperations } from '../shared/operation.ts';
import { CaseNo, Instant, Person, Sha256, UnitCode } from '../shared/wire.ts';

export const IssueLicenceRequest = Type.Object(
  {
    caseNo: CaseNo,
    /** Full certificate number, for example 浙（2026）宁波市海曙不动产权第0000123号. */
    certNo: Type.String({ minLength: 6, maxLength: 80 }),
    kind: Type.Union([Type.Literal('certificate'), Type.Literal('proof')]),
    unitCode: UnitCode,
    holders: Type.Array(Person, { minItems: 1 }),
    /** SHA-256 of the sealed PDF. */
    docHash: Sha256,
    registeredAt: Instant,
    /** Public verification page that the QR code leads to. */
    verifyUrl: Type.String({ pattern: '^https?://' }),
  },
  { additionalProperties: false },
);
export type IssueLicenceRequest = Type.Static<typeof IssueLicenceRequest>;

export const Licence = Type.Object({
  licenceId: Type.String(),
  certNo: Type.String(),
  status: Type.Union([Type.Literal('valid'), Type.Literal('revoked')]),
  qr: Type.String(),
  issuedAt: Instant,
  revokedAt: Type.Union([Instant, Type.Null()]),
});
export type Licence = Type.Static<typeof Licence>;

export const RevokeLicenceRequest = Type.Object(
  { caseNo: CaseNo, reason: Type.String({ minLength: 1, maxLength: 200 }) },
  { additionalProperties: false },
);
export type RevokeLicenceRequest = Type.Static<typeof RevokeLicenceRequest>;

/** LICENCE_DUPLICATE: the number is already there for another case or another document. */
export const issueRefusals = ['LICENCE_DUPLICATE'] as const;
export const licenceRefusals = ['LICENCE_NOT_FOUND'] as const;

export const ecertOperations = defineOperations({
  issue: {
    method: 'POST',
    path: '/licences',
    summary: '签发电子证照',
    body: IssueLicenceRequest,
    answer: Licence,
    refusals: issueRefusals,
  },
  fetchLicence: {
    method: 'GET',
    path: '/licences/:licenceId',
    summary: '查询电子证照',
    answer: Licence,
    refusals: licenceRefusals,
  },
  revoke: {
    method: 'POST',
    path: '/licences/:licenceId/revoke',
    summary: '注销电子证照',
    body: RevokeLicenceRequest,
    answer: Licence,
    refusals: licenceRefusals,
  },
});
