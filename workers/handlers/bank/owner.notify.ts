import Type from 'typebox';
import { complete, defineJob, TechnicalFailure } from '../../job.ts';
import { CaseNo } from '../../shapes.ts';

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
  async handle({ caseNo, ownerTemplate: template }, { deps, job, call, lastAttempt }) {
    let notified = 0;
    for (const { personId, phone } of await deps.registry.bank.ownerPhones(caseNo)) {
      const key = `${template}:${personId}:${job.elementInstanceKey}`;
      const result = await deps.clients.sms.send({ caseNo, template, to: phone, vars: { caseNo } }, call(caseNo, key));
      if (result.kind === 'unavailable' && !lastAttempt) throw new TechnicalFailure(result.technical.message);
      if (result.kind !== 'ok') continue;
      const { msgId: messageId } = result.value;
      await deps.registry.cases.recordNotification({ caseNo, key, template, partyNo: null, messageId });
      notified += 1;
    }
    return complete({ notified });
  },
});
