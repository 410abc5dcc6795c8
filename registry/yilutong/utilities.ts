import { dayOf } from '../calendar/local-time.ts';
import { lockCase } from '../cases/case-row.ts';
import type { Deps, Queryable } from '../db/transaction.ts';
import { inTransaction, number, one } from '../db/transaction.ts';
import { RegistryError } from '../errors.ts';
import { appendEvent } from '../evidence/append-event.ts';
import { enqueue } from '../outbox/outbox.ts';
import type { UtilityServiceName, UtilityState, UtilityTransfer, YilutongApi } from './types.ts';

interface Row {
  case_no: string;
  service: UtilityServiceName;
  account_no: string | null;
  reading: string | null;
  arrears_policy: UtilityTransfer['arrearsPolicy'];
  payment_account: string | null;
  action: UtilityTransfer['action'];
  state: UtilityState;
  result_code: string | null;
  order_no: string | null;
  amount_fen: string | null;
  show_proof: boolean;
  changed_at: Date;
}

const FINAL: readonly UtilityState[] = ['DONE', 'SKIPPED', 'FAILED_MANUAL'];

const viewOf = (row: Row): UtilityTransfer => ({
  caseNo: row.case_no,
  service: row.service,
  accountNo: row.account_no,
  reading: row.reading === null ? null : number(row.reading),
  arrearsPolicy: row.arrears_policy,
  paymentAccount: row.payment_account,
  action: row.action,
  state: row.state,
  resultCode: row.result_code,
  orderNo: row.order_no,
  amountFen: row.amount_fen === null ? null : number(row.amount_fen),
  showProof: row.show_proof,
  changedAt: row.changed_at,
});

const notChosen = (caseNo: string, service: string) =>
  new RegistryError('TRANSFER_UNKNOWN', `业务${caseNo}没有选择这项服务（${service}）；请核对。`);

/** Changes one transfer under the lock of its case; what is final stays as it is. The history writes itself. */
async function change(
  deps: Deps,
  at: { caseNo: string; service: UtilityServiceName },
  work: (row: Row, db: Queryable) => Promise<Partial<Row> | null>,
): Promise<boolean> {
  const now = deps.clock.now();
  return inTransaction(deps.pool, async (db) => {
    const { district } = await lockCase(db, at.caseNo);
    const row = await one<Row>(
      db,
      'SELECT * FROM registry.utility_transfers WHERE case_no = $1 AND service = $2 FOR UPDATE',
      [at.caseNo, at.service],
    );
    if (!row) throw notChosen(at.caseNo, at.service);
    if (FINAL.includes(row.state)) return false;
    const next = await work(row, db);
    if (!next) return false;
    const after = { ...row, ...next };
    await db.query(
      `UPDATE registry.utility_transfers SET account_no = $3, arrears_policy = $4, state = $5, result_code = $6, order_no = $7, amount_fen = $8,
         show_proof = $9, changed_at = $10 WHERE case_no = $1 AND service = $2`,
      [
        row.case_no,
        row.service,
        after.account_no,
        after.arrears_policy,
        after.state,
        after.result_code,
        after.order_no,
        after.amount_fen,
        after.show_proof,
        now,
      ],
    );
    await appendEvent(db, {
      chain: district,
      topic: 'utility.changed',
      caseNo: at.caseNo,
      actor: 'system',
      at: now,
      payload: { service: at.service, state: after.state, code: after.result_code },
    });
    return true;
  });
}

const waiting = (row: Row, code: string, what: string) => {
  if (row.state !== 'WAITING' || row.result_code !== code)
    throw new RegistryError('NOT_WAITING', `这项服务现在不需要${what}，请刷新页面看最新进度。`);
};

export function utilitiesApi(
  deps: Deps,
): Pick<
  YilutongApi,
  | 'transfers'
  | 'transferOf'
  | 'history'
  | 'recordOrder'
  | 'recordProblem'
  | 'recordUtilityResult'
  | 'correctAccount'
  | 'reportArrearsPaid'
  | 'settleWithCompany'
  | 'conclude'
  | 'closeUnfinished'
  | 'settle'
  | 'queueBatch'
