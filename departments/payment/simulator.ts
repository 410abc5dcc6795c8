/** Simulated payment platform: orders wait for `POST /orders/:no/settle` or `/fail`, or settle by themselves in auto mode. */
import type { FastifyInstance } from 'fastify';
import { createAutoSettlement } from '../simulation/auto-settlement.ts';
import type { SimulatorOptions } from '../simulation/options.ts';
import { createSimulatorKit, problem, refuse } from '../simulation/simulator.ts';
import type { Order, PaymentCallback, RefundAnswer } from './contract.ts';
import { paymentOperations } from './contract.ts';

type StoredOrder = Order & { readonly callbackUrl: string };

const unknownOrder = () => refuse('ORDER_NOT_FOUND', '未查询到该缴费订单，请重新生成缴费单。');

export async function paymentSimulator(app: FastifyInstance, options: SimulatorOptions) {
  const kit = createSimulatorKit(app, 'payment', options);
  const orders = kit.table<StoredOrder>('orders');

  function finish(order: StoredOrder, status: 'settled' | 'failed', reason: string | null): StoredOrder {
    const finished: StoredOrder = { ...order, status, settledAt: status === 'settled' ? kit.now() : null };
    orders.set(order.payOrderNo, finished);
    const event: PaymentCallback = {
      event: status === 'settled' ? 'payment.settled' : 'payment.failed',
      eventId: kit.nextNumber('PEV'),
      caseNo: order.caseNo,
      payOrderNo: order.payOrderNo,
      totalFen: order.totalFen,
      at: kit.now(),
      reason,
    };
    kit.sendCallback(order.callbackUrl, event, { requestNo: order.payOrderNo });
    return finished;
  }

  const scheduleAuto = createAutoSettlement(app, kit, options, {
    open: () =>
      orders
        .values()
        .filter(({ status }) => status === 'pending')
        .map(({ payOrderNo }) => payOrderNo),
    settle: (payOrderNo) => {
      const order = orders.get(payOrderNo);
      if (order?.status === 'pending') finish(order, 'settled', null);
    },
  });

  kit.serve(paymentOperations.createOrder, (request) => {
    const lines = request.lines.reduce((sum, { amountFen }) => sum + amountFen, 0);
    if (lines !== request.totalFen || request.lines.some((line) => line.quantity * line.unitFen !== line.amountFen)) {
      return refuse('ORDER_REFUSED', '缴费明细与合计金额不一致，请重新核对收费清单。');
    }
    const payOrderNo = kit.nextNumber('PAY');
    const order: StoredOrder = {
      payOrderNo,
      caseNo: request.caseNo,
      totalFen: request.totalFen,
      status: 'pending',
      qr: `https://pay.example.cn/q/${payOrderNo}`,
      createdAt: kit.now(),
      settledAt: null,
      callbackUrl: request.callbackUrl,
    };
    orders.set(payOrderNo, order);
    scheduleAuto(payOrderNo);
    return publicOrder(order);
  });

  kit.serveState(paymentOperations.requestState, (payOrderNo) => orders.get(payOrderNo)?.caseNo);

  kit.serve(paymentOperations.fetchOrder, (_body, { payOrderNo }) => {
    const order = orders.get(payOrderNo);
    return order ? publicOrder(order) : unknownOrder();
  });

  kit.serve(paymentOperations.refund, (request, { payOrderNo }) => {
    const order = orders.get(payOrderNo);
    if (order?.caseNo !== request.caseNo) return unknownOrder();
    if (order.status !== 'settled') {
      return refuse('ORDER_NOT_PAID', '该订单没有可退的款项：尚未缴款，或已经退款。');
    }
    orders.set(payOrderNo, { ...order, status: 'refunded' });
    return {
      refundNo: kit.nextNumber('PRF'),
      amountFen: order.totalFen,
      refundedAt: kit.now(),
    } satisfies RefundAnswer;
  });

  app.get('/orders', async (request) => {
    const { caseNo } = request.query as { caseNo?: string };
    const found = orders.values().filter((order) => caseNo === undefined || order.caseNo === caseNo);
    return { orders: found.map((order) => ({ orderNo: order.payOrderNo, ...publicOrder(order) })) };
  });

  for (const action of ['settle', 'fail'] as const) {
    app.post(`/orders/:payOrderNo/${action}`, async (request, reply) => {
      const { payOrderNo } = request.params as { payOrderNo: string };
      const order = orders.get(payOrderNo);
      const goal = action === 'settle' ? 'settled' : 'failed';
      if (!order) return problem(reply, 404, 'ORDER_NOT_FOUND', '未查询到该缴费订单');
      if (order.status === goal) return { orderNo: payOrderNo, status: goal };
      if (order.status !== 'pending') return problem(reply, 409, 'ORDER_FINAL', '该订单已结束');
      const finished = finish(order, goal, goal === 'failed' ? '银行扣款失败' : null);
      return { orderNo: payOrderNo, status: finished.status };
    });
  }
}

function publicOrder({ callbackUrl: _callbackUrl, ...order }: StoredOrder): Order {
  return order;
}
