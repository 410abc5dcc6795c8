import Type from 'typebox';
import { complete, defineJob, TechnicalFailure } from '../../job.ts';
import { NoticeNo, NoticeState } from './notice-of.ts';

/** CT-01: the result is kept with the notice; the process hears only whether there was one. */
export const queryForCourt = defineJob({
  type: 'registry.court.query',
  department: 'registry',
  description: '协助查询：按人（姓名和证件号都一致）或按单元查询登记簿，并记录用途',
  input: Type.Object({ noticeNo: NoticeNo }),
  output: Type.Object({ noticeState: NoticeState }),
  bpmnErrors: [],
  timeoutMs: 60_000,
  idempotency: 'the register keeps the answer of the notice',
  async handle({ noticeNo }, { deps }) {
    const decision = await deps.registry.court.decideNotice(noticeNo);
    if (decision.kind !== 'decided') throw new TechnicalFailure(`协助查询 ${noticeNo} 没有得出结果。`);
    return complete({ noticeState: 'ANSWERED' as const });
  },
});
