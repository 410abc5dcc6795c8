import Type, { type Static } from 'typebox';
import { Instant, Nullable } from './common.ts';

/** GET /api/public/certificates/:token, without sign-in: what the QR code of a certificate leads to. */
export const PublicCertificate = Type.Object({
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
