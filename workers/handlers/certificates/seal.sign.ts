import Type from 'typebox';
import { answerOf, bpmnError, complete, defineJob } from '../../job.ts';
import { CaseNo } from '../../shapes.ts';

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
  idempotency: 'sealed documents are left alone',
  async handle({ caseNo, district }, { deps, call, job }) {
    const { documents } = deps.registry;
    const papers = (await documents.list(caseNo)).filter(
      (paper) => (paper.kind === 'certificate' || paper.kind === 'proof') && !paper.key.endsWith('.signed'),
    );
    for (const paper of papers.filter((one) => one.seal === null)) {
      const answer = answerOf(
        await deps.clients.seal.sign(
          { caseNo, sealId: `seal-${district}`, docHash: paper.sha256 },
          call(caseNo, `${paper.documentId}:${job.elementInstanceKey}`),
        ),
      );
      if (!answer.ok) return bpmnError('SEAL_REFUSED', answer.message);
      const { sealId, signatureNo, certSerial, timestamp } = answer.value;
      await documents.recordSeal({
        documentId: paper.documentId,
        sealId,
        signatureNo,
        certSerial,
        signedAt: new Date(timestamp),
      });
    }
    return complete({ sealed: papers.length });
  },
});
