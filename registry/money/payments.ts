import { lockCase, lockOpenCase } from '../cases/case-row.ts';
import { partOf } from '../db/rows-as-json.ts';
import type { Deps, Queryable } from '../db/transaction.ts';
import { inTransaction, number, one } from '../db/transaction.ts';
import { RegistryError } from '../errors.ts';
import { appendEvent } from '../evidence/append-event.ts';
import { enqueue } from '../outbox/outbox.ts';
import { notOfCase, numberOfAnother } from '../requests/wrong-number.ts';
import { amountDiffers } from './amount-differs.ts';
import type { MoneyApi, PaymentOrder, PaymentState } from './types.ts';

interface Row {
  pay_order_no: string;
  case_no: string;
  amount_fen: string;
  lines: PaymentOrder['lines'];
  state: PaymentState;
  transaction_no: string | null;
  created_at: Date;
  settled_at: Date | null;
  failure: string | null;
}

function toOrder(row: Row): PaymentOrder {
  return {
    caseNo: row.case_no,
    payOrderNo: row.pay_order_no,
    amountFen: number(row.amount_fen),
    lines: row.lines,
    state: row.state,
    transactionNo: row.transaction_no,
    settledAt: row.settled_at,
    createdAt: row.created_at,
    problem: row.state === 'CREATED' ? row.failure : null,
  };
}

const newestSql = (caseNo: string) =>
  `SELECT * FROM registry.payment_orders WHERE case_no = ${caseNo} ORDER BY created_at DESC, pay_order_no DESC LIMIT 1`;

export const paymentPart = partOf<Row, PaymentOrder | null>(newestSql, ['created_at', 'settled_at'], ([row]) =>
  row ? toOrder(row) : null,
);

async function byNo(db: Queryable, payOrderNo: string): Promise<PaymentOrder> {
  const row = await one<Row>(db, 'SELECT * FROM registry.payment_orders WHERE pay_order_no = $1', [payOrderNo]);
  if (!row) throw new RegistryError('ORDER_UNKNOWN', `没有缴费单${payOrderNo}；请核对缴费单号。`);
  return toOrder(row);
}

/** The payment office may answer twice, late, or both ways: an order is settled once, and a settled order never fails. */
async function recordResult(
  { pool, clock }: Deps,
  input: Parameters<MoneyApi['recordPaymentResult']>[0],
): ReturnType<MoneyApi['recordPaymentResult']> {
  return inTransaction(pool, async (client) => {
    const { caseNo } = await byNo(client, input.payOrderNo);
    if (input.caseNo !== undefined && input.caseNo !== caseNo)
      throw notOfCase(input.caseNo, '缴费单号', input.payOrderNo);
    const row = await lockCase(client, caseNo);
    const known = await byNo(client, input.payOrderNo);
    const repeated = known.state === input.state && known.transactionNo === input.transactionNo;
    if (repeated || known.state === 'SETTLED' || known.state === 'REFUNDED') return { first: false, order: known };
    if (input.state === 'SETTLED' && input.paidFen !== undefined && input.paidFen !== known.amountFen) {
      const problem = amountDiffers('支付平台', input.paidFen, known.amountFen);
      if (known.problem === problem) return { first: false, order: known };
      await client.query("UPDATE registry.payment_orders SET state = 'CREATED', failure = $2 WHERE pay_order_no = $1", [
        input.payOrderNo,
        problem,
      ]);
      await tellMismatch(client, {
        caseNo,
        district: row.district,
        order: known,
        paidFen: input.paidFen,
        at: clock.now(),
      });
      return { first: true, order: await byNo(client, input.payOrderNo) };
    }
    await client.query(
      'UPDATE registry.payment_orders SET state = $2, transaction_no = $3, settled_at = $4, failure = $5 WHERE pay_order_no = $1',
      [
        input.payOrderNo,
        input.state,
        input.transactionNo,
        input.state === 'SETTLED' ? input.at : null,
        input.reason ?? null,
      ],
    );
    const topic = input.state === 'SETTLED' ? 'payment.settled' : 'payment.failed';
    await enqueue(client, {
      topic,
      caseNo,
      correlationKey: input.payOrderNo,
      payload: { payOrderNo: input.payOrderNo, transactionNo: input.transactionNo },
      at: clock.now(),
    });
    await appendEvent(client, {
      chain: row.district,
      topic,
      caseNo,
      actor: 'payment',
      at: clock.now(),
      payload: { payOrderNo: input.payOrderNo, amountFen: known.amountFen },
    });
    return { first: true, order: await byNo(client, input.payOrderNo) };
  });
}

/** The process goes on to its next job, which fails with the problem: an incident, until the office says the right sum. */
async function tellMismatch(
  db: Queryable,
  input: { caseNo: string; district: string; order: PaymentOrder; paidFen: number; at: Date },
): Promise<void> {
  const { caseNo, at, order } = input;
  const { payOrderNo, amountFen } = order;
  await enqueue(db, { topic: 'payment.settled', caseNo, correlationKey: payOrderNo, payload: { payOrderNo }, at });
  await appendEvent(db, {
    chain: input.district,
    topic: 'payment.mismatch',
    caseNo,
    actor: 'payment',
    at,
    payload: { payOrderNo, amountFen, paidFen: input.paidFen },
  });
}

export function paymentsApi(
  deps: Deps,
): Pick<MoneyApi, 'recordPaymentOrder' | 'recordPaymentResult' | 'recordPaymentRefund' | 'getPaymentOrder'> {
  const { pool, clock } = deps;
  return {
    async getPaymentOrder(caseNo) {
      const row = await one<Row>(pool, newestSql('$1'), [caseNo]);
      return row ? toOrder(row) : null;
    },
    recordPaymentOrder: ({ caseNo, payOrderNo, amountFen, lines }) =>
      inTransaction(pool, async (client) => {
        const row = await lockOpenCase(client, caseNo);
        const { rowCount } = await client.query(
          `INSERT INTO registry.payment_orders (pay_order_no, case_no, amount_fen, lines, state, created_at) VALUES ($1, $2, $3, $4, 'CREATED', $5) ON CONFLICT DO NOTHING`,
          [payOrderNo, caseNo, amountFen, JSON.stringify(lines), clock.now()],
        );
        if (rowCount)
          await appendEvent(client, {
            chain: row.district,
            topic: 'payment.created',
            caseNo,
            actor: 'system',
            at: clock.now(),
            payload: { payOrderNo, amountFen },
          });
        const order = await byNo(client, payOrderNo);
        if (order.caseNo !== caseNo) throw numberOfAnother('缴费单号', payOrderNo);
        return order;
      }),
    recordPaymentResult: (input) => recordResult(deps, input),
    recordPaymentRefund: ({ caseNo, payOrderNo, refundNo }) =>
      inTransaction(pool, async (client) => {
        const row = await lockCase(client, caseNo);
        const { rowCount } = await client.query(
          "UPDATE registry.payment_orders SET state = 'REFUNDED' WHERE pay_order_no = $1 AND case_no = $2 AND state = 'SETTLED'",
          [payOrderNo, caseNo],
        );
        if (rowCount)
          await appendEvent(client, {
            chain: row.district,
            topic: 'payment.refunded',
            caseNo,
            actor: 'payment',
            at: clock.now(),
            payload: { payOrderNo, refundNo },
          });
        return byNo(client, payOrderNo);
      }),
  };
}
