import Type from 'typebox';
import { answerOf, complete, defineJob, TechnicalFailure } from '../../job.ts';
import { CaseNo } from '../../shapes.ts';
import { Service } from './service.ts';

/** For a result that was not called back within the interval of the policy. A company that is down is asked the day after. */
export const askUtility = defineJob({
  type: 'utility.status',
  department: 'utility',
  description: '查询公用事业过户进度',
  input: Type.Object({ caseNo: CaseNo, service: Service, utilityOrderNo: Type.String() }),
  output: Type.Object({ utilityResult: Type.String() }),
  bpmnErrors: [],
  timeoutMs: 60_000,
  idempotency: 'reads; a result is recorded once, whoever learns it first',
  async handle({ caseNo, service, utilityOrderNo }, { deps, call, lastAttempt }) {
    const numberThere = await deps.registry.requests.numberThere({
      department: service,
      caseNo,
      orderNo: utilityOrderNo,
    });
    const result = await deps.clients[service].fetchTransfer(numberThere, call(caseNo));
    if (result.kind === 'unavailable' && lastAttempt) return complete({ utilityResult: 'PENDING' });
    const answer = answerOf(result);
    if (!answer.ok) throw new TechnicalFailure(`查不到过户单${utilityOrderNo}。`, false);
    const { resultCode, amountFen } = answer.value;
    if (!resultCode) return complete({ utilityResult: 'PENDING' });
    await deps.registry.yilutong.recordUtilityResult({
      caseNo,
      orderNo: utilityOrderNo,
      result: resultCode,
      amountFen: amountFen ?? null,
    });
    return complete({ utilityResult: resultCode });
  },
});
