import type { Static } from 'typebox';
import Type from 'typebox';
import { Instant, Nullable } from './common.ts';

export const PUBLICITY_KINDS = {
  lost: '证书遗失补发公告',
  inheritance: '非公证继承公示',
  ex_officio: '依职权更正公告',
} as const;

/** GET /api/cases/:caseNo/publicity: null before it has begun, and where none is asked for. */
export const PublicityView = Type.Object({
  kind: Type.Union([Type.Literal('lost'), Type.Literal('inheritance'), Type.Literal('ex_officio')]),
  openedAt: Instant,
  dueAt: Instant,
  /** 依职权更正: holders whose written notice has not been delivered, and the end of their days from it. */
  untold: Type.Integer(),
  holdersUntil: Nullable(Instant),
  /** An objection may be raised now. */
  running: Type.Boolean(),
  objections: Type.Array(
    Type.Object({
      matter: Type.String(),
      evidenceNo: Nullable(Type.String()),
      raisedAt: Instant,
      settled: Type.Boolean(),
    }),
  ),
});
export type PublicityView = Static<typeof PublicityView>;

/** POST /api/cases/:caseNo/publicity/notice: the sealed 公告（公示） of the case's file, made at the first call. */
export const PublicityNotice = Type.Object({ documentId: Type.String() });
export type PublicityNotice = Static<typeof PublicityNotice>;

/** POST /api/cases/:caseNo/publicity/objections: at the window, while it runs. Answers 202. */
export const PublicityObjectionRequest = Type.Object(
  {
    /** Makes a repeated click harmless. */
    key: Type.String({ minLength: 8, maxLength: 64 }),
    objector: Type.String({ minLength: 2, maxLength: 100 }),
    matter: Type.String({ minLength: 4, maxLength: 300 }),
    evidenceNo: Type.Optional(Type.String({ minLength: 1, maxLength: 60 })),
  },
  { additionalProperties: false },
);
export type PublicityObjectionRequest = Static<typeof PublicityObjectionRequest>;
