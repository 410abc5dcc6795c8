import Type, { type Static } from 'typebox';
import { District, Instant, Nullable } from './common.ts';

const Kind = Type.Union([Type.Literal('certificate'), Type.Literal('proof')]);
const Serial = Type.String({ minLength: 1, maxLength: 40, pattern: '^[0-9A-Za-z\\s-]+$' });
const strict = { additionalProperties: false } as const;

export const PaperState = Type.Union([
  Type.Literal('printed'),
  Type.Literal('void'),
  Type.Literal('damaged'),
  Type.Literal('lost'),
  Type.Literal('returned'),
]);
export type PaperState = Static<typeof PaperState>;

/** One delivery of blank paper; received = blank + printed + void + damaged + lost + returned. */
export const PaperBatch = Type.Object({
  batchId: Type.String(),
  kind: Kind,
  firstSerial: Type.String(),
  lastSerial: Type.String(),
  received: Type.Integer(),
  blank: Type.Integer(),
  printed: Type.Integer(),
  void: Type.Integer(),
  damaged: Type.Integer(),
  lost: Type.Integer(),
  returned: Type.Integer(),
  /** Of the void and damaged ones. */
  destroyed: Type.Integer(),
  receivedAt: Instant,
  receivedBy: Type.String(),
  note: Nullable(Type.String()),
});
export type PaperBatch = Static<typeof PaperBatch>;

export const PaperSheet = Type.Object({
  serial: Type.String(),
  kind: Kind,
  state: PaperState,
  certificateNo: Nullable(Type.String()),
  reason: Nullable(Type.String()),
  at: Instant,
  by: Type.String(),
  destroyedAt: Nullable(Instant),
  canReprint: Type.Boolean(),
});
export type PaperSheet = Static<typeof PaperSheet>;

/** A cancelled certificate whose paper has neither come back nor been declared void. */
export const OutstandingCertificate = Type.Object({
  certificateNo: Type.String(),
  unitCode: Type.String(),
  cancelledAt: Instant,
  caseNo: Nullable(Type.String()),
});
export type OutstandingCertificate = Static<typeof OutstandingCertificate>;

/** GET /api/papers: the stock of the user's district (staff of the whole city name one). */
export const PaperStock = Type.Object({
  district: District,
  batches: Type.Array(PaperBatch),
  /** Newest 200 that left the stock, filtered by `q` (serial or certificate number) and `state`. */
  sheets: Type.Array(PaperSheet),
  outstanding: Type.Array(OutstandingCertificate),
});
export type PaperStock = Static<typeof PaperStock>;

export const PaperQuery = Type.Object({
  district: Type.Optional(District),
  q: Type.Optional(Type.String({ maxLength: 60 })),
  state: Type.Optional(PaperState),
});

/** POST /api/papers/batches (201 PaperBatch): 入库. */
export const ReceivePaper = Type.Object(
  { kind: Kind, firstSerial: Serial, lastSerial: Serial, note: Type.Optional(Type.String({ maxLength: 200 })) },
  strict,
);
export type ReceivePaper = Static<typeof ReceivePaper>;

/** POST /api/papers/write-offs (204): blank sheets that are damaged, lost, or went back (退回). */
export const WriteOffPaper = Type.Object(
  {
    serials: Type.Array(Serial, { minItems: 1, maxItems: 200 }),
    state: Type.Union([Type.Literal('damaged'), Type.Literal('lost'), Type.Literal('returned')]),
    reason: Type.String({ minLength: 2, maxLength: 200 }),
  },
  strict,
);
export type WriteOffPaper = Static<typeof WriteOffPaper>;

/** POST /api/papers/reprints (204): 作废重印; the certificate keeps its number. */
export const ReprintPaper = Type.Object(
  { serial: Serial, newSerial: Serial, reason: Type.String({ minLength: 2, maxLength: 200 }) },
  strict,
);
export type ReprintPaper = Static<typeof ReprintPaper>;

/** POST /api/papers/destructions (204): 销毁 by two people of the office. */
export const DestroyPaper = Type.Object(
  {
    serials: Type.Array(Serial, { minItems: 1, maxItems: 500 }),
    /** 监销人: another active account of the district. */
    witness: Type.String({ minLength: 1, maxLength: 64 }),
    note: Type.Optional(Type.String({ maxLength: 200 })),
  },
  strict,
);
export type DestroyPaper = Static<typeof DestroyPaper>;

/** POST /api/papers/recalls (204): 收回, or 公告作废 with where it was published. */
export const RecallCertificate = Type.Union([
  Type.Object({ certificateNo: Type.String({ maxLength: 60 }), way: Type.Literal('returned') }, strict),
  Type.Object(
    {
      certificateNo: Type.String({ maxLength: 60 }),
      way: Type.Literal('announced'),
      announcement: Type.String({ minLength: 4, maxLength: 200 }),
    },
    strict,
  ),
]);
export type RecallCertificate = Static<typeof RecallCertificate>;

/** GET /api/papers/suggestions/:caseNo: the next sheets of the stock for what the case has to print. */
export const PaperSuggestions = Type.Object({
  items: Type.Array(Type.Object({ certificateNo: Type.String(), serial: Type.String() })),
});
export type PaperSuggestions = Static<typeof PaperSuggestions>;
