import Type from 'typebox';
import { systemActor } from '../../../registry/index.ts';
import { answerOf, bpmnError, complete, defineJob } from '../../job.ts';
import { CaseNo, Nothing } from '../../shapes.ts';

/**
 * One party against the police's register. Not matching goes to the window; so does a service that stays away after all
 * retries (domain §5.0.3): the applicant standing there is not sent home for it.
 */
export const verifyIdentity = defineJob({
  type: 'identity.verify',
  department: 'identity',
  description: '身份核验：向公安可信身份服务核对姓名与证件号',
  input: Type.Object({ caseNo: CaseNo, partyNo: Type.Integer({ minimum: 1 }) }),
  output: Nothing,
  bpmnErrors: ['IDENTITY_MISMATCH', 'IDENTITY_UNAVAILABLE'],
  timeoutMs: 60_000,
  idempotency: 'one check per party and element instance, by key here and there',
  async handle({ caseNo, partyNo }, { deps, job, call, lastAttempt }) {
    const { cases, people } = deps.registry;
    const party = await people.getParty(caseNo, partyNo);
    const record = (result: 'matched' | 'mismatch' | 'unavailable', more: { verifyNo?: string; score?: number } = {}) =>
      cases.recordIdentityCheck({
        caseNo,
        partyNo,
        result,
        ...more,
        by: systemActor,
        key: `${job.elementInstanceKey}:${result}`,
      });
    const result = await deps.clients.identity.verify(
      { caseNo, name: party.name, idNo: party.idNo, idType: party.idType },
      call(caseNo, `${partyNo}:${job.elementInstanceKey}`),
    );
    if (result.kind === 'unavailable' && lastAttempt) {
      await record('unavailable');
      return bpmnError('IDENTITY_UNAVAILABLE', '身份核验服务多次无应答，请在窗口人工核验。');
    }
    const answer = answerOf(result);
    if (!answer.ok) {
      await record('mismatch');
      return bpmnError('IDENTITY_MISMATCH', answer.message);
    }
    const { matched, verifyNo, score } = answer.value;
    await record(matched ? 'matched' : 'mismatch', { verifyNo, score });
    return matched ? complete({}) : bpmnError('IDENTITY_MISMATCH', '姓名与证件号核验不一致，请人工核验。');
  },
});
