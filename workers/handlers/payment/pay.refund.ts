import Type from 'typebox';
import { answerOf, complete, defineJob, TechnicalFailure } from '../../job.ts';
import { CaseNo, Maybe } from '../../shapes.ts';

/** Undo before 登簿: a fee that was paid in advance goes back. Nothing paid, nothing to refund. */
export const refundPayment = defineJob({
  type: 'pay.refund',
  department: 'payment',
  description: '退还已缴的登记费（登簿之前的补偿）',
  input: Type.Object({ caseNo: CaseNo, outcome: Maybe(Type.String()) }),
  output: Type.Object({ feeRefunded: Type.Boolean() }),
  bpmnErrors: [],
  timeoutMs: 60_000,
  idempotency: 'a refunded order is left alone; the key is the order',
  async handle({ caseNo, outcome }, { deps, call }) {
    const { money } = deps.registry;
    const order = await money.getPaymentOrder(caseNo);
    if (!order || order.state === 'CREATED' || order.state === 'FAILED') return complete({ feeRefunded: false });
    if (order.state === 'REFUNDED') return complete({ feeRefunded: true });
    const { payOrderNo } = order;
    const answer = answerOf(
      await deps.clients.payment.refund(
        await deps.registry.requests.numberThere({ department: 'payment', caseNo, orderNo: payOrderNo }),
        { caseNo, reason: outcome ?? 'NOT_REGISTERED' },
        call(caseNo, payOrderNo),
      ),
    );
    if (!answer.ok) throw new TechnicalFailure(`支付平台不能退款：${answer.message}`, false);
    await money.recordPaymentRefund({ caseNo, payOrderNo, refundNo: answer.value.refundNo });
    return complete({ feeRefunded: true });
  },
});
