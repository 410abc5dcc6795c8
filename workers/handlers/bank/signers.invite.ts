import Type from 'typebox';
import { complete, defineJob, TechnicalFailure } from '../../job.ts';
import { CaseNo } from '../../shapes.ts';

/** A link to every signer's own phone. The job repeated makes new links; the old ones are closed with it. */
export const inviteSigners = defineJob({
  type: 'signers.invite',
  department: 'sms',
  description: '向抵押人、共有人、债务人发出签署链接',
  input: Type.Object({ caseNo: CaseNo }),
  output: Type.Object({ signers: Type.Integer() }),
  bpmnErrors: [],
  timeoutMs: 60_000,
  idempotency: 'a repeated job replaces the links; only the newest ones can be signed',
  async handle({ caseNo }, { deps, call, lastAttempt }) {
    const invited = await deps.registry.bank.inviteSigners(caseNo);
    for (const { partyNo, token, phone } of invited) {
      const vars = { caseNo, link: `${deps.publicUrl}/s/${token}` };
      // Every link is a message of its own, so the key cannot be that of an earlier try; the token itself stays out of it.
      const key = `${partyNo}:${deps.clock.now().getTime()}`;
      const result = await deps.clients.sms.send(
        { caseNo, template: 'sign_request', to: phone, vars },
        call(caseNo, key),
      );
      if (result.kind === 'unavailable') {
        if (!lastAttempt) throw new TechnicalFailure(result.technical.message);
        throw new TechnicalFailure('短信平台不可用，签署链接没有发出。恢复后请重试。', false);
      }
      if (result.kind === 'refused')
        deps.log.warn({ caseNo, partyNo, code: result.code }, 'signing link not delivered');
      else
        await deps.registry.cases.recordNotification({
          caseNo,
          key: `sign_request:${key}`,
          template: 'sign_request',
          partyNo,
          messageId: result.value.msgId,
        });
    }
    return complete({ signers: invited.length });
  },
});
