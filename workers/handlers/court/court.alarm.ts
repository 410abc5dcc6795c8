import Type from 'typebox';
import { complete, defineJob } from '../../job.ts';
import { NoticeNo } from './notice-of.ts';

/** Ten minutes after delivery without an answer: an event for the board and a line in the log for operations. */
export const raiseAlarm = defineJob({
  type: 'court.alarm',
  department: 'registry',
  description: '运维告警：通知书送达十分钟仍未答复',
  input: Type.Object({ noticeNo: NoticeNo }),
  output: Type.Object({ alarmed: Type.Boolean() }),
  bpmnErrors: [],
  timeoutMs: 30_000,
  idempotency: 'recorded once; an answer that is out needs no alarm',
  async handle({ noticeNo }, { deps }) {
    const { first } = await deps.registry.court.raiseAlarm(noticeNo);
    if (first) deps.log.error({ noticeNo }, 'a court notice has had no answer for ten minutes');
    return complete({ alarmed: first });
  },
});
