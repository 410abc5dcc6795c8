import { dayOf } from '../calendar/local-time.ts';
import type { Day, District } from '../common.ts';
import type { Deps, Queryable } from '../db/transaction.ts';
import { inTransaction, one } from '../db/transaction.ts';
import { RegistryError } from '../errors.ts';
import { loadRuleBook } from '../rule-values/rule-book.ts';
import { takeStep } from './step.ts';
import { findTicket, LINE_ORDER, sameCounter, type TicketRow } from './ticket-row.ts';
import { ticketOf } from './times.ts';
import type { HallLine, Ticket, TicketsApi } from './types.ts';

/** Where a number stands: behind `place`, and there behind whoever was put there before it. */
interface Place {
  place: number;
  behind: number;
}

/** The ticket, locked, if it is of this office and this day. @throws RegistryError TICKET_UNKNOWN, TICKET_ENDED */
async function lockOfToday(db: Queryable, ticketId: string, district: District, now: Date): Promise<TicketRow> {
  await db.query('SELECT 1 FROM registry.tickets WHERE ticket_id = $1 FOR UPDATE', [ticketId]);
  const row = await findTicket(db, 't.ticket_id = $1 AND t.district = $2', [ticketId, district]);
  if (!row) throw new RegistryError('TICKET_UNKNOWN', '本大厅没有这个号；请刷新叫号页面后重试。');
  if (row.day !== dayOf(now))
    throw new RegistryError('TICKET_ENDED', `${row.number}号不是今天的号；请当事人重新取号。`);
  return row;
}

/** Behind the first `ahead` of those who wait. One at a time in an office: the counter's row is locked. */
async function placeBehind(db: Queryable, district: District, day: Day, ahead: number): Promise<Place> {
  const counter = await one<{ moves: number }>(
    db,
    'UPDATE registry.ticket_counters SET moves = moves + 1 WHERE district = $1 AND day = $2 RETURNING moves',
    [district, day],
  );
  const last = await one<{ place: number }>(
    db,
    `SELECT place FROM (SELECT place, behind FROM registry.tickets WHERE district = $1 AND day = $2 AND called_at IS NULL
       ORDER BY ${LINE_ORDER} LIMIT $3) AS first ORDER BY place DESC, behind DESC LIMIT 1`,
    [district, day, ahead],
  );
  return { place: last?.place ?? 0, behind: counter?.moves ?? 0 };
}

const BACK_IN_LINE = 'called_at = NULL, called_by = NULL, counter = NULL, calls = 0, place = $2, behind = $3';

export async function restore(
  { pool, clock }: Deps,
  { ticketId, district, by }: Parameters<TicketsApi['restore']>[0],
): Promise<Ticket> {
  const now = clock.now();
  return inTransaction(pool, async (client) => {
    const row = await lockOfToday(client, ticketId, district, now);
    if (row.called_at === null) return ticketOf(client, row, now);
    if (row.outcome !== 'MISSED') throw new RegistryError('TICKET_ENDED', `${row.number}号没有过号，不需要恢复排队。`);
    const ahead = (await loadRuleBook(client)).value('hall.restore_after', 'current', row.day);
    const { place, behind } = await placeBehind(client, district, row.day, ahead);
    const step = { kind: 'restored' as const, at: now, by: by.userId };
    await takeStep(client, ticketId, step, `${BACK_IN_LINE}, ended_at = NULL, outcome = NULL`, [place, behind]);
    return ticketOf(client, (await findTicket(client, 't.ticket_id = $1', [ticketId])) as TicketRow, now);
  });
}

