import Type from 'typebox';
import { complete, defineJob } from '../../job.ts';
import { Nothing } from '../../shapes.ts';
import { NoticeNo, noticeOf } from './notice-of.ts';
import { answerDataOf, answerKindOf } from './receipt-data.ts';

/** 回执, 查询结果 or 退件说明 from what the register holds. The bytes stay with the notice. */
export const renderReceipt = defineJob({
  type: 'court.receipt.render',
  department: 'office',
  description: '生成协助执行通知书回执、查询结果或退件说明',
  input: Type.Object({ noticeNo: NoticeNo }),
  output: Nothing,
  bpmnErrors: [],
  timeoutMs: 120_000,
  idempotency: 'one answer of its kind for each notice',
  async handle({ noticeNo }, { deps }) {
    const notice = await noticeOf(deps.registry, noticeNo);
    const kind = answerKindOf(notice);
    if (notice.papers.some((paper) => paper.kind === kind)) return complete({});
    const data = answerDataOf(notice, deps.clock.now());
    await deps.registry.court.putPaper(noticeNo, {
      kind,
      title: data.title,
      mediaType: 'application/pdf',
      bytes: await deps.documents.render('court-answer', data, deps.clock.now()),
    });
    return complete({});
  },
});
