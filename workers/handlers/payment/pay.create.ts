import Type from 'typebox';
import { answerOf, complete, defineJob, TechnicalFailure } from '../../job.ts';
import { CaseNo, Fen } from '../../shapes.ts';

const COPY_FEN = 1_000;
const HIGH_RATE_FEN = 55_000;

interface Fee {
  unitFen: number;
  pieces: number;
  amountFen: number;
  rule: string;
}

/** One line for each rate: a first registration may have homes and shops in one entry; then what certificates cost beyond that. */
function linesOf(fee: Fee, pieces: { low: number; high: number }) {
  const line = (code: string, name: string, quantity: number, unitFen: number) => ({
    code,
    name,
    quantity,
    unitFen,
    amountFen: quantity * unitFen,
  });
  const mixed =
    fee.unitFen < HIGH_RATE_FEN && pieces.low + pieces.high === fee.pieces && pieces.low > 0 && pieces.high > 0;
  const registration =
    mixed && fee.amountFen === pieces.low * fee.unitFen + pieces.high * HIGH_RATE_FEN
      ? [
          line(fee.rule, '不动产登记费（住宅、车位、储藏室）', pieces.low, fee.unitFen),
          line(fee.rule, '不动产登记费（非住宅）', pieces.high, HIGH_RATE_FEN),
        ]
      : [line(fee.rule, '不动产登记费', fee.pieces, fee.unitFen)];
  const copies = (fee.amountFen - registration.reduce((sum, one) => sum + one.amountFen, 0)) / COPY_FEN;
  return copies > 0 ? [...registration, line('copy', '证书工本费', copies, COPY_FEN)] : registration;
}

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
    pieces80: Type.Optional(Type.Union([Type.Integer(), Type.Null()])),
    pieces550: Type.Optional(Type.Union([Type.Integer(), Type.Null()])),
  }),
  output: Type.Object({ payOrderNo: Type.String() }),
  bpmnErrors: [],
  timeoutMs: 60_000,
  idempotency: 'the platform answers the same order for the key of this element instance',
  async handle({ caseNo, fee, pieces80, pieces550 }, { deps, call }) {
    const lines = linesOf(fee, { low: pieces80 ?? 0, high: pieces550 ?? 0 });
    const body = { caseNo, lines, totalFen: fee.amountFen, callbackUrl: `${deps.callbackUrl}/api/callbacks/payment` };
    const context = call(caseNo);
    const answer = answerOf(await deps.clients.payment.createOrder(body, context));
    if (!answer.ok) throw new TechnicalFailure(`支付平台拒绝生成缴款单：${answer.message}`, false);
    const { payOrderNo } = answer.value;
    const { idempotencyKey } = context;
    await deps.registry.requests.record({
      department: 'payment',
      operation: 'pay.create',
      caseNo,
      idempotencyKey,
      orderNo: payOrderNo,
      body,
    });
    await deps.registry.money.recordPaymentOrder({
      caseNo,
      payOrderNo,
      amountFen: fee.amountFen,
      lines: lines.map(({ name, quantity, amountFen }) => ({ name, count: quantity, amountFen })),
    });
    return complete({ payOrderNo });
  },
});
