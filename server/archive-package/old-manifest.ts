import Type, { type Static } from 'typebox';

const Sha256 = Type.String({ pattern: '^[0-9a-f]{64}$' });

/** manifest.json of an archive package of a case, as it was before format 3. */
export const OldManifest = Type.Object({
  /** 1: without letters and seals, and with the moment of packing. */
  format: Type.Union([Type.Literal('yitong-case-package/1'), Type.Literal('yitong-case-package/2')]),
  caseNo: Type.String(),
  archiveNo: Type.Union([Type.String(), Type.Null()]),
  itemCode: Type.String(),
  district: Type.String(),
  unitCodes: Type.Array(Type.String()),
  status: Type.String(),
  filedAt: Type.String(),
  packagedAt: Type.Optional(Type.String()),
  documents: Type.Array(
    Type.Object({
      path: Type.String(),
      key: Type.String(),
      kind: Type.String(),
      title: Type.String(),
      mediaType: Type.String(),
      size: Type.Integer(),
      sha256: Sha256,
      createdAt: Type.String(),
      createdBy: Type.String(),
      /** Whose seal is on it; the SM2 signature over these bytes and its certificate stand here alone. */
      seal: Type.Optional(Type.Union([Type.Record(Type.String(), Type.Unknown()), Type.Null()])),
    }),
  ),
  /** SHA-256 of events.json. */
  eventsSha256: Sha256,
});
export type OldManifest = Static<typeof OldManifest>;

/** events.json: registry's `ChainExcerpt[]`. */
export const Excerpts = Type.Array(
  Type.Object({
    chain: Type.String(),
    before: Type.String({ pattern: '^([0-9a-f]{64})?$' }),
    links: Type.Array(
      Type.Object({
        seq: Type.Integer(),
        content: Type.Optional(Type.String()),
        contentHash: Type.Optional(Sha256),
      }),
    ),
    end: Sha256,
  }),
);
export type Excerpts = Static<typeof Excerpts>;
