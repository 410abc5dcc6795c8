import Type from 'typebox';
import { complete, defineJob } from '../../job.ts';
import { RightId } from '../../shapes.ts';
import { sendText } from '../notify/send-text.ts';
import { watchedRight } from './lapse.watch.read.ts';

/** INV-21, 23: whoever does nothing loses the caution or the objection; he hears of it in time. */
export const remindHolder = defineJob({
  type: 'lapse.remind',
  department: 'sms',
  description: '短信提醒预告权利人、异议申请人期限将满',
  input: Type.Object({ rightId: RightId, remindDays: Type.Integer() }),
  output: Type.Object({ remindedDays: Type.Integer() }),
  bpmnErrors: [],
  timeoutMs: 60_000,
  idempotency: 'the platform knows the key of right, holder and day and sends one message',
  async handle({ rightId, remindDays }, context) {
    const { kind, caseNo, state, lastDay, holders } = await watchedRight(context.deps.registry, rightId);
    if (state === 'STANDING' && lastDay !== null) {
      const template = kind === 'CAUTION' ? ('caution_lapsing' as const) : ('objection_lapsing' as const);
      for (const { personId, phone } of holders) {
        const message = { caseNo, template, to: phone, vars: { caseNo, dueDate: lastDay } };
        await sendText(context, message, `${template}:${rightId}:${personId}:${remindDays}`);
      }
    }
    return complete({ remindedDays: remindDays });
  },
});
