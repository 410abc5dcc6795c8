import { createHash } from 'node:crypto';
import {
  type Actor,
  type CaseView,
  type NoticeView,
  type Registry,
  RegistryError,
  type SealedLetter,
} from '../../registry/index.ts';
import { type Paper, packageFiles } from './package-files.ts';
import { requireFits, zipOf } from './zip-form.ts';

/** Ready to be sent: nothing but the papers is still read, one at a time. */
export interface WrittenPackage {
  /** SHA-256 of SHA256SUMS, and so of everything in the package. */
  sumsSha256: string;
  bytes: () => AsyncGenerator<Uint8Array>;
}

type Reads = Pick<Registry, 'court' | 'documents' | 'evidence' | 'letters'>;

/**
 * Everything of a case in one zip file. The same state of the case makes the same bytes: no moment of packing is in it.
 *
 * @param by who asks: each letter that is read is audited
 */
export async function packCase(registry: Reads, theCase: CaseView, by: Actor): Promise<WrittenPackage> {
  const { caseNo, district, unitCodes, status, filedAt, archiveNo, itemCode } = theCase;
  const chains = await registry.evidence.caseExcerpt(caseNo);
  const metas = await registry.documents.list(caseNo);
  const keys = new Set(metas.map(({ key }) => key));
  const papers = metas.map(
    (meta): Paper => ({
      document: {
        key: meta.key,
        kind: meta.kind,
        title: meta.title,
        mediaType: meta.mediaType,
        size: meta.size,
        sha256: meta.sha256,
        createdAt: meta.createdAt.toISOString(),
        createdBy: meta.createdBy,
      },
      extension: extensionOf(meta.mediaType),
      seal: meta.seal && {
        ...meta.seal,
        signedAt: meta.seal.signedAt.toISOString(),
        // The signature is over the sealed file that stands beside the drawing.
        sm2: keys.has(`${meta.key}.signed`) ? undefined : meta.seal.sm2,
      },
      read: async () => (await registry.documents.get(meta.documentId))?.bytes,
    }),
  );
  const letters = lettersOf(registry, await registry.letters.sealedOf(caseNo), by);
  return written(
    packageFiles(
      {
        kind: 'case',
        number: caseNo,
        district,
        unitCodes,
        status,
        filedAt: filedAt.toISOString(),
        about: { itemCode, archiveNo },
      },
      chains,
      [...papers, ...letters],
    ),
  );
}

/** A court's notice: what it asked and what became of it, its papers, our answers, and the letters its seizures gave rise to. */
export async function packNotice(registry: Reads, notice: NoticeView, by: Actor): Promise<WrittenPackage> {
  const { noticeNo, district, unitCodes, state, filedAt } = notice;
  const chains = await registry.evidence.noticeExcerpt(noticeNo);
  const archived = await registry.court.archived(noticeNo);
  if (!archived) throw new RegistryError('NOTICE_UNKNOWN', `没有通知书${noticeNo}；请核对编号。`);
  const said = (key: string, title: string, text: string, at: Date, createdBy: string): Paper => {
    const bytes = Buffer.from(text);
    return {
      document: {
        key,
        kind: 'record',
        title,
        mediaType: 'application/json',
        size: bytes.length,
        sha256: createHash('sha256').update(bytes).digest('hex'),
        createdAt: at.toISOString(),
        createdBy,
      },
      extension: 'json',
      seal: null,
      read: async () => bytes,
    };
  };
  const { content, result } = archived;
  const papers = archived.papers.map(
    (paper): Paper => ({
      document: {
        key: `paper:${paper.kind}`,
        kind: paper.kind,
        title: paper.title,
        mediaType: paper.mediaType,
        size: paper.size,
        sha256: paper.sha256,
        createdAt: paper.createdAt.toISOString(),
        createdBy: paper.createdBy,
      },
      extension: extensionOf(paper.mediaType),
      seal: paper.seal,
      read: async () => (await registry.court.getPaper(paper.paperId))?.bytes,
    }),
  );
  const letters = lettersOf(registry, await registry.court.sealedLettersOf(noticeNo), by);
  return written(
    packageFiles(
      {
        kind: 'notice',
        number: noticeNo,
        district,
        unitCodes,
        status: state,
        filedAt: filedAt.toISOString(),
        about: {
          noticeKind: notice.kind,
          court: notice.authority,
          documentNo: notice.documentNo,
          deliveredAt: notice.deliveredAt?.toISOString() ?? null,
          decidedAt: notice.decidedAt?.toISOString() ?? null,
          receiptNo: notice.receiptNo,
        },
      },
      chains,
      [
        said('notice:content', '通知书内容', content, filedAt, notice.filedBy),
        ...(result ? [said('notice:result', '办理结果', result, notice.decidedAt ?? filedAt, 'system')] : []),
        ...papers,
        ...letters,
      ],
    ),
  );
}

function written({ files, sumsSha256 }: ReturnType<typeof packageFiles>): WrittenPackage {
  requireFits(files);
  return { sumsSha256, bytes: () => zipOf(files) };
}

function lettersOf({ letters }: Reads, sealed: readonly SealedLetter[], by: Actor): Paper[] {
  return sealed.map(({ letterId, letterNo, sha256, size, issuedAt, issuedBy, seal: kept }): Paper => {
    const { sm2Signature: signature, sm2CertificatePem: certificatePem, ...seal } = kept;
    return {
      document: {
        key: `letter:${letterNo}`,
        kind: 'letter',
        title: `告知书 ${letterNo}`,
        mediaType: 'application/pdf',
        size,
        sha256,
        createdAt: issuedAt.toISOString(),
        createdBy: issuedBy,
      },
      folder: 'letters',
      extension: 'pdf',
      seal: signature && certificatePem ? { ...seal, sm2: { signature, certificatePem } } : seal,
      read: async () => (await letters.getPaper(letterId, by))?.bytes,
    };
  });
}

const EXTENSIONS: Record<string, string> = {
  'application/pdf': 'pdf',
  'application/json': 'json',
  'image/jpeg': 'jpg',
  'image/png': 'png',
};
const extensionOf = (mediaType: string): string => EXTENSIONS[mediaType] ?? 'bin';
