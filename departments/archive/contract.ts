/** Archive (不动产登记档案). domain §5.0.4 `archive.ingest`: a file is taken only when it is complete. */
import Type from 'typebox';
import { defineOperations } from '../shared/operation.ts';
import { CaseNo, Instant, Sha256 } from '../shared/wire.ts';

export const ArchiveDocument = Type.Object(
  {
    kind: Type.String({ minLength: 1, maxLength: 60 }),
    sha256: Sha256,
    pages: Type.Integer({ minimum: 0 }),
  },
  { additionalProperties: false },
);
export type ArchiveDocument = Type.Static<typeof ArchiveDocument>;

export const IngestRequest = Type.Object(
  {
    caseNo: CaseNo,
    /** With it the archive checks its list of kinds for this item. */
    itemCode: Type.Optional(Type.String({ minLength: 1, maxLength: 20 })),
    documents: Type.Array(ArchiveDocument),
  },
  { additionalProperties: false },
);
export type IngestRequest = Type.Static<typeof IngestRequest>;

export const IngestAnswer = Type.Object({
  archiveNo: Type.String(),
  pages: Type.Integer({ minimum: 1 }),
  documents: Type.Integer({ minimum: 1 }),
  archivedAt: Instant,
});
export type IngestAnswer = Type.Static<typeof IngestAnswer>;

export const ArchiveFile = Type.Object({ ...IngestAnswer.properties, caseNo: CaseNo, sha256: Type.Array(Sha256) });
export type ArchiveFile = Type.Static<typeof ArchiveFile>;

/** PAGES_MISSING: no document, a document without pages, or a kind that the item's list asks for; the text names them. */
export const ingestRefusals = ['PAGES_MISSING'] as const;
export const fetchFileRefusals = ['ARCHIVE_NOT_FOUND'] as const;

export const archiveOperations = defineOperations({
  ingest: {
    method: 'POST',
    path: '/files',
    summary: '移交归档（完整性检查；再次移交为补充卷内材料）',
    body: IngestRequest,
    answer: IngestAnswer,
    refusals: ingestRefusals,
  },
  fetchFile: {
    method: 'GET',
    path: '/files/:archiveNo',
    summary: '查询案卷',
    answer: ArchiveFile,
    refusals: fetchFileRefusals,
  },
});
