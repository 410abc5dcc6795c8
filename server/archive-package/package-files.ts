import { createHash } from 'node:crypto';
import { readCertificate } from '../../platform/signatures/index.ts';
import type { ChainExcerpt } from '../../registry/index.ts';
import { CHAIN, MANIFEST, type Manifest, type PackedDocument, SUMS } from './manifest.ts';
import type { PackedFile } from './zip-form.ts';

/** A paper and where its bytes come from, when its turn is. */
export interface Paper {
  readonly document: Omit<PackedDocument, 'path' | 'seal'>;
  /** `documents/` is the default. */
  readonly folder?: 'letters';
  readonly extension: string;
  readonly seal: {
    sealId: string;
    signatureNo: string;
    certSerial: string;
    signedAt: string;
    sm2?: { signature: string; certificatePem: string } | undefined;
  } | null;
  readonly read: () => Promise<Uint8Array | undefined>;
}

interface Part extends PackedFile {
  readonly sha256: string;
}

/** The files of a package in their order: manifest, sums, chain, events, signatures, then the papers. */
export function packageFiles(
  about: Omit<Manifest, 'format' | 'documents'>,
  chains: readonly ChainExcerpt[],
  papers: readonly Paper[],
): { files: PackedFile[]; sumsSha256: string } {
  const { filedAt } = about;
  const parts: Part[] = [...chainParts(chains, filedAt)];
  const documents: PackedDocument[] = [];
  const later: Part[] = [];
  papers.forEach(({ document, folder = 'documents', extension, seal, read }, i) => {
    const number = String(i + 1).padStart(3, '0');
    const path = `${folder}/${number}.${extension}`;
    const { sm2, sealId, signatureNo, certSerial, signedAt } = seal ?? {};
    const signature = `signatures/${number}.sm2`;
    const certificate = `signatures/${number}.pem`;
    if (sm2) {
      parts.push(part(signature, Buffer.from(sm2.signature, 'base64'), signedAt ?? filedAt));
      parts.push(part(certificate, Buffer.from(pemOf(sm2.certificatePem)), signedAt ?? filedAt));
    }
    documents.push({
      path,
      ...document,
      seal: seal && {
        sealId: sealId ?? '',
        signatureNo: signatureNo ?? '',
        certSerial: certSerial ?? '',
        signedAt: signedAt ?? '',
        ...(sm2 ? { sm2: { signature, certificate } } : {}),
      },
    });
    const { size, sha256, createdAt } = document;
    later.push({
      path,
      size,
      sha256,
      day: dayOf(createdAt),
      async *read() {
        const bytes = await read();
        if (!bytes) throw new Error(`Document ${document.key} vanished`);
        yield bytes;
      },
    });
  });
  const manifest: Manifest = { format: 'yitong-package/3', ...about, documents };
  const first = part(MANIFEST, Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`), filedAt);
  const all = [first, ...parts, ...later];
  const sums = part(SUMS, Buffer.from(all.map(({ path, sha256 }) => `${sha256}  ${path}\n`).join('')), filedAt);
  return { files: [first, sums, ...parts, ...later], sumsSha256: sums.sha256 };
}

/**
 * chain.txt: a line for each link, `chain number SHA-256-of-what-it-says hash`, after one with `-` that has the hash before; and what the
 * events of the package's own say, a file each.
 */
function* chainParts(chains: readonly ChainExcerpt[], filedAt: string): Generator<Part> {
  const lines: string[] = [];
  const events: Part[] = [];
  for (const { chain, before, links } of chains) {
    let hash = before;
    lines.push(`${chain} ${(links[0]?.seq ?? 1) - 1} - ${before || '-'}\n`);
    for (const { seq, content, contentHash = sha256(content ?? '') } of links) {
      hash = sha256(hash + contentHash);
      lines.push(`${chain} ${seq} ${contentHash} ${hash}\n`);
      if (content !== undefined) events.push(part(`events/${chain}-${seq}.json`, Buffer.from(content), filedAt));
    }
  }
  yield part(CHAIN, Buffer.from(lines.join('')), filedAt);
  yield* events;
}

/** In the one form that a certificate has as PEM. */
const pemOf = (pem: string): string => readCertificate(pem)?.toString() ?? pem;

/** The day in the office (UTC+8 all the year). @throws RangeError for what is no moment */
export const dayOf = (instant: string): string =>
  new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 10);

const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

function part(path: string, bytes: Uint8Array, at: string): Part {
  return {
    path,
    size: bytes.length,
    sha256: sha256(bytes),
    day: dayOf(at),
    async *read() {
      yield bytes;
    },
  };
}
