import { dayOf } from '../calendar/local-time.ts';
import type { Actor } from '../common.ts';
import type { Deps, Queryable } from '../db/transaction.ts';
import { inTransaction, one } from '../db/transaction.ts';
import { RegistryError } from '../errors.ts';
import { loadRuleBook } from '../rule-values/rule-book.ts';
import { waitForGap } from './call-gap.ts';
import { aheadOf, firstFor, hallLine, move, restore } from './line.ts';
import { takeStep } from './step.ts';
import { findTicket as find, type TicketRow, ticketSql } from './ticket-row.ts';
import { ticketOf, ticketsOf } from './times.ts';
import type { Ticket, TicketsApi } from './types.ts';

const byId = 't.ticket_id = $1';
const openWhere = 't.called_by = $1 AND t.called_at IS NOT NULL AND t.ended_at IS NULL';

async function take({ pool, clock }: Deps, { district, errand, by }: Parameters<TicketsApi['take']>[0]) {
  const now = clock.now();
  return inTransaction(pool, async (client) => {
    const { rows } = await client.query<{ ticket_id: string }>(
      `WITH drawn AS (INSERT INTO registry.ticket_counters VALUES ($1, $2, 1)
         ON CONFLICT (district, day) DO UPDATE SET last = ticket_counters.last + 1 RETURNING last)
       INSERT INTO registry.tickets (district, day, number, place, queued_at, taken_by, errand)
       SELECT $1, $2, last, last, $3, $4, $5 FROM drawn RETURNING ticket_id`,
      [district, dayOf(now), now, by.userId, errand],
    );
    const ticketId = rows[0]?.ticket_id ?? '';
    await client.query(
      `INSERT INTO registry.ticket_steps (ticket_id, nth, kind, at, by_whom, errand) VALUES ($1, 1, 'taken', $2, $3, $4)`,
      [ticketId, now, by.userId, errand],
    );
    const ticket = await ticketOf(client, (await find(client, byId, [ticketId])) as TicketRow, now);
    return { ticket, ahead: await aheadOf(client, ticketId) };
  });
}

async function callNext({ pool, clock }: Deps, input: Parameters<TicketsApi['callNext']>[0]): Promise<Ticket | null> {
  const now = clock.now();
  const { userId } = input.by;
  const counter = input.counter.trim();
  return inTransaction(pool, async (client) => {
    // Two windows of one clerk, or a click repeated: one after the other.
    await client.query('SELECT pg_advisory_xact_lock(hashtext($1))', [`registry.ticket:${userId}`]);
    const before = await find(client, openWhere, [userId]);
    if (before && before.case_nos.length === 0)
      throw new RegistryError(
        'TICKET_OPEN',
        `${before.number}号还没有登记结果：已接待的请点“办结”，未到窗口的请点“重呼”或“过号”，再叫下一号。`,
      );
    if (before) await endTicket(client, before.ticket_id, 'SERVED', now, userId);
    const ticketId = await firstFor(client, input, dayOf(now));
    if (!ticketId) return null;
    const change = 'called_at = $2, called_by = $3, counter = $4, calls = 1';
    const step = { kind: 'called' as const, at: now, by: userId, counter };
    await takeStep(client, ticketId, step, change, [now, userId, counter]);
    return ticketOf(client, (await find(client, byId, [ticketId])) as TicketRow, now);
  });
}

async function endTicket(db: Queryable, ticketId: string, outcome: 'SERVED' | 'MISSED', at: Date, by: string) {
  const kind = outcome === 'SERVED' ? ('served' as const) : ('passed' as const);
  await takeStep(db, ticketId, { kind, at, by }, 'outcome = $2, ended_at = $3', [outcome, at]);
}

/** The ticket, locked, which this clerk has called. @throws RegistryError TICKET_UNKNOWN */
async function lockOwn(db: Queryable, ticketId: string, by: Actor): Promise<TicketRow> {
  await db.query('SELECT 1 FROM registry.tickets WHERE ticket_id = $1 FOR UPDATE', [ticketId]);
  const row = await find(db, byId, [ticketId]);
  if (!row || row.called_by !== by.userId)
    throw new RegistryError('TICKET_UNKNOWN', '这不是您叫的号；请刷新叫号页面后重试。');
  return row;
}

