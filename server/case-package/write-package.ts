import { createHash } from 'node:crypto';
import { Zip, ZipDeflate, ZipPassThrough } from 'fflate';
import type { CaseView, DocumentMeta, Registry } from '../../registry/index.ts';
import { fileNameOf } from '../views/case-detail.ts';
import type { Manifest } from './manifest.ts';

/**
 * Everything of a case in one zip file: manifest.json, events.json and documents/. One document at a time is in memory, however
 * large the case is.
 */
export async function* writePackage(
  registry: Pick<Registry, 'documents' | 'evidence'>,
  theCase: CaseView,
  packagedAt: Date,
): AsyncGenerator<Uint8Array> {
  const chunks: Uint8Array[] = [];
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    chunks.push(chunk);
  });
  const metas = await registry.documents.list(theCase.caseNo);
  const files = metas.map((meta, i) => ({ meta, path: pathOf(meta, i) }));
  const events = Buffer.from(JSON.stringify(await registry.evidence.caseExcerpt(theCase.caseNo)));
  const manifest: Manifest = {
    format: 'yitong-case-package/1',
    caseNo: theCase.caseNo,
    archiveNo: theCase.archiveNo,
    itemCode: theCase.itemCode,
    district: theCase.district,
    unitCodes: theCase.unitCodes,
    status: theCase.status,
    filedAt: theCase.filedAt.toISOString(),
    packagedAt: packagedAt.toISOString(),
    documents: files.map(({ meta, path }) => ({
      path,
      key: meta.key,
      kind: meta.kind,
      title: meta.title,
      mediaType: meta.mediaType,
      size: meta.size,
      sha256: meta.sha256,
      createdAt: meta.createdAt.toISOString(),
      createdBy: meta.createdBy,
    })),
    eventsSha256: createHash('sha256').update(events).digest('hex'),
  };
  const add = (file: ZipDeflate | ZipPassThrough, mtime: Date, bytes: Uint8Array) => {
    file.mtime = mtime;
    zip.add(file);
    file.push(bytes, true);
    return chunks.splice(0);
  };
  yield* add(new ZipDeflate('manifest.json'), packagedAt, Buffer.from(JSON.stringify(manifest, null, 2)));
  yield* add(new ZipDeflate('events.json'), packagedAt, events);
  for (const { meta, path } of files) {
    const found = await registry.documents.get(meta.documentId);
    if (!found) throw new Error(`Document ${meta.documentId} vanished`);
    // PDFs and JPEGs do not compress again.
    yield* add(new ZipPassThrough(path), meta.createdAt, found.bytes);
  }
  zip.end();
  yield* chunks.splice(0);
}

const pathOf = (meta: DocumentMeta, i: number) => `documents/${String(i + 1).padStart(3, '0')}-${fileNameOf(meta)}`;
