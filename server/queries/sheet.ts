import { createHash, type X509Certificate } from 'node:crypto';
import { createDocumentRenderer, type DocumentRenderer } from '../../platform/documents/index.ts';
import { checkSeal, fingerprintOf, readCertificate } from '../../platform/signatures/index.ts';
import type { QueryPaper, QueryView } from '../../registry/index.ts';
import { answerFor } from '../bank/ask-department.ts';
import type { ServerDeps } from '../deps.ts';
import { ProblemError } from '../problems/problem-error.ts';
import { sheetDataOf } from './sheet-data.ts';

type Deps = Pick<ServerDeps, 'registry' | 'departments' | 'config' | 'log'>;

/** Fonts are large: made at the first sheet, and kept for the life of the server that asks for it. */
export function sheetMaker(deps: Deps): (query: QueryView, traceId: string) => Promise<QueryPaper> {
  let renderer: DocumentRenderer | undefined;
  return async (query, traceId) => {
    const kind = query.outcome === 'REFUSED' ? 'refusal' : 'result';
    const known = query.papers.find((paper) => paper.kind === kind && paper.sealed);
    if (known) return known;
    renderer ??= createDocumentRenderer();
    const data = sheetDataOf(query, deps.config.publicUrl);
    // The same data and instant give the same bytes, so the seal service answers a second try with its first signature.
    const bytes = await renderer.render('query-sheet', data, query.askedAt);
    const { sealedPdf, seal } = await sealed(deps, query, bytes, traceId);
    const paper = await deps.registry.queries.putPaper(query.queryNo, {
      kind,
      title: data.title,
      mediaType: 'application/pdf',
      bytes: sealedPdf,
    });
    await deps.registry.queries.recordPaperSeal(paper.paperId, seal);
    return { ...paper, sealed: true };
  };
}

/** @throws 503 DEPARTMENT_UNAVAILABLE; nothing was handed out, and the query keeps its place in the log */
async function sealed({ registry, departments, log }: Deps, query: QueryView, bytes: Buffer, traceId: string) {
  const { queryNo, district } = query;
  const answer = answerFor(
    '电子印章服务',
    await departments.seal.sign(
      {
        caseNo: queryNo,
        documentNo: `${queryNo}-sheet`,
        sealId: `seal-${district}`,
        requestedBy: { district, role: 'registrar' },
        docHash: createHash('sha256').update(bytes).digest('hex'),
        contentBase64: bytes.toString('base64'),
        forms: ['pades', 'sm2'],
      },
      { idempotencyKey: `${queryNo}:sheet`, traceId },
    ),
  );
  const authority = readCertificate(answer.authorityPem);
  if (authority)
    await registry.seals.trustAuthority({
      fingerprint: fingerprintOf(authority),
      certificatePem: answer.authorityPem,
      by: 'system',
      onlyIfFirst: true,
    });
  const trusted = (await registry.seals.trustedAuthorities())
    .map((one) => readCertificate(one.certificatePem))
    .filter((one): one is X509Certificate => one !== undefined);
  const { sealedPdf, problems } = checkSeal(bytes, answer, trusted);
  if (problems.length > 0 || !sealedPdf) {
    log.error({ queryNo, signatureNo: answer.signatureNo, problems }, 'seal refused: its signature does not hold');
    throw new ProblemError(
      503,
      'DEPARTMENT_UNAVAILABLE',
      '印章服务送回的签章不能通过核验，查询结果没有出具。请联系系统管理员后重试。',
    );
  }
  const { signatureNo, sealId, timestamp, pades, sm2 } = answer;
  return {
    sealedPdf,
    seal: {
      sealId,
      signatureNo,
      certSerial: pades?.certSerial ?? '',
      signedAt: timestamp,
      ...(sm2 ? { sm2Signature: sm2.signature, sm2CertificatePem: sm2.certificatePem } : {}),
    },
  };
}
