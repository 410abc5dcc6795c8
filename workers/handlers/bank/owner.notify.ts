import Type from 'typebox';
import { complete, defineJob } from '../../job.ts';
import { CaseNo } from '../../shapes.ts';
import { sendText } from '../notify/send-text.ts';

/** The owner of the home, who is no party of a payoff that the bank alone applies for. */
export const notifyOwner = defineJob({
  type: 'owner.notify',
  department: 'sms',
  description: '短信告知不动产权利人',
  input: Type.Object({
    caseNo: CaseNo,
    ownerTemplate: Type.Union([Type.Literal('mortgage_cancelled'), Type.Literal('loan_refused')]),
  }),
  output: Type.Object({ notified: Type.Integer() }),
  bpmnErrors: [],
  timeoutMs: 60_000,
  idempotency: 'the platform knows the key of owner and element instance and sends one message',
  async handle({ caseNo, ownerTemplate: template }, context) {
    const { deps, job } = context;
    let notified = 0;
    for (const { personId, phone } of await deps.registry.bank.ownerPhones(caseNo)) {
      const key = `${template}:${personId}:${job.elementInstanceKey}`;
      const messageId = await sendText(context, { caseNo, template, to: phone, vars: { caseNo } }, key);
      if (!messageId) continue;
      await deps.registry.cases.recordNotification({ caseNo, key, template, partyNo: null, messageId });
      notified += 1;
    }
    return complete({ notified });
  },
});
