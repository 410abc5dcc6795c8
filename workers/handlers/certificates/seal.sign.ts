import Type from 'typebox';
import { CERTIFICATE_SEAL_PLACE } from '../../../platform/documents/index.ts';
import { answerOf, bpmnError, complete, defineJob, TechnicalFailure } from '../../job.ts';
import { CaseNo } from '../../shapes.ts';
import { acceptSeal } from './accept-seal.ts';

/** The registration seal of the district on every certificate of the case that has none yet. */
export const signSeal = defineJob({
  type: 'seal.sign',
  department: 'seal',
  description: '加盖电子登记专用章',
  input: Type.Object({ caseNo: CaseNo, district: Type.String({ pattern: '^\\d{6}$' }) }),
  output: Type.Object({ sealed: Type.Integer() }),
  bpmnErrors: ['SEAL_REFUSED'],
  refusalsAreRead: true,
  timeoutMs: 60_000,
  idempotency: 'sealed documents are left alone; the service signs a document of a case once',
  async handle({ caseNo, district }, { deps, call, job }) {
    const { documents } = deps.registry;
    const papers = (await documents.list(caseNo)).filter(
      (paper) => (paper.kind === 'certificate' || paper.kind === 'proof') && !paper.key.endsWith('.signed'),
    );
    for (const { documentId, sha256 } of papers.filter((one) => one.seal === null)) {
      const paper = await documents.get(documentId);
      if (!paper) throw new TechnicalFailure('待盖章的文件读不到，请稍后点“重试”。');
      const answer = answerOf(
        await deps.clients.seal.sign(
          {
            caseNo,
            documentNo: documentId,
            sealId: `seal-${district}`,
            requestedBy: { district, role: 'cert_clerk' },
            docHash: sha256,
            contentBase64: paper.bytes.toString('base64'),
            forms: ['pades', 'sm2'],
            position: CERTIFICATE_SEAL_PLACE,
          },
          call(caseNo, `${documentId}:${job.elementInstanceKey}`),
        ),
      );
      if (!answer.ok) return bpmnError('SEAL_REFUSED', answer.message);
      const { sealedPdf, seal } = await acceptSeal(deps, paper.bytes, answer.value);
      if (!sealedPdf) throw new TechnicalFailure('印章服务没有送回已签章的文件，请稍后点“重试”。');
      await documents.recordSeal({ ...seal, documentId, signedBytes: sealedPdf });
    }
    return complete({ sealed: papers.length });
  },
});