export async function move(
  { pool, clock }: Deps,
  { ticketId, district, errand, counter, reason, by }: Parameters<TicketsApi['move']>[0],
): Promise<Ticket> {
  const now = clock.now();
  const wanted = counter?.trim() || null;
  return inTransaction(pool, async (client) => {
    const row = await lockOfToday(client, ticketId, district, now);
    if (row.outcome) throw new RegistryError('TICKET_ENDED', `${row.number}号已经登记结果，不能再转。`);
    if (row.called_by !== null && row.called_by !== by.userId)
      throw new RegistryError('TICKET_UNKNOWN', `${row.number}号正在${row.counter}办理，只能由该窗口转出。`);
    const elsewhere = row.counter === null ? wanted !== row.wanted_counter : (wanted ?? row.counter) !== row.counter;
    if (!elsewhere && errand === row.errand)
      throw new RegistryError('TICKET_SAME', '请另选事项，或填写另一个窗口，再转号。');
    const { place, behind } = await placeBehind(client, district, row.day, 0);
    const step = { kind: 'moved' as const, at: now, by: by.userId, errand, counter: wanted, reason: reason.trim() };
    const change = `${BACK_IN_LINE}, errand = $4, wanted_counter = $5`;
    await takeStep(client, ticketId, step, change, [place, behind, errand, wanted]);
    return ticketOf(client, (await findTicket(client, 't.ticket_id = $1', [ticketId])) as TicketRow, now);
  });
}

/** How many stand before this number. */
export async function aheadOf(db: Queryable, ticketId: string): Promise<number> {
  const row = await one<{ ahead: number }>(
    db,
    `SELECT count(*)::integer AS ahead FROM registry.tickets o JOIN registry.tickets t USING (district, day)
     WHERE t.ticket_id = $1 AND o.called_at IS NULL AND (o.place, o.behind) < (t.place, t.behind)`,
    [ticketId],
  );
  return row?.ahead ?? 0;
}

/** The first in line that a window serves, locked; two windows never get the same. */
export async function firstFor(
  db: Queryable,
  { district, counter, errands }: Pick<Parameters<TicketsApi['callNext']>[0], 'district' | 'counter' | 'errands'>,
  day: Day,
): Promise<string | null> {
  const row = await one<{ ticket_id: string }>(
    db,
    `SELECT ticket_id FROM registry.tickets WHERE district = $1 AND day = $2 AND called_at IS NULL
       AND ($3::text[] IS NULL OR errand = ANY ($3)) AND (wanted_counter IS NULL OR ${sameCounter('wanted_counter', '$4')})
     ORDER BY ${LINE_ORDER} LIMIT 1 FOR UPDATE SKIP LOCKED`,
    [district, day, errands, counter],
  );
  return row?.ticket_id ?? null;
}

export async function hallLine({ pool, clock }: Deps, district: District): Promise<HallLine> {
  const { rows } = await pool.query<{
    number: number;
    errand: Ticket['errand'];
    wanted_counter: string | null;
    counter: string | null;
    calls: number;
    outcome: 'MISSED' | null;
    told_at: Date | null;
  }>(
    `SELECT number, errand, wanted_counter, counter, calls, outcome,
       (SELECT max(at) FROM registry.ticket_steps s WHERE s.ticket_id = t.ticket_id AND kind IN ('called', 'recalled')) AS told_at
     FROM registry.tickets t WHERE district = $1 AND day = $2 AND outcome IS DISTINCT FROM 'SERVED' ORDER BY ${LINE_ORDER}`,
    [district, dayOf(clock.now())],
  );
  return {
    called: rows
      .flatMap(({ number, counter, calls, outcome, told_at: toldAt }) =>
        counter && toldAt && outcome === null ? [{ number, counter, calls, toldAt }] : [],
      )
      .sort((a, b) => b.toldAt.getTime() - a.toldAt.getTime() || b.number - a.number),
    waiting: rows.flatMap(({ number, errand, counter, wanted_counter: wantedCounter }) =>
      counter === null ? [{ number, errand, wantedCounter }] : [],
    ),
    missed: rows.flatMap((row) => (row.outcome === 'MISSED' ? [row.number] : [])).sort((a, b) => a - b),
  };
}
