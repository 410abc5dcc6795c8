import { dayOf } from '../calendar/local-time.ts';
import type { District } from '../common.ts';
import { type Deps, inTransaction, one } from '../db/transaction.ts';
import { appendEvent } from '../evidence/append-event.ts';
import { loadRuleBook } from '../rule-values/rule-book.ts';
import type { RuleName } from '../rule-values/types.ts';
import type { AskedDepartment, AskOutcome, RequestsApi, WaitingAtDepartment, WaitingRequest } from './types.ts';

const MINUTE_MS = 60_000;
const LEASE_MS = 2 * MINUTE_MS;
/** A department that does not answer is tried again after this, doubled each time, up to its age. */
const FIRST_RETRY_MS = 15_000;
/** The order is recorded right after its request; until then the request is not taken for one that nobody awaits. */
const ORDER_FOLLOWS_MS = 10 * MINUTE_MS;

const AGE_RULES = {
  tax: 'answers.tax',
  payment: 'answers.payment',
  escrow: 'answers.escrow',
  loanbank: 'answers.loanbank',
  water: 'answers.utility',
  power: 'answers.utility',
  gas: 'answers.utility',
  tv: 'answers.utility',
  broadband: 'answers.utility',
} as const satisfies Record<AskedDepartment, RuleName>;

interface Row {
  request_id: string;
  department: AskedDepartment;
  organisation: string | null;
  operation: WaitingRequest['operation'];
  case_no: string;
  district: District;
  idempotency_key: string;
  order_no: string;
  number_there: string;
  body: Record<string, unknown> | null;
  sent_at: Date;
  sends: number;
  ask_at: Date;
  wanted_by: string | null;
  asked_at: Date | null;
  asks: number;
  failures: number;
  outcome: AskOutcome | null;
  message: string | null;
}

const viewOf = (row: Row): WaitingRequest => ({
  requestId: row.request_id,
  department: row.department,
  organisation: row.organisation,
  operation: row.operation,
  caseNo: row.case_no,
  district: row.district,
  idempotencyKey: row.idempotency_key,
  orderNo: row.order_no,
  numberThere: row.number_there,
  body: row.body,
  sentAt: row.sent_at,
  sends: row.sends,
  askAt: row.ask_at,
  wantedBy: row.wanted_by,
  askedAt: row.asked_at,
  asks: row.asks,
  failures: row.failures,
  outcome: row.outcome,
  message: row.message,
});

