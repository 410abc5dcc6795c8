import Type, { type Static } from 'typebox';
import { Instant, Nullable } from './common.ts';

/** A file of a case. Bytes: GET /api/cases/:caseNo/documents/:documentId (`?download=1` asks the browser to save). */
export const CaseDocument = Type.Object({
  documentId: Type.String(),
  kind: Type.String({ examples: ['contract', 'certificate', 'decision_refused'] }),
  title: Type.String(),
  fileName: Type.String(),
  mediaType: Type.String(),
  size: Type.Integer(),
  sha256: Type.String(),
  createdAt: Instant,
  sealed: Type.Boolean(),
});
export type CaseDocument = Static<typeof CaseDocument>;
/** GET /api/cases/:caseNo/documents */
export const DocumentList = Type.Object({ items: Type.Array(CaseDocument) });
export type DocumentList = Static<typeof DocumentList>;

/**
 * POST /api/cases/:caseNo/documents is multipart/form-data: field `file` (pdf, jpg or png, at most 20 MB),
 * fields `title`, `kind` (see DOCUMENT_KINDS) and optionally `materialId`, which then counts as handed in. Text fields
 * come before the file. Answers 201 with a CaseDocument.
 */
export const MAX_UPLOAD_BYTES = 20 * 1024 * 1024;
export const UPLOAD_TYPES = ['application/pdf', 'image/jpeg', 'image/png'] as const;

/** Kinds a clerk may upload. */
export const DOCUMENT_KINDS = {
  application: '申请书',
  identity: '身份证明',
  contract: '买卖合同',
  certificate_old: '原权属证书',
  loan_contract_info: '主债权及抵押合同信息表',
  name_change_proof: '姓名（名称）变更证明',
  consent: '书面同意',
  authorisation: '授权委托书',
  onsite_photo: '实地查看照片',
  other: '其他材料',
} as const;
export type UploadKind = keyof typeof DOCUMENT_KINDS;

/** One line of the list of materials. `share` is fetched from another office, never asked for. */
export const Material = Type.Object({
  materialId: Type.String(),
  name: Type.String(),
  required: Type.Boolean(),
  source: Type.Union([
    Type.Literal('shared'),
    Type.Literal('upload'),
    Type.Literal('scan'),
    Type.Literal('registry'),
    Type.Literal('generated'),
  ]),
  /** Fetched or handed in. */
  present: Type.Boolean(),
  pages: Nullable(Type.Integer()),
  documentId: Nullable(Type.String()),
  /** Number of the shared record. */
  reference: Nullable(Type.String()),
  note: Nullable(Type.String()),
});
export type Material = Static<typeof Material>;
