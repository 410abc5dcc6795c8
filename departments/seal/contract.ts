/**
 * Electronic seal service (电子印章). domain §5.0.4 `seal.sign`.
 *
 * One call seals one document in the forms asked for: `pades`, the PDF itself carries the signature and a time stamp over
 * it by a service of the same authority (ETSI EN 319 142-1, level B-T; RFC 3161); `sm2`, a
 * signature over SM3 (GB/T 32918.2) that is kept beside the file. Both lead to the service's authority by their certificates.
 */
import Type from 'typebox';
import { defineOperations } from '../shared/operation.ts';
import { CaseNo, Instant, Sha256 } from '../shared/wire.ts';

/** The registration seal of a district office, `seal-<district>`; see `GET /seals`. */
export const SealId = Type.String({ pattern: '^seal-\\d{6}$' });

/** Where the picture of the seal stands on the first page: its lower left corner, millimetres from that of the page. */
export const SealPosition = Type.Object(
  {
    xMm: Type.Number({ minimum: 0, maximum: 1000 }),
    yMm: Type.Number({ minimum: 0, maximum: 1000 }),
    sizeMm: Type.Number({ minimum: 10, maximum: 100 }),
  },
  { additionalProperties: false },
);
export type SealPosition = Type.Static<typeof SealPosition>;

/** On whose behalf: a seal is lent to an office's people for what they may seal, see `Seal.roles`. */
export const SealRequester = Type.Object(
  { district: Type.String({ pattern: '^\\d{6}$' }), role: Type.String({ pattern: '^[a-z_]{1,40}$' }) },
  { additionalProperties: false },
);

export const SignatureForm = Type.Union([Type.Literal('pades'), Type.Literal('sm2')]);
export type SignatureForm = Type.Static<typeof SignatureForm>;

export const SignRequest = Type.Object(
  {
    caseNo: CaseNo,
    /** The document within the case. A second request for it gets the first signature again, and no other content. */
    documentNo: Type.String({ minLength: 1, maxLength: 100 }),
    sealId: SealId,
    requestedBy: SealRequester,
    /** SHA-256 of the content, lower-case hexadecimal. */
    docHash: Sha256,
    contentBase64: Type.String({ minLength: 1, maxLength: 20_000_000 }),
    /** With both, the SM2 signature is over the PDF that carries the other one. */
    forms: Type.Array(SignatureForm, { minItems: 1, uniqueItems: true }),
    /** Without one the signature covers the document and shows nowhere. */
    position: Type.Optional(SealPosition),
  },
  { additionalProperties: false },
);
export type SignRequest = Type.Static<typeof SignRequest>;

export const PadesSeal = Type.Object({
  pdfBase64: Type.String(),
  /** SHA-256 of the sealed PDF. */
  sha256: Sha256,
  certSerial: Type.String(),
});

export const Sm2Seal = Type.Object({
  algorithm: Type.Literal('SM2-SM3'),
  /** DER of (r, s), base64; identity 1234567812345678. */
  signature: Type.String(),
  certificatePem: Type.String(),
  certSerial: Type.String(),
});

export const SignAnswer = Type.Object({
  signatureNo: Type.String(),
  docHash: Sha256,
  sealId: SealId,
  sealName: Type.String(),
  timestamp: Instant,
  pades: Type.Union([PadesSeal, Type.Null()]),
  sm2: Type.Union([Sm2Seal, Type.Null()]),
  /** The authority that issued the seal's certificates. */
  authorityPem: Type.String(),
  /** A demo seal has no legal force; `mark` must be shown on the document. */
  demo: Type.Boolean(),
  mark: Type.String(),
});
export type SignAnswer = Type.Static<typeof SignAnswer>;

export const Seal = Type.Object({
  sealId: SealId,
  sealName: Type.String(),
  status: Type.Union([Type.Literal('active'), Type.Literal('expired'), Type.Literal('revoked')]),
  /** Roles whose work this seal may stand on, in its own district only. */
  roles: Type.Array(Type.String()),
  certSerial: Type.String(),
  certificatePem: Type.String(),
  sm2CertificatePem: Type.String(),
  authorityPem: Type.String(),
  demo: Type.Boolean(),
});
export type Seal = Type.Static<typeof Seal>;

/**
 * Unknown, expired or revoked seal; another district's or a role without it; the hash is not that of the content; no PDF; or the
 * document was sealed before with other content.
 */
export const signRefusals = ['SEAL_REFUSED'] as const;
export const fetchSealRefusals = ['SEAL_NOT_FOUND'] as const;

export const sealOperations = defineOperations({
  sign: {
    method: 'POST',
    path: '/signatures',
    summary: '对文件签章（PDF 内嵌签名、国密 SM2 签名）',
    body: SignRequest,
    answer: SignAnswer,
    refusals: signRefusals,
  },
  fetchSeal: {
    method: 'GET',
    path: '/seals/:sealId',
    summary: '查询印章、授权范围及证书链',
    answer: Seal,
    refusals: fetchSealRefusals,
  },
});
