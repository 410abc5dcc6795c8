import Type, { type Static } from 'typebox';
import { Instant, Nullable } from './common.ts';

const CertificateKind = Type.Union([Type.Literal('certificate'), Type.Literal('proof')]);
const CertificateState = Type.Union([Type.Literal('LIVE'), Type.Literal('CANCELLED')]);

/** What the register says of a certificate's validity; it wins over whatever is printed or signed. */
const registerState = {
  certificateNo: Type.String(),
  kind: CertificateKind,
  state: CertificateState,
  /** Chinese, with the dates of cancellation and of the electronic certificate's revocation. */
  stateText: Type.String(),
  issuedAt: Instant,
  cancelledAt: Nullable(Instant),
  /** 电子证照注销: when the store of electronic certificates confirmed it. */
  licenceRevokedAt: Nullable(Instant),
};

/** A certificate that the register knows, live or cancelled. */
export const PublicCertificate = Type.Object({
  found: Type.Literal(true),
  ...registerState,
  /** 张** style; nothing else about the person. */
  holders: Type.Array(Type.String()),
  location: Type.String(),
  authority: Type.String(),
  checkedAt: Instant,
});
export type PublicCertificate = Static<typeof PublicCertificate>;

/** No certificate has this token or number. */
export const UnknownCertificate = Type.Object({
  found: Type.Literal(false),
  message: Type.String({ description: 'Chinese, says what to do' }),
  checkedAt: Instant,
});

/**
 * GET /api/public/certificates/:token, without sign-in: what the QR code of a certificate leads to. Whether there is such
 * a certificate is the question; “no” is an answer to it (200, `found: false`) and not an error.
 */
export const Verification = Type.Union([PublicCertificate, UnknownCertificate]);
export type Verification = Static<typeof Verification>;

/** POST /api/public/certificates/check, without sign-in. Numbers can be counted up, so the answer names no person and no place. */
export const NumberCheck = Type.Object(
  { certificateNo: Type.String({ minLength: 1, maxLength: 60 }) },
  { additionalProperties: false },
);
export type NumberCheck = Static<typeof NumberCheck>;
export const NumberVerification = Type.Union([
  Type.Object({ found: Type.Literal(true), ...registerState, checkedAt: Instant }),
  UnknownCertificate,
]);
export type NumberVerification = Static<typeof NumberVerification>;

/** One question that was asked of a file. */
export const FileCheck = Type.Object({
  check: Type.Union([
    Type.Literal('pades', { description: '文件内的电子签章' }),
    Type.Literal('sm2', { description: '国密签名' }),
    Type.Literal('stored', { description: '与登记机构存档一致' }),
    Type.Literal('register', { description: '登记簿状态' }),
  ]),
  ok: Type.Boolean(),
  text: Type.String(),
});
export type FileCheck = Static<typeof FileCheck>;

/**
 * POST /api/public/verifications, without sign-in: multipart/form-data with `token` (optional: the certificate that the visitor
 * looks at; comes first) and `file` (at most 5 MB). Is this the file that the office sealed, and is it in force?
 */
export const FileVerification = Type.Object({
  verdict: Type.Union([
    Type.Literal('GENUINE', { description: 'our file, every byte, and in force' }),
    Type.Literal('CANCELLED', { description: 'our file, but the register has cancelled the certificate' }),
    Type.Literal('OTHER', { description: 'our file, of another certificate than the one asked about' }),
    Type.Literal('CHANGED', { description: 'sealed once, not what was sealed now' }),
    Type.Literal('UNKNOWN', { description: 'not a file that this office sealed' }),
  ]),
  /** Chinese, one sentence. */
  title: Type.String(),
  checks: Type.Array(FileCheck),
  /** Only for who holds the file itself. */
  certificate: Nullable(PublicCertificate),
  checkedAt: Instant,
});
export type FileVerification = Static<typeof FileVerification>;

export const MAX_VERIFIED_BYTES = 5 * 1024 * 1024;
