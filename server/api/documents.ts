import Type, { type Static } from 'typebox';
import { Instant, Nullable } from './common.ts';

/** A file of a case. Bytes: GET /api/cases/:caseNo/documents/:documentId (`?download=1` asks the browser to save). */
export const CaseDocument = Type.Object({
  documentId: Type.String(),
  kind: Type.String({ examples: ['scan', 'certificate', 'decision'] }),
  title: Type.String(),
  fileName: Type.String(),
  contentType: Type.String(),
  size: Type.Integer(),
  sha256: Type.String(),
  materialCode: Nullable(Type.String()),
  createdAt: Instant,
});
export type CaseDocument = Static<typeof CaseDocument>;
/** GET /api/cases/:caseNo/documents */
export const DocumentList = Type.Object({ items: Type.Array(CaseDocument) });
export type DocumentList = Static<typeof DocumentList>;

/**
 * POST /api/cases/:caseNo/documents is multipart/form-data: field `file` (pdf, jpg or png, at most 20 MB),
 * field `title`, optional field `materialCode`. Text fields come before the file. Answers 201 with a CaseDocument.
 */
export const MAX_UPLOAD_BYTES = 20 * 1024 * 1024;
export const UPLOAD_TYPES = ['application/pdf', 'image/jpeg', 'image/png'] as const;

/** One line of the list of materials. */
export const Material = Type.Object({
  code: Type.String(),
  name: Type.String(),
  required: Type.Boolean(),
  source: Type.Union([Type.Literal('share'), Type.Literal('upload'), Type.Literal('registry'), Type.Literal('system')]),
  state: Type.Union([
    Type.Literal('missing'),
    Type.Literal('fetched'),
    Type.Literal('received'),
    Type.Literal('not_found'),
  ]),
  pages: Nullable(Type.Integer()),
  documentId: Nullable(Type.String()),
  note: Nullable(Type.String()),
});
export type Material = Static<typeof Material>;
