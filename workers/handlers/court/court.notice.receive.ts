import Type from 'typebox';
import { complete, defineJob, TechnicalFailure } from '../../job.ts';
import { Instant } from '../../shapes.ts';
import { NoticeNo, noticeOf } from './notice-of.ts';

/** SLA class IMM (domain §7). */
const ALARM_MS = 10 * 60_000;

/** The time of delivery is the one that the register took when the signed notice reached the server; nothing here changes it. */
export const receiveNotice = defineJob({
  type: 'court.notice.receive',
  department: 'registry',
  description: '收到法院通知书：读取登记簿记载的送达时间，定出十分钟告警时刻',
  input: Type.Object({ noticeNo: NoticeNo }),
  output: Type.Object({ deliveredAt: Instant, alarmAt: Instant }),
  bpmnErrors: [],
  timeoutMs: 30_000,
  idempotency: 'reads only',
  async handle({ noticeNo }, { deps }) {
    const { deliveredAt } = await noticeOf(deps.registry, noticeNo);
    if (!deliveredAt) throw new TechnicalFailure(`通知书 ${noticeNo} 尚未签发送达。`, false);
    return complete({
      deliveredAt: deliveredAt.toISOString(),
      alarmAt: new Date(deliveredAt.getTime() + ALARM_MS).toISOString(),
    });
  },
});
