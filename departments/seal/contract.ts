/** Electronic seal service (电子印章). domain §5.0.4 `seal.sign`. */
import Type from 'typebox';
import { defineOperations } from '../shared/operation.ts';
import { CaseNo, Instant, Sha256 } from '../shared/wire.ts';

/** The registration seal of a district office, `seal-<district>`; see `GET /seals`. */
export const SealId = Type.String({ pattern: '^seal-\\d{6}$' });

/** Where the seal stands on the page, in millimetres from the lower left corner; pages count from 1. */
export const SealPosition = Type.Object(
  {
    page: Type.Integer({ minimum: 1 }),
    xMm: Type.Number({ minimum: 0, maximum: 1000 }),
    yMm: Type.Number({ minimum: 0, maximum: 1000 }),
  },
  { additionalProperties: false },
);
export type SealPosition = Type.Static<typeof SealPosition>;

export const SignRequest = Type.Object(
  {
    caseNo: CaseNo,
    sealId: SealId,
    /** SHA-256 of the document's bytes, lower-case hex. */
    docHash: Sha256,
    /** Without one the signature covers the document and shows nowhere. */
    position: Type.Optional(SealPosition),
    /** The document itself, when the service shall check that the hash is its own. */
    pdfBase64: Type.Optional(Type.String({ maxLength: 20_000_000 })),
  },
  { additionalProperties: false },
);
export type SignRequest = Type.Static<typeof SignRequest>;

export const SignAnswer = Type.Object({
  signatureNo: Type.String(),
  docHash: Sha256,
  sealId: SealId,
  sealName: Type.String(),
  certSerial: Type.String(),
  algorithm: Type.Literal('Ed25519'),
  position: Type.Optional(SealPosition),
  /** Base64 over `docHash|sealId|timestamp`, and the position when there is one; see `signedText`. */
  signature: Type.String(),
  timestamp: Instant,
  /** A demo seal has no legal force; `mark` must be shown on the document. */
  demo: Type.Boolean(),
  mark: Type.String(),
});
export type SignAnswer = Type.Static<typeof SignAnswer>;

export const Seal = Type.Object({
  sealId: SealId,
  sealName: Type.String(),
  certSerial: Type.String(),
  publicKeyPem: Type.String(),
  status: Type.Union([Type.Literal('active'), Type.Literal('expired'), Type.Literal('revoked')]),
  demo: Type.Boolean(),
});
export type Seal = Type.Static<typeof Seal>;

/** Unknown, expired or revoked seal, or the hash is not that of the document. */
export const signRefusals = ['SEAL_REFUSED'] as const;
export const fetchSealRefusals = ['SEAL_NOT_FOUND'] as const;

/** The exact text that is signed: `docHash|sealId|timestamp`, then `|page,x,y` for a seal with a place on the page. */
export function signedText(answer: Pick<SignAnswer, 'docHash' | 'sealId' | 'timestamp' | 'position'>): string {
  const { position } = answer;
  const place = position ? `|${position.page},${position.xMm},${position.yMm}` : '';
  return `${answer.docHash}|${answer.sealId}|${answer.timestamp}${place}`;
}

export const sealOperations = defineOperations({
  sign: {
    method: 'POST',
    path: '/signatures',
    summary: '对文件摘要签章',
    body: SignRequest,
    answer: SignAnswer,
    refusals: signRefusals,
  },
  fetchSeal: {
    method: 'GET',
    path: '/seals/:sealId',
    summary: '查询印章及验证公钥',
    answer: Seal,
    refusals: fetchSealRefusals,
  },
});
