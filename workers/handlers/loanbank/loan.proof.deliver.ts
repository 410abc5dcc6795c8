import Type from 'typebox';
import { answerOf, complete, defineJob, TechnicalFailure } from '../../job.ts';
import { CaseNo } from '../../shapes.ts';
import { sealedPaperOf } from '../certificates/sealed-paper.ts';
import { loanOf } from './loan-of.ts';

/** The sealed proof goes to the mortgagee's own system, by number and hash; the bytes are fetched through the partner API. */
export const deliverProof = defineJob({
  type: 'loan.proof.deliver',
  department: 'loanbank',
  description: '向银行系统送达电子登记证明',
  input: Type.Object({ caseNo: CaseNo }),
  output: Type.Object({ delivered: Type.Integer() }),
  bpmnErrors: [],
  timeoutMs: 60_000,
  idempotency: 'the key is the document: the bank answers the same receipt',
  async handle({ caseNo }, { deps, call }) {
    const { registry } = deps;
    const { organisationId } = await loanOf(registry, caseNo);
    const papers = await registry.documents.list(caseNo);
    const proofs = (await registry.certificates.listByCase(caseNo)).filter(
      (one) => one.kind === 'proof' && one.status === 'LIVE',
    );
    for (const { certificateNo } of proofs) {
      const paper = sealedPaperOf(papers, certificateNo);
      if (!paper) throw new TechnicalFailure(`${certificateNo} 还没有盖章，不能送达银行。`, false);
      const request = { bankId: organisationId, caseNo, certificateNo, sha256: paper.sha256 };
      const answer = answerOf(await deps.clients.loanbank.deliverProof(request, call(caseNo, paper.documentId)));
      if (!answer.ok) throw new TechnicalFailure(`银行系统没有接收登记证明：${answer.message}`, false);
    }
    await registry.certificates.recordDelivery({ caseNo, way: 'electronic', by: 'system' });
    return complete({ delivered: proofs.length });
  },
});
