import Type from 'typebox';
import { answerOf, complete, defineJob, TechnicalFailure } from '../../job.ts';
import { Nothing } from '../../shapes.ts';
import { NoticeNo, noticeOf } from './notice-of.ts';
import { answerKindOf } from './receipt-data.ts';
import { tellOwners } from './tell-owners.ts';

/** Hands our sealed answer to the court and keeps the court's receipt number. Of a seizure the court tells the respondent, of a lift we tell the owner. */
export const deliverReceipt = defineJob({
  type: 'court.receipt.deliver',
  department: 'court',
  description: '把回执送达法院',
  input: Type.Object({ noticeNo: NoticeNo }),
  output: Nothing,
  bpmnErrors: [],
  timeoutMs: 60_000,
  idempotency: 'court and text platform know the keys; a receipt that was handed over is not sent again',
  async handle({ noticeNo }, context) {
    const { deps, call } = context;
    const notice = await noticeOf(deps.registry, noticeNo);
    if (notice.receiptNo) return complete({});
    const paper = notice.papers.find((one) => one.kind === answerKindOf(notice));
    if (!paper) throw new TechnicalFailure(`通知书 ${noticeNo} 还没有回执可以送达。`);
    const queueNo = notice.result?.units.find((unit) => unit.queueNo)?.queueNo;
    const answer = answerOf(
      await deps.clients.court.deliverReceipt(
        {
          courtId: notice.courtId,
          noticeNo,
          sha256: paper.sha256,
          state: notice.state,
          ...(queueNo ? { queueNo } : {}),
        },
        call(noticeNo, paper.paperId),
      ),
    );
    if (!answer.ok) throw new TechnicalFailure(`法院没有接收回执：${answer.message}`);
    await tellOwners(context, noticeNo);
    await deps.registry.court.recordReceipt(noticeNo, answer.value.receiptNo);
    return complete({});
  },
});