> {
  const { pool, clock } = deps;
  const tell = (db: Queryable, topic: 'utility.account.corrected' | 'utility.arrears.paid', row: Row) =>
    enqueue(db, { topic, caseNo: row.case_no, correlationKey: `${row.case_no}:${row.service}`, at: clock.now() });
  return {
    async transfers(caseNo) {
      const { rows } = await pool.query<Row>(
        'SELECT * FROM registry.utility_transfers WHERE case_no = $1 ORDER BY service',
        [caseNo],
      );
      return rows.map(viewOf);
    },
    async transferOf(caseNo, service) {
      const row = await one<Row>(pool, 'SELECT * FROM registry.utility_transfers WHERE case_no = $1 AND service = $2', [
        caseNo,
        service,
      ]);
      if (!row) throw notChosen(caseNo, service);
      return viewOf(row);
    },
    async history(caseNo) {
      const { rows } = await pool.query(
        'SELECT service, state, result_code, at FROM registry.utility_history WHERE case_no = $1 ORDER BY history_id',
        [caseNo],
      );
      return rows.map(({ service, state, result_code, at }) => ({ service, state, resultCode: result_code, at }));
    },
    async recordOrder({ caseNo, service, orderNo }) {
      await change(deps, { caseNo, service }, async (row) =>
        row.order_no === orderNo
          ? null
          : { state: 'SUBMITTED', order_no: orderNo, result_code: null, amount_fen: null },
      );
    },
    async recordProblem({ caseNo, service, code, amountFen }) {
      await change(deps, { caseNo, service }, async () => ({
        state: 'WAITING',
        result_code: code,
        amount_fen: amountFen === null || amountFen === undefined ? null : String(amountFen),
      }));
    },
    async recordUtilityResult({ caseNo, orderNo, result, amountFen }) {
      const found = await one<{ service: UtilityServiceName }>(
        pool,
        'SELECT service FROM registry.utility_transfers WHERE case_no = $1 AND order_no = $2',
        [caseNo, orderNo],
      );
      if (!found) {
        const earlier = await one(
          pool,
          'SELECT 1 FROM registry.utility_history WHERE case_no = $1 AND order_no = $2 LIMIT 1',
          [caseNo, orderNo],
        );
        // The result can be quicker than the answer to the order itself: the company is to tell it again.
        if (!earlier) throw new RegistryError('ORDER_UNKNOWN', `业务${caseNo}没有过户单${orderNo}；请稍后重发。`);
        return { first: false };
      }
      const first = await change(deps, { caseNo, service: found.service }, async (row, db) => {
        // SUBMITTED only: the company repeats, and a poll may have been quicker.
        if (row.state !== 'SUBMITTED' || row.order_no !== orderNo) return null;
        await enqueue(db, {
          topic: 'utility.result',
          caseNo,
          correlationKey: orderNo,
          payload: { utilityResult: result },
          at: clock.now(),
        });
        return {
          state: 'WAITING',
          result_code: result,
          amount_fen: amountFen === null || amountFen === undefined ? null : String(amountFen),
        };
      });
      return { first };
    },
    async correctAccount({ caseNo, service, accountNo }) {
      if (!/^[0-9A-Za-z-]{4,30}$/.test(accountNo))
        throw new RegistryError('ACCOUNT_INVALID', '户号应为4至30位数字或字母，请按缴费单填写。');
      await change(deps, { caseNo, service }, async (row, db) => {
        waiting(row, 'ACCOUNT_NOT_FOUND', '更正户号');
        await tell(db, 'utility.account.corrected', row);
        return { account_no: accountNo, result_code: 'ACCOUNT_CORRECTED' };
      });
    },
    async reportArrearsPaid({ caseNo, service }) {
      await change(deps, { caseNo, service }, async (row, db) => {
        waiting(row, 'ARREARS', '缴清欠费');
        await tell(db, 'utility.arrears.paid', row);
        return { result_code: 'ARREARS_PAID' };
      });
    },
    async settleWithCompany({ caseNo, service, buyerTakesOver, showProof }) {
      await change(deps, { caseNo, service }, async (row) => ({
        arrears_policy: buyerTakesOver ? 'buyer_takes_over' : row.arrears_policy,
        show_proof: showProof ?? row.show_proof,
      }));
    },
    async conclude({ caseNo, service, state, code }) {
      await change(deps, { caseNo, service }, async () => ({ state, result_code: code }));
    },
    async closeUnfinished(caseNo) {
      const open = (await this.transfers(caseNo)).filter(({ state }) => !FINAL.includes(state));
      for (const { service, resultCode } of open)
        await change(deps, { caseNo, service }, async () => ({
          state: 'FAILED_MANUAL',
          result_code: resultCode ?? 'OVERDUE',
        }));
      return open.map(({ service }) => service);
    },
    async settle(caseNo) {
      return inTransaction(pool, async (db) => {
        const row = await lockCase(db, caseNo);
        const { rows } = await db.query<{ state: UtilityState }>(
          'SELECT state FROM registry.utility_transfers WHERE case_no = $1',
          [caseNo],
        );
        const done = rows.every(({ state }) => state === 'DONE' || state === 'SKIPPED');
        const outcome = done ? 'COMPLETED' : 'COMPLETED_WITH_PENDING';
        if (row.outcome === outcome) return outcome;
        await db.query('UPDATE registry.cases SET outcome = $2 WHERE case_no = $1 AND closed_at IS NOT NULL', [
          caseNo,
          outcome,
        ]);
        await appendEvent(db, {
          chain: row.district,
          topic: 'utility.settled',
          caseNo,
          actor: 'system',
          at: clock.now(),
          payload: { outcome },
        });
        return outcome;
      });
    },
    async queueBatch({ caseNo, service }) {
      const day = dayOf(clock.now());
      await pool.query(
        'INSERT INTO registry.utility_batch (batch_day, case_no, service, queued_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING',
        [day, caseNo, service, clock.now()],
      );
      return { day };
    },
  };
}