export function requestsApi({ pool, clock }: Deps): RequestsApi {
  /** How long after it was sent, or last asked about, a request is asked about (rules `answers.…`). */
  const ageMs = async (department: AskedDepartment) =>
    (await loadRuleBook(pool)).value(AGE_RULES[department], 'current', dayOf(clock.now())) * MINUTE_MS;
  const later = (ms: number) => new Date(clock.now().getTime() + ms);

  return {
    async record(request) {
      const { department, organisation = null, operation, caseNo, idempotencyKey, orderNo, body } = request;
      await pool.query(
        `INSERT INTO registry.department_requests (department, organisation, operation, case_no, idempotency_key, order_no, number_there, body, sent_at, ask_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
         ON CONFLICT (idempotency_key) DO UPDATE SET order_no = excluded.order_no, number_there = excluded.number_there, body = excluded.body,
           sent_at = excluded.sent_at, ask_at = excluded.ask_at, settled_at = NULL`,
        [
          department,
          organisation,
          operation,
          caseNo,
          idempotencyKey,
          orderNo,
          request.numberThere ?? orderNo,
          JSON.stringify(body),
          clock.now(),
          later(await ageMs(department)),
        ],
      );
    },
    async waiting(caseNo) {
      const { rows } = await pool.query<Row>(
        'SELECT * FROM registry.waiting_requests WHERE case_no = $1 ORDER BY sent_at, request_id',
        [caseNo],
      );
      return rows.map(viewOf);
    },
    async find(requestId) {
      const row = await one<Row>(pool, 'SELECT * FROM registry.waiting_requests WHERE request_id = $1', [requestId]);
      return row && viewOf(row);
    },
    async counts(district) {
      const { rows } = await pool.query<WaitingAtDepartment>(
        `SELECT department, count(*)::int AS count, min(sent_at) AS oldest FROM registry.waiting_requests
         WHERE $1::text IS NULL OR district = $1 GROUP BY department ORDER BY department`,
        [district],
      );
      return rows;
    },
    async claimDue(limit) {
      const { rows: claimed } = await pool.query<{ request_id: string }>(
        `UPDATE registry.department_requests SET ask_at = $3 WHERE request_id IN (
           SELECT r.request_id FROM registry.department_requests r
           WHERE r.settled_at IS NULL AND r.ask_at <= $1 AND EXISTS (SELECT 1 FROM registry.waiting_requests w WHERE w.request_id = r.request_id)
           ORDER BY r.ask_at, r.request_id LIMIT $2 FOR UPDATE OF r SKIP LOCKED)
         RETURNING request_id`,
        [clock.now(), limit, later(LEASE_MS)],
      );
      const { rows } = await pool.query<Row>(
        'SELECT * FROM registry.waiting_requests WHERE request_id = ANY ($1) ORDER BY sent_at, request_id',
        [claimed.map((row) => row.request_id)],
      );
      return rows.map(viewOf);
    },
    async askAllNow({ department, district = null, by } = {}) {
      const { rowCount } = await pool.query(
        `UPDATE registry.department_requests SET ask_at = $1, failures = 0, wanted_by = $4 WHERE request_id IN (
           SELECT request_id FROM registry.waiting_requests
           WHERE ($2::text IS NULL OR department = $2) AND ($3::text IS NULL OR district = $3))`,
        [clock.now(), department ?? null, district, by ?? null],
      );
      return rowCount ?? 0;
    },
    async noteAsk({ request, by, outcome, message = null }) {
      const age = await ageMs(request.department);
      const failures = outcome === 'unavailable' ? request.failures + 1 : 0;
      const wait = failures > 0 ? Math.min(age, FIRST_RETRY_MS * 2 ** Math.min(failures - 1, 20)) : age;
      const now = clock.now();
      return inTransaction(pool, async (db) => {
        const { rows } = await db.query<Row>(
          `UPDATE registry.department_requests SET asked_at = $2, asks = asks + 1, failures = $3, outcome = $4, message = $5, ask_at = $6, wanted_by = NULL
           WHERE request_id = $1 RETURNING *`,
          [request.requestId, now, failures, outcome, message, later(wait)],
        );
        const row = rows[0]!;
        await db.query('INSERT INTO registry.department_asks VALUES ($1, $2, $3, $4, $5, $6)', [
          request.requestId,
          row.asks,
          now,
          by,
          outcome,
          message,
        ]);
        const after = viewOf({ ...row, district: request.district });
        // What the sweep hears every few hours is in department_asks; the case's own history tells of what somebody did or learned.
        const nothingNew = outcome === request.outcome || outcome === 'pending' || outcome === 'unavailable';
        if (by !== 'system' || !nothingNew)
          await appendEvent(db, {
            chain: request.district,
            topic: 'department.asked',
            caseNo: request.caseNo,
            actor: by,
            at: now,
            payload: { department: request.department, requestNo: after.numberThere, outcome },
          });
        return after;
      });
    },
    async putOff(request) {
      const { rows } = await pool.query<{ ask_at: Date }>(
        'SELECT ask_at FROM registry.department_requests WHERE request_id = $1',
        [request.requestId],
      );
      await pool.query(
        `UPDATE registry.department_requests SET ask_at = $3 WHERE settled_at IS NULL AND department = $1
           AND organisation IS NOT DISTINCT FROM $2 AND ask_at < $3`,
        [request.department, request.organisation, rows[0]?.ask_at],
      );
    },
    async recordSentAgain({ requestId, numberThere }) {
      await pool.query(
        'UPDATE registry.department_requests SET number_there = $2, sends = sends + 1 WHERE request_id = $1',
        [requestId, numberThere],
      );
    },
    async settle() {
      const { rowCount } = await pool.query(
        `UPDATE registry.department_requests r SET settled_at = $1, body = NULL WHERE settled_at IS NULL AND sent_at < $2
           AND NOT EXISTS (SELECT 1 FROM registry.waiting_requests w WHERE w.request_id = r.request_id)`,
        [clock.now(), later(-ORDER_FOLLOWS_MS)],
      );
      return rowCount ?? 0;
    },
    async orderNoOf({ department, caseNo, numberThere }) {
      const row = await one<{ order_no: string }>(
        pool,
        `SELECT order_no FROM registry.department_requests WHERE department = $1 AND case_no = $2 AND number_there = $3
         ORDER BY request_id DESC LIMIT 1`,
        [department, caseNo, numberThere],
      );
      return row?.order_no ?? numberThere;
    },
    async numberThere({ department, caseNo, orderNo }) {
      const row = await one<{ number_there: string }>(
        pool,
        `SELECT number_there FROM registry.department_requests WHERE department = $1 AND case_no = $2 AND order_no = $3
         ORDER BY request_id DESC LIMIT 1`,
        [department, caseNo, orderNo],
      );
      return row?.number_there ?? orderNo;
    },
  };
}
