import { dayOf } from '../calendar/local-time.ts';
import type { Deps, Queryable } from '../db/transaction.ts';
import { inTransaction, one } from '../db/transaction.ts';
import { RegistryError } from '../errors.ts';
import { type TicketRow, ticketSql } from './ticket-row.ts';
import { ticketsOf } from './times.ts';
import type { Ticket, TicketsApi } from './types.ts';

const ticketOf = async (db: Queryable, row: TicketRow, now: Date) => (await ticketsOf(db, [row], now))[0] as Ticket;

async function find(db: Queryable, where: string, values: unknown[]): Promise<TicketRow | null> {
  return one<TicketRow>(db, `${ticketSql} WHERE ${where}`, values);
}

const byId = 't.ticket_id = $1';
const openWhere = 't.called_by = $1 AND t.called_at IS NOT NULL AND t.ended_at IS NULL';

async function take({ pool, clock }: Deps, { district, by }: Parameters<TicketsApi['take']>[0]): Promise<Ticket> {
  const now = clock.now();
  return inTransaction(pool, async (client) => {
    const { rows } = await client.query<{ ticket_id: string }>(
      `WITH drawn AS (INSERT INTO registry.ticket_counters VALUES ($1, $2, 1)
         ON CONFLICT (district, day) DO UPDATE SET last = ticket_counters.last + 1 RETURNING last)
       INSERT INTO registry.tickets (district, day, number, queued_at, taken_by) SELECT $1, $2, last, $3, $4 FROM drawn RETURNING ticket_id`,
      [district, dayOf(now), now, by.userId],
    );
    return ticketOf(client, (await find(client, byId, [rows[0]?.ticket_id])) as TicketRow, now);
  });
}

async function callNext(
  { pool, clock }: Deps,
  { district, counter, by }: Parameters<TicketsApi['callNext']>[0],
): Promise<Ticket | null> {
  const now = clock.now();
  return inTransaction(pool, async (client) => {
    // Two windows of one clerk, or a click repeated: one after the other.
    await client.query('SELECT pg_advisory_xact_lock(hashtext($1))', [`registry.ticket:${by.userId}`]);
    const before = await find(client, openWhere, [by.userId]);
    if (before && before.case_nos.length === 0)
      throw new RegistryError(
        'TICKET_OPEN',
        `${before.number}号还没有登记结果：已接待的请点“办结”，未到窗口的请点“过号”，再叫下一号。`,
      );
    if (before) await endTicket(client, before.ticket_id, 'SERVED', now);
    const next = await one<{ ticket_id: string }>(
      client,
      `UPDATE registry.tickets SET called_at = $3, called_by = $4, counter = $5 WHERE ticket_id = (
         SELECT ticket_id FROM registry.tickets WHERE district = $1 AND day = $2 AND called_at IS NULL
         ORDER BY number LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING ticket_id`,
      [district, dayOf(now), now, by.userId, counter.trim()],
    );
    return next && ticketOf(client, (await find(client, byId, [next.ticket_id])) as TicketRow, now);
  });
}

async function endTicket(db: Queryable, ticketId: string, outcome: 'SERVED' | 'MISSED', at: Date): Promise<void> {
  await db.query('UPDATE registry.tickets SET outcome = $2, ended_at = $3 WHERE ticket_id = $1', [
    ticketId,
    outcome,
    at,
  ]);
}

async function end({ pool, clock }: Deps, input: Parameters<TicketsApi['end']>[0]): Promise<Ticket> {
  const now = clock.now();
  return inTransaction(pool, async (client) => {
    await client.query('SELECT 1 FROM registry.tickets WHERE ticket_id = $1 FOR UPDATE', [input.ticketId]);
    const row = await find(client, byId, [input.ticketId]);
    if (!row || row.called_by !== input.by.userId)
      throw new RegistryError('TICKET_UNKNOWN', '这不是您叫的号；请刷新叫号页面后重试。');
    if (row.outcome === input.outcome) return ticketOf(client, row, now);
    if (row.outcome) throw new RegistryError('TICKET_ENDED', `${row.number}号已经登记结果，不能再改。`);
    if (input.outcome === 'MISSED' && row.case_nos.length > 0)
      throw new RegistryError('TICKET_ENDED', `${row.number}号已经提交业务，不是过号；请点“办结”。`);
    await endTicket(client, row.ticket_id, input.outcome, now);
    return ticketOf(client, (await find(client, byId, [row.ticket_id])) as TicketRow, now);
  });
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
    end: (input) => end(deps, input),
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
