import Type from 'typebox';
import { answerOf, bpmnError, complete, defineJob, TechnicalFailure } from '../../job.ts';
import { CaseNo, Nothing } from '../../shapes.ts';

/** After 登簿 the money goes to the seller; that it went is told by callback. */
export const releaseEscrow = defineJob({
  type: 'escrow.release',
  department: 'escrow',
  description: '登簿后划付监管资金',
  input: Type.Object({ caseNo: CaseNo }),
  output: Nothing,
  bpmnErrors: ['ESCROW_REFUSED'],
  refusalsAreRead: true,
  timeoutMs: 60_000,
  idempotency: 'releasing twice answers ok; the money goes once',
  async handle({ caseNo }, { deps, call }) {
    const account = await deps.registry.yilutong.escrowOf(caseNo);
    if (!account) throw new TechnicalFailure('业务没有监管账户。', false);
    const { requests } = deps.registry;
    const numberThere = await requests.numberThere({ department: 'escrow', caseNo, orderNo: account.escrowNo });
    const body = { caseNo, reason: 'REGISTERED' };
    const context = call(caseNo);
    const answer = answerOf(await deps.clients.escrow.release(numberThere, body, context));
    if (!answer.ok) return bpmnError('ESCROW_REFUSED', answer.message);
    const { idempotencyKey } = context;
    const orderNo = account.escrowNo;
    const operation = 'escrow.release';
    await requests.record({ department: 'escrow', operation, caseNo, idempotencyKey, orderNo, numberThere, body });
    return complete({});
  },
});
