import Type from 'typebox';
import { answerOf, complete, defineJob, TechnicalFailure } from '../../job.ts';
import { Nothing } from '../../shapes.ts';
import { acceptSeal } from '../certificates/accept-seal.ts';
import { NoticeNo, noticeOf } from './notice-of.ts';
import { answerKindOf } from './receipt-data.ts';

/** The seal of the district on our answer. A refusal is an incident: a court must not get an unsealed receipt. */
export const sealReceipt = defineJob({
  type: 'court.receipt.seal',
  department: 'seal',
  description: '回执加盖登记机构电子印章',
  input: Type.Object({ noticeNo: NoticeNo }),
  output: Nothing,
  bpmnErrors: [],
  timeoutMs: 60_000,
  idempotency: 'a sealed paper is left alone',
  async handle({ noticeNo }, { deps, call }) {
    const notice = await noticeOf(deps.registry, noticeNo);
    const paper = notice.papers.find((one) => one.kind === answerKindOf(notice));
    if (!paper) throw new TechnicalFailure(`通知书 ${noticeNo} 还没有回执可以盖章。`);
    if (paper.sealed) return complete({});
    const stored = await deps.registry.court.getPaper(paper.paperId);
    if (!stored) throw new TechnicalFailure(`通知书 ${noticeNo} 的回执读不到，请稍后点“重试”。`);
    const { district } = notice;
    const answer = answerOf(
      await deps.clients.seal.sign(
        {
          caseNo: noticeNo,
          documentNo: paper.paperId,
          sealId: `seal-${district}`,
          requestedBy: { district, role: 'registrar' },
          docHash: paper.sha256,
          contentBase64: stored.bytes.toString('base64'),
          // Beside the paper, not in it: a paper of a notice is written once.
          forms: ['sm2'],
        },
        call(noticeNo, paper.paperId),
      ),
    );
    if (!answer.ok) throw new TechnicalFailure(`电子印章拒绝签章：${answer.message}`);
    const { seal } = await acceptSeal(deps, stored.bytes, answer.value);
    await deps.registry.court.recordPaperSeal(paper.paperId, seal);
    return complete({});
  },
});
