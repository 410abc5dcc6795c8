import Type from 'typebox';
import { complete, defineJob } from '../../job.ts';
import { Maybe } from '../../shapes.ts';
import { NoticeNo, NoticeState } from './notice-of.ts';

/** Back to the court with every fault at once. What the register itself refused has its reason there already. */
export const returnToCourt = defineJob({
  type: 'court.notice.return',
  department: 'registry',
  description: '退回法院：一次列明全部形式问题',
  input: Type.Object({ noticeNo: NoticeNo, formReasons: Maybe(Type.Array(Type.String())) }),
  output: Type.Object({ noticeState: NoticeState }),
  bpmnErrors: [],
  timeoutMs: 30_000,
  idempotency: 'a decided notice stays as it was decided',
  async handle({ noticeNo, formReasons }, { deps }) {
    await deps.registry.court.returnNotice(noticeNo, formReasons ?? []);
    return complete({ noticeState: 'RETURNED' as const });
  },
});
