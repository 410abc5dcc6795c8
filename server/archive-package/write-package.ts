import { createHash } from 'node:crypto';
import {
  type Actor,
  type ChainExcerpt,
  type Registry,
  RegistryError,
  type SealedLetter,
} from '../../registry/index.ts';
import { conflict } from '../problems/problem-error.ts';
import { type Paper, packageFiles } from './package-files.ts';
import { requireFits, zipOf } from './zip-form.ts';

/** Ready to be sent: nothing but the papers is still read, one at a time. */
export interface WrittenPackage {
  /** SHA-256 of SHA256SUMS, and so of everything in the package. */
  sumsSha256: string;
  bytes: () => AsyncGenerator<Uint8Array>;
}

type Reads = Pick<Registry, 'cases' | 'court' | 'documents' | 'evidence' | 'letters'>;

/** Nobody adds papers so fast: each time takes some queries. */
const MOST_ATTEMPTS = 5;

/**
 * Whatever goes into a package, of one state: when an event of its own came while it was gathered, it is gathered again.
 *
 * @throws ProblemError 409 when it does not come to rest
 */
async function atRest<T>(
  excerpt: () => Promise<ChainExcerpt[]>,
  gather: (chains: ChainExcerpt[]) => Promise<T>,
): Promise<T> {
  let chains = await excerpt();
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
    const gathered = await gather(chains);
    const now = await excerpt();
    if (endsOf(now) === endsOf(chains)) return gathered;
    chains = now;
  }
  throw conflict('CONFLICTING_RESULT', '材料正在不断增加，归档包没有生成。请等这一步办完后再下载。');
}

/** A stretch ends with an event of its own, so that another end is another event. */
const endsOf = (chains: readonly ChainExcerpt[]): string =>
  JSON.stringify(chains.map(({ chain, end }) => [chain, end]));

/**
 * Everything of a case in one zip file. The same state of the case makes the same bytes: no moment of packing is in it.
 *
 * @param by who asks: each letter that is read is audited
 */
export const packCase = (registry: Reads, caseNo: string, by: Actor): Promise<WrittenPackage> =>
  atRest(
    () => registry.evidence.caseExcerpt(caseNo),
    (chains) => gatherCase(registry, caseNo, chains, by),
  );

async function gatherCase(registry: Reads, caseNo: string, chains: ChainExcerpt[], by: Actor): Promise<WrittenPackage> {
  const theCase = await registry.cases.getCase(caseNo);
  if (!theCase) throw new RegistryError('CASE_UNKNOWN', `没有业务${caseNo}；请核对业务号。`);
  const { district, unitCodes, status, filedAt, archiveNo, itemCode } = theCase;
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
export const packNotice = (registry: Reads, noticeNo: string, by: Actor): Promise<WrittenPackage> =>
  atRest(
    () => registry.evidence.noticeExcerpt(noticeNo),
    (chains) => gatherNotice(registry, noticeNo, chains, by),
  );

async function gatherNotice(
  registry: Reads,
  noticeNo: string,
  chains: ChainExcerpt[],
  by: Actor,
): Promise<WrittenPackage> {
  const notice = await registry.court.getNotice(noticeNo);
  const archived = await registry.court.archived(noticeNo);
  if (!notice || !archived) throw new RegistryError('NOTICE_UNKNOWN', `没有通知书${noticeNo}；请核对编号。`);
  const { district, unitCodes, state, filedAt } = notice;
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
