import Type from 'typebox';
import { bpmnError, complete, defineJob, TechnicalFailure } from '../../job.ts';
import { Maybe } from '../../shapes.ts';
import { NoticeNo, NoticeState } from './notice-of.ts';

/**
 * 查封, 轮候, 预查封, 续封, 解封 or 处置: one transaction of the register, in the order of delivery (INV-07…16). Of a disposal the case that
 * transfers it is filed as well (CT-07).
 */
export const writeSeizure = defineJob({
  type: 'registry.seizure.write',
  department: 'registry',
  description: '写入登记簿：按送达次序查封（轮候）、续封、解封或处置；处置的，同时受理过户',
  input: Type.Object({ noticeNo: NoticeNo }),
  output: Type.Object({ noticeState: NoticeState, queueNo: Maybe(Type.Integer()) }),
  bpmnErrors: ['NOTICE_INVALID'],
  timeoutMs: 60_000,
  idempotency: 'the register keeps what it decided about the notice and answers it again; one case for one notice',
  async handle({ noticeNo }, { deps }) {
    const decision = await deps.registry.court.decideNotice(noticeNo);
    switch (decision.kind) {
      case 'waiting':
        return complete({ noticeState: 'WAIT' as const, queueNo: null });
      case 'returned':
        return bpmnError('NOTICE_INVALID', decision.reasons[0] ?? '登记簿不能执行该通知书。');
      case 'decided': {
        const { state, queueNo } = decision;
        if (state === 'FILED' || state === 'UNSIGNED' || state === 'DELIVERED')
          throw new TechnicalFailure(`通知书 ${noticeNo} 没有结论。`, false);
        if (state === 'DISPOSED') await deps.registry.court.openTransfer(noticeNo);
        return complete({ noticeState: state, queueNo });
      }
    }
  },
});
