import Type, { type Static } from 'typebox';

export const Sha256 = Type.String({ pattern: '^[0-9a-f]{64}$' });

/** The SM2 signature over the bytes of the document and its certificate, as files of the package. */
const Signature = Type.Object({ signature: Type.String(), certificate: Type.String() });

export const PackedDocument = Type.Object({
  path: Type.String(),
  /** Unique in the package; letters are `letter:<文号>`. */
  key: Type.String(),
  kind: Type.String(),
  title: Type.String(),
  mediaType: Type.String(),
  size: Type.Integer({ minimum: 0 }),
  sha256: Sha256,
  createdAt: Type.String(),
  createdBy: Type.String(),
  /** Whose seal is on it, as the register has it. */
  seal: Type.Union([
    Type.Object({
      sealId: Type.String(),
      signatureNo: Type.String(),
      certSerial: Type.String(),
      signedAt: Type.String(),
      sm2: Type.Optional(Signature),
    }),
    Type.Null(),
  ]),
});
export type PackedDocument = Static<typeof PackedDocument>;

/** manifest.json of an archive package (docs/archive-package.md). */
export const Manifest = Type.Object({
  format: Type.Literal('yitong-package/3'),
  kind: Type.Union([Type.Literal('case'), Type.Literal('notice')]),
  /** 业务号 or the number of the notice. */
  number: Type.String({ pattern: '^\\d{20}$' }),
  district: Type.String(),
  unitCodes: Type.Array(Type.String()),
  status: Type.String(),
  filedAt: Type.String(),
  /** What only one of the two kinds has: 归档号, item; court, 案号, 送达时间. No personal data. */
  about: Type.Record(Type.String(), Type.Union([Type.String(), Type.Null()])),
  documents: Type.Array(PackedDocument),
});
export type Manifest = Static<typeof Manifest>;

/** What an event says, as JSON: chain, seq, topic, case, units, actor, microseconds, payload, batch, hash of its rows. */
export const EventContent = Type.Tuple([
  Type.String(),
  Type.Integer(),
  Type.String(),
  Type.Union([Type.String(), Type.Null()]),
  Type.Array(Type.String()),
  Type.String(),
  Type.Integer(),
  Type.Record(Type.String(), Type.Unknown()),
  Type.Unknown(),
  Type.Unknown(),
]);

export const MANIFEST = 'manifest.json';
export const SUMS = 'SHA256SUMS';
export const CHAIN = 'chain.txt';
