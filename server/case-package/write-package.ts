import { createHash } from 'node:crypto';
import { Zip, ZipDeflate, ZipPassThrough } from 'fflate';
import { type Actor, type CaseView, type DocumentMeta, formatLocal, type Registry } from '../../registry/index.ts';
import { fileNameOf } from '../views/case-detail.ts';
import type { Manifest } from './manifest.ts';

/** A paper of the case and where its bytes come from, when its turn is. */
interface Paper {
  readonly entry: Manifest['documents'][number];
  readonly createdAt: Date;
  readonly read: () => Promise<Uint8Array | undefined>;
}

/**
 * Everything of a case in one zip file: manifest.json, events.json, documents/ and letters/. One document at a time is in memory,
 * however large the case is. The same state of the case makes the same bytes: no moment of packing is in it.
 *
 * @param by who asks: each letter that is read is audited
 */
export async function* writePackage(
  registry: Pick<Registry, 'documents' | 'evidence' | 'letters'>,
  theCase: CaseView,
  by: Actor,
): AsyncGenerator<Uint8Array> {
  const chunks: Uint8Array[] = [];
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    chunks.push(chunk);
  });
  const papers = [...(await documentsOf(registry, theCase.caseNo)), ...(await lettersOf(registry, theCase.caseNo, by))];
  const events = Buffer.from(JSON.stringify(await registry.evidence.caseExcerpt(theCase.caseNo)));
  const manifest: Manifest = {
    format: 'yitong-case-package/2',
    caseNo: theCase.caseNo,
    archiveNo: theCase.archiveNo,
    itemCode: theCase.itemCode,
    district: theCase.district,
    unitCodes: theCase.unitCodes,
    status: theCase.status,
    filedAt: theCase.filedAt.toISOString(),
    documents: papers.map(({ entry }) => entry),
    eventsSha256: createHash('sha256').update(events).digest('hex'),
  };
  const add = (file: ZipDeflate | ZipPassThrough, at: Date, bytes: Uint8Array) => {
    file.mtime = zipTime(at);
    zip.add(file);
    file.push(bytes, true);
    return chunks.splice(0);
  };
  yield* add(new ZipDeflate('manifest.json'), theCase.filedAt, Buffer.from(JSON.stringify(manifest, null, 2)));
  yield* add(new ZipDeflate('events.json'), theCase.filedAt, events);
  for (const { entry, createdAt, read } of papers) {
    const bytes = await read();
    if (!bytes) throw new Error(`Document ${entry.key} vanished`);
    // PDFs and JPEGs do not compress again.
    yield* add(new ZipPassThrough(entry.path), createdAt, bytes);
  }
  zip.end();
  yield* chunks.splice(0);
}

async function documentsOf({ documents }: Pick<Registry, 'documents'>, caseNo: string): Promise<Paper[]> {
  const metas = await documents.list(caseNo);
  return metas.map((meta, i) => ({
    entry: {
      path: pathOf(meta, i),
      key: meta.key,
      kind: meta.kind,
      title: meta.title,
      mediaType: meta.mediaType,
      size: meta.size,
      sha256: meta.sha256,
      createdAt: meta.createdAt.toISOString(),
      createdBy: meta.createdBy,
      seal: meta.seal && { ...meta.seal, signedAt: meta.seal.signedAt.toISOString() },
    },
    createdAt: meta.createdAt,
    read: async () => (await documents.get(meta.documentId))?.bytes,
  }));
}

async function lettersOf({ letters }: Pick<Registry, 'letters'>, caseNo: string, by: Actor): Promise<Paper[]> {
  const sealed = await letters.sealedOf(caseNo);
  return sealed.map(({ letterId, letterNo, sha256, size, issuedAt, issuedBy, seal }, i) => ({
    entry: {
      path: `letters/${number(i)}.pdf`,
      key: `letter:${letterNo}`,
      kind: 'letter',
      title: `告知书 ${letterNo}`,
      mediaType: 'application/pdf',
      size,
      sha256,
      createdAt: issuedAt.toISOString(),
      createdBy: issuedBy,
      seal: { ...seal },
    },
    createdAt: issuedAt,
    read: async () => (await letters.getPaper(letterId, by))?.bytes,
  }));
}

const number = (i: number) => String(i + 1).padStart(3, '0');
const pathOf = (meta: DocumentMeta, i: number) => `documents/${number(i)}-${fileNameOf(meta)}`;

/** Zip knows local times only; written are those of the office, whatever zone the server is in. */
const zipTime = (at: Date): Date => new Date(formatLocal(at).slice(0, 19));
