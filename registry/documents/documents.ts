import { createHash } from 'node:crypto';
import { lockCase } from '../cases/case-row.ts';
import { partOf } from '../db/rows-as-json.ts';
import type { Deps, Queryable } from '../db/transaction.ts';
import { inTransaction, one } from '../db/transaction.ts';
import { RegistryError } from '../errors.ts';
import { appendEvent } from '../evidence/append-event.ts';
import type { DocumentKind, DocumentMeta, DocumentsApi } from './types.ts';

interface Row {
  document_id: string;
  case_no: string;
  key: string;
  kind: DocumentKind;
  title: string;
  media_type: string;
  size: number;
  sha256: string;
  created_at: Date;
  created_by: string;
  seal: (Omit<NonNullable<DocumentMeta['seal']>, 'signedAt'> & { signedAt: string }) | null;
}

const columns = 'document_id, case_no, key, kind, title, media_type, size, sha256, created_at, created_by, seal';

export const documentsPart = partOf<Row, DocumentMeta[]>(
  (caseNo) => `SELECT ${columns} FROM registry.documents WHERE case_no = ${caseNo} ORDER BY created_at, key`,
  ['created_at'],
  (rows) => rows.map(toMeta),
);

function toMeta(row: Row): DocumentMeta {
  return {
    documentId: row.document_id,
    caseNo: row.case_no,
    key: row.key,
    kind: row.kind,
    title: row.title,
    mediaType: row.media_type,
    size: row.size,
    sha256: row.sha256,
    createdAt: row.created_at,
    createdBy: row.created_by,
    seal: row.seal ? { ...row.seal, signedAt: new Date(row.seal.signedAt) } : null,
  };
}

async function put(db: Queryable, at: Date, input: Parameters<DocumentsApi['put']>[0]): Promise<DocumentMeta> {
  const sha256 = createHash('sha256').update(input.bytes).digest('hex');
  const row = await lockCase(db, input.caseNo);
  const known = await one<Row>(db, `SELECT ${columns} FROM registry.documents WHERE case_no = $1 AND key = $2`, [
    input.caseNo,
    input.key,
  ]);
  if (known?.sha256 === sha256) return toMeta(known);
  // A stored paper is evidence: it is never overwritten.
  if (known)
    throw new RegistryError(
      'DOCUMENT_CONFLICT',
      `业务${input.caseNo}的文件“${known.title}”已存档且内容不同；请用新的文件名另存。`,
    );
  const stored = await one<Row>(
    db,
    `INSERT INTO registry.documents (case_no, key, kind, title, media_type, bytes, created_at, created_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING ${columns}`,
    [input.caseNo, input.key, input.kind, input.title, input.mediaType, Buffer.from(input.bytes), at, input.by.userId],
  );
  await appendEvent(db, {
    chain: row.district,
    topic: 'document.stored',
    caseNo: input.caseNo,
    actor: input.by.userId,
    at,
    payload: { key: input.key, kind: input.kind, title: input.title, sha256 },
  });
  return toMeta(stored as Row);
}

async function recordSeal(
  { pool, clock }: Deps,
  input: Parameters<DocumentsApi['recordSeal']>[0],
): Promise<DocumentMeta> {
  return inTransaction(pool, async (client) => {
    const row = await one<Row>(client, `SELECT ${columns} FROM registry.documents WHERE document_id = $1`, [
      input.documentId,
    ]);
    if (!row) throw new RegistryError('DOCUMENT_UNKNOWN', '没有这份文件；请刷新后重试。');
    const { district } = await lockCase(client, row.case_no);
    if (input.signedBytes) {
      await put(client, clock.now(), {
        caseNo: row.case_no,
        key: `${row.key}.signed`,
        kind: row.kind,
        title: `${row.title}（已签章）`,
        mediaType: row.media_type,
        bytes: input.signedBytes,
        by: { userId: 'system', role: 'system', district: null },
      });
    }
    const { documentId, signedBytes: _stored, ...seal } = input;
    const { rowCount } = await client.query(
      'UPDATE registry.documents SET seal = $3 WHERE case_no = $1 AND key = ANY ($2) AND seal IS NULL',
      [row.case_no, [row.key, `${row.key}.signed`], JSON.stringify(seal)],
    );
    if (rowCount) {
      await appendEvent(client, {
        chain: district,
        topic: 'certificate.sealed',
        caseNo: row.case_no,
        actor: 'system',
        at: clock.now(),
        payload: { key: row.key, signatureNo: input.signatureNo },
      });
    }
    return toMeta(
      (await one<Row>(client, `SELECT ${columns} FROM registry.documents WHERE document_id = $1`, [documentId])) as Row,
    );
  });
}

export function documentsApi(deps: Deps): DocumentsApi {
  const { pool, clock } = deps;
  return {
    put: (input) => inTransaction(pool, (client) => put(client, clock.now(), input)),
    async get(documentId) {
      if (!/^[0-9a-f-]{36}$/i.test(documentId)) return null;
      const row = await one<Row & { bytes: Buffer }>(
        pool,
        `SELECT ${columns}, bytes FROM registry.documents WHERE document_id = $1`,
        [documentId],
      );
      return row ? { meta: toMeta(row), bytes: row.bytes } : null;
    },
    async list(caseNo) {
      const { rows } = await pool.query<Row>(
        `SELECT ${columns} FROM registry.documents WHERE case_no = $1 ORDER BY created_at, key`,
        [caseNo],
      );
      return rows.map(toMeta);
    },
    recordSeal: (input) => recordSeal(deps, input),
  };
}
