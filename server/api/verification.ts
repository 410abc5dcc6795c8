import Type, { type Static } from 'typebox';
import { Instant, Nullable } from './common.ts';

/** A certificate that the register knows, live or cancelled. */
export const PublicCertificate = Type.Object({
  found: Type.Literal(true),
  certificateNo: Type.String(),
  kind: Type.Union([Type.Literal('certificate'), Type.Literal('proof')]),
  state: Type.Union([Type.Literal('LIVE'), Type.Literal('CANCELLED')]),
  stateText: Type.String(),
  /** 张** style; nothing else about the person. */
  holders: Type.Array(Type.String()),
  location: Type.String(),
  issuedAt: Instant,
  cancelledAt: Nullable(Instant),
  authority: Type.String(),
  checkedAt: Instant,
});
export type PublicCertificate = Static<typeof PublicCertificate>;

/** No certificate has this token. */
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
