import Type from 'typebox';
import { answerOf, complete, defineJob, TechnicalFailure } from '../../job.ts';
import { CaseNo, Fen } from '../../shapes.ts';

const COPY_FEN = 1_000;

/** An order of the registration fee. Passing the step again (after a failed payment) makes a new order. */
export const createPayment = defineJob({
  type: 'pay.create',
  department: 'payment',
  description: '生成登记费缴款单',
  input: Type.Object({
    caseNo: CaseNo,
    fee: Type.Object({
      unitFen: Fen,
      /** 件数: a mortgage entered together with a transfer is another 件. */
      pieces: Type.Integer({ minimum: 1 }),
      amountFen: Type.Integer({ minimum: 1 }),
      rule: Type.String(),
    }),
  }),
  output: Type.Object({ payOrderNo: Type.String() }),
  bpmnErrors: [],
  timeoutMs: 60_000,
  idempotency: 'the platform answers the same order for the key of this element instance',
  async handle({ caseNo, fee }, { deps, call }) {
    const registrationFen = fee.unitFen * fee.pieces;
    const copies = (fee.amountFen - registrationFen) / COPY_FEN;
    const lines = [
      {
        code: fee.rule,
        name: '不动产登记费',
        quantity: fee.pieces,
        unitFen: fee.unitFen,
        amountFen: registrationFen,
      },
      ...(copies > 0
        ? [
            {
              code: 'copy',
              name: '证书工本费',
              quantity: copies,
              unitFen: COPY_FEN,
              amountFen: copies * COPY_FEN,
            },
          ]
        : []),
    ];
    const answer = answerOf(
      await deps.clients.payment.createOrder(
        { caseNo, lines, totalFen: fee.amountFen, callbackUrl: `${deps.callbackUrl}/api/callbacks/payment` },
        call(caseNo),
      ),
    );
    if (!answer.ok) throw new TechnicalFailure(`支付平台拒绝生成缴款单：${answer.message}`, false);
    const { payOrderNo } = answer.value;
    await deps.registry.money.recordPaymentOrder({
      caseNo,
      payOrderNo,
      amountFen: fee.amountFen,
      lines: lines.map(({ name, quantity, amountFen }) => ({ name, count: quantity, amountFen })),
    });
    return complete({ payOrderNo });
  },
});
