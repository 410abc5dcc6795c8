import { createHash } from 'node:crypto';
import multipart from '@fastify/multipart';
import Type from 'typebox';
import { actorOf, requirePermission, userOf } from '../access/guard.ts';
import { readCase } from '../access/read-case.ts';
import { CaseDocument, DOCUMENT_KINDS, DocumentList, MAX_UPLOAD_BYTES, type UploadKind } from '../api/documents.ts';
import type { ServerDeps } from '../deps.ts';
import { typeByMagicBytes } from '../documents/magic-bytes.ts';
import { readForm } from '../documents/read-form.ts';
import { announce } from '../events/announce.ts';
import { conflict, invalid, notFound, ProblemError } from '../problems/problem-error.ts';
import { documentView, documentViews, fileNameOf } from '../views/case-detail.ts';
import type { App } from './types.ts';

const CaseParams = Type.Object({ caseNo: Type.String({ pattern: '^\\d{20}$' }) });
const DocumentParams = Type.Object({
  caseNo: Type.String({ pattern: '^\\d{20}$' }),
  documentId: Type.String({ maxLength: 64 }),
});
const DownloadQuery = Type.Object({ download: Type.Optional(Type.String()) });

const isUploadKind = (kind: string): kind is UploadKind => Object.hasOwn(DOCUMENT_KINDS, kind);

export async function documentRoutes(app: App, deps: ServerDeps): Promise<void> {
  const { registry, pool } = deps;
  await app.register(multipart, {
    limits: { fileSize: MAX_UPLOAD_BYTES, files: 1, fields: 6, fieldSize: 500, parts: 8 },
  });

  app.get(
    '/api/cases/:caseNo/documents',
    { schema: { params: CaseParams, response: { 200: DocumentList } } },
    async (request) => {
      const { caseNo } = await readCase(registry, request.params.caseNo, userOf(request));
      return { items: documentViews(await registry.documents.list(caseNo)) };
    },
  );

  app.get(
    '/api/cases/:caseNo/documents/:documentId',
    { schema: { params: DocumentParams, querystring: DownloadQuery } },
    async (request, reply) => {
      const user = userOf(request);
      const { caseNo } = await readCase(registry, request.params.caseNo, user);
      const found = await registry.documents.get(request.params.documentId);
      if (found?.meta.caseNo !== caseNo || !found) {
        throw notFound('DOCUMENT_NOT_FOUND', '本业务没有这份材料，请刷新材料列表。');
      }
      const { meta, bytes } = found;
      await registry.audit.record({
        actor: actorOf(user),
        action: 'document.read',
        purpose: '办理业务',
        caseNo,
        detail: { documentId: meta.documentId, kind: meta.kind },
      });
      const disposition = request.query.download === undefined ? 'inline' : 'attachment';
      return reply
        .type(meta.mediaType)
        .header('Content-Disposition', `${disposition}; filename*=UTF-8''${encodeURIComponent(fileNameOf(meta))}`)
        .header('ETag', `"${meta.sha256}"`)
        .header('Cache-Control', 'private, no-store')
        .send(bytes);
    },
  );

  app.post(
    '/api/cases/:caseNo/documents',
    { schema: { params: CaseParams, response: { 201: CaseDocument } } },
    async (request, reply) => {
      const user = requirePermission(request, 'document.upload');
      const theCase = await readCase(registry, request.params.caseNo, user);
      const { caseNo, district } = theCase;
      if (theCase.status === 'CLOSED') throw conflict('CASE_CLOSED', '业务已经办结，不能再上传材料。');
      const { file: bytes, fields } = await readForm(request, MAX_UPLOAD_BYTES);
      if (!bytes) {
        const message = '请选择要上传的文件（PDF、JPG 或 PNG，不超过 20 MB）。';
        throw invalid(message, [{ path: '/file', code: 'REQUIRED', message }]);
      }
      const mediaType = typeByMagicBytes(bytes);
      if (!mediaType) {
        throw new ProblemError(415, 'FILE_TYPE_NOT_ALLOWED', '文件内容不是 PDF、JPG 或 PNG，请重新扫描后上传。');
      }
      const kind = fields.kind ?? 'other';
      if (!isUploadKind(kind)) {
        const message = '请选择材料种类。';
        throw invalid(message, [{ path: '/kind', code: 'ENUM', message }]);
      }
      // By characters: half of a rare one is no text.
      const title = [...(fields.title || DOCUMENT_KINDS[kind])].slice(0, 100).join('');
      const by = actorOf(user);
      const meta = await registry.documents.put({ caseNo, key: uploadKey(bytes), kind, title, mediaType, bytes, by });
      if (fields.materialId) {
        const { materialId } = fields;
        await registry.cases.recordMaterial({ caseNo, materialId, present: true, documentId: meta.documentId, by });
      }
      await announce(pool, { topic: 'case', id: caseNo, caseNo, district });
      return reply.code(201).send(documentView(meta));
    },
  );
}

/** The same bytes uploaded twice are one document. */
function uploadKey(bytes: Buffer): string {
  return `upload-${createHash('sha256').update(bytes).digest('hex').slice(0, 32)}`;
}
