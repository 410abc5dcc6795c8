import Type from 'typebox';
import { answerOf, complete, defineJob, TechnicalFailure } from '../../job.ts';
import { CaseNo } from '../../shapes.ts';
import { sealedPaperOf } from './sealed-paper.ts';
import { verifyUrlOf } from './verify-url.ts';

/** Every certificate of the case into the store of electronic certificates. */
export const issueLicence = defineJob({
  type: 'ecert.issue',
  department: 'ecert',
  description: '签发电子证照',
  input: Type.Object({ caseNo: CaseNo }),
  output: Type.Object({ licences: Type.Integer() }),
  bpmnErrors: [],
  timeoutMs: 60_000,
  idempotency: 'a certificate with a licence is left alone; the key is the certificate number',
  async handle({ caseNo }, { deps, call }) {
    const { certificates, documents } = deps.registry;
    const papers = await documents.list(caseNo);
    const live = (await certificates.listByCase(caseNo)).filter((one) => one.status === 'LIVE');
    for (const { certificateNo, licenceId } of live) {
      if (licenceId) continue;
      const content = await certificates.getContent(certificateNo);
      const paper = sealedPaperOf(papers, certificateNo);
      if (!content || !paper)
        throw new TechnicalFailure(`${certificateNo} 还没有盖章的电子文件，请先生成证书并盖章。`, false);
      const answer = answerOf(
        await deps.clients.ecert.issue(
          {
            caseNo,
            certNo: certificateNo,
            kind: content.kind,
            unitCode: content.unitCode,
            holders: content.holders.map(({ name, idNo }) => ({ name, idNo })),
            docHash: paper.sha256,
            registeredAt: content.registeredAt.toISOString(),
            verifyUrl: verifyUrlOf(deps.publicUrl, content.token),
          },
          // Certificate numbers are Chinese; a header is not. The document's id names the same thing.
          call(caseNo, paper.documentId),
        ),
      );
      if (!answer.ok) throw new TechnicalFailure(`电子证照库拒绝签发：${answer.message}`, false);
      await certificates.recordLicence({
        certificateNo,
        licenceId: answer.value.licenceId,
        documentId: paper.documentId,
      });
    }
    return complete({ licences: live.length });
  },
});