async function recall({ pool, clock }: Deps, { ticketId, by }: Parameters<TicketsApi['recall']>[0]): Promise<Ticket> {
  const now = clock.now();
  return inTransaction(pool, async (client) => {
    const row = await lockOwn(client, ticketId, by);
    if (row.outcome) throw new RegistryError('TICKET_ENDED', `${row.number}号已经登记结果；过号的请先恢复排队。`);
    if (row.case_nos.length > 0)
      throw new RegistryError('TICKET_ENDED', `${row.number}号已经提交业务，不用再呼；请点“办结”。`);
    await waitForGap(client, row, now, '再呼');
    await takeStep(client, ticketId, { kind: 'recalled', at: now, by: by.userId }, 'calls = calls + 1');
    return ticketOf(client, (await find(client, byId, [ticketId])) as TicketRow, now);
  });
}

async function end({ pool, clock }: Deps, input: Parameters<TicketsApi['end']>[0]): Promise<Ticket> {
  const now = clock.now();
  return inTransaction(pool, async (client) => {
    const row = await lockOwn(client, input.ticketId, input.by);
    if (row.outcome === input.outcome) return ticketOf(client, row, now);
    if (row.outcome) throw new RegistryError('TICKET_ENDED', `${row.number}号已经登记结果，不能再改。`);
    if (input.outcome === 'MISSED') await mayBePassed(client, row, now);
    await endTicket(client, row.ticket_id, input.outcome, now, input.by.userId);
    return ticketOf(client, (await find(client, byId, [row.ticket_id])) as TicketRow, now);
  });
}

/** A number of an earlier day, which nobody can call any more, is passed over at once. */
async function mayBePassed(db: Queryable, row: TicketRow, now: Date): Promise<void> {
  if (row.case_nos.length > 0)
    throw new RegistryError('TICKET_ENDED', `${row.number}号已经提交业务，不是过号；请点“办结”。`);
  if (row.day !== dayOf(now)) return;
  const needed = (await loadRuleBook(db)).value('hall.calls', 'current', row.day);
  if (row.calls < needed)
    throw new RegistryError(
      'TICKET_EARLY',
      `${row.number}号呼叫了${row.calls}次，满${needed}次无人到窗口方可过号；请先重呼。`,
    );
  await waitForGap(db, row, now, '过号');
}

/**
 * Inside the filing: what a clerk files at the window while a ticket of the day is open is that person's case.
 * @returns number of the ticket, for the event of the filing
 */
export async function linkToTicket(
  db: Queryable,
  input: { caseNo: string; channel: string; userId: string; now: Date },
): Promise<number | null> {
  if (input.channel !== 'window') return null;
  const row = await one<{ number: number }>(
    db,
    `WITH open AS (SELECT ticket_id, number FROM registry.tickets t WHERE ${openWhere} AND t.day = $3 FOR UPDATE),
       linked AS (INSERT INTO registry.ticket_cases (case_no, ticket_id) SELECT $2, ticket_id FROM open)
     SELECT number FROM open`,
    [input.userId, input.caseNo, dayOf(input.now)],
  );
  return row?.number ?? null;
}

export function ticketsApi(deps: Deps): TicketsApi {
  const { pool, clock } = deps;
  return {
    take: (input) => take(deps, input),
    callNext: (input) => callNext(deps, input),
    recall: (input) => recall(deps, input),
    end: (input) => end(deps, input),
    restore: (input) => restore(deps, input),
    move: (input) => move(deps, input),
    hallLine: (district) => hallLine(deps, district),
    async openOf(userId) {
      const row = await find(pool, openWhere, [userId]);
      return row && ticketOf(pool, row, clock.now());
    },
    async ofDay(district, day) {
      const { rows } = await pool.query<TicketRow>(
        `${ticketSql} WHERE t.day = $1 AND ($2::text IS NULL OR t.district = $2) ORDER BY t.queued_at DESC, t.ticket_id DESC`,
        [day, district],
      );
      return ticketsOf(pool, rows, clock.now());
    },
    async ofCase(caseNo) {
      const row = await find(pool, 't.ticket_id = (SELECT ticket_id FROM registry.ticket_cases WHERE case_no = $1)', [
        caseNo,
      ]);
      return row && ticketOf(pool, row, clock.now());
    },
  };
}
