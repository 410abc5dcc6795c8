import { describe, expect, it } from 'vitest';
import type { Actor, Errand, Ticket } from '../../registry/index.ts';
import { acceptor, actor } from './support/play.ts';
import { openRegister } from './support/setup.ts';

/** The line of a hall: 重呼, 过号, 恢复排队, 转号 (registry/README.md, "Before the clock"). */
const fixture = openRegister();

/** First value of rule hall.call_gap. */
const GAP_MS = 20_000;
const day = '2026-11-23';
const district = '330203' as const;
const at = (time: string) => fixture.clock.set(new Date(`${day}T${time}:00+08:00`));
const clerk = (window: number): Actor => ({ ...acceptor, userId: `window-${window}` });
const tickets = () => fixture.registry.tickets;
const take = (errand: Errand = 'registration') =>
  tickets().take({ district, errand, by: { userId: 'machine:kiosk-1' } });
const call = (window: number, errands: Errand[] | null = null) =>
  tickets().callNext({ district, counter: `${window} 号窗口`, errands, by: clerk(window) });
const line = async () => (await tickets().hallLine(district)).waiting.map((one) => one.number);
const serve = (window: number, ticket: Ticket | null) =>
  tickets().end({ ticketId: ticket?.ticketId ?? '', outcome: 'SERVED', by: clerk(window) });
const pass = async (window: number, ticket: Ticket | null) => {
  const ticketId = ticket?.ticketId ?? '';
  for (let calls = ticket?.calls ?? 0; calls < 3; calls += 1) {
    fixture.clock.advance(GAP_MS);
    await tickets().recall({ ticketId, by: clerk(window) });
  }
  fixture.clock.advance(GAP_MS);
  return tickets().end({ ticketId, outcome: 'MISSED', by: clerk(window) });
};
const emptied = async () => {
  for (let one = await call(9); one; one = await call(9)) await serve(9, one);
};

describe('大厅排队', () => {
  it('says how many stand before a number, and calls to a window what it serves', async () => {
    expect([await take(), await take('certificate'), await take('query')].map((one) => one.ahead)).toEqual([0, 1, 2]);
    const first = await call(1, ['query']);
    expect(first).toMatchObject({ number: 3, errand: 'query' });
    expect(await call(2, ['advice'])).toBeNull();
    expect(await line()).toEqual([1, 2]);
    await serve(1, first);
    await emptied();
  });

  it('a passed number does not wait till it is restored, stands behind three others then, and its waits are added up', async () => {
    // given six numbers, of which the first is called in vain
    at('10:00');
    const taken = await Promise.all([1, 2, 3, 4, 5, 6].map(() => take()));
    const numbers = taken.map(({ ticket }) => ticket.number).sort((a, b) => a - b);
    const [first, ...others] = numbers;
    at('10:10');
    const called = await call(1);
    expect(called?.number).toBe(first);

    // when it is passed over after its third call
    const passed = await pass(1, called);
    at('10:30');
    const away = (await tickets().ofDay(district, day)).find((one) => one.number === first);
    const hall = await tickets().hallLine(district);

    // then the time away is no wait, and it stays in the report with its calls
    expect(passed).toMatchObject({ state: 'missed', calls: 3, endedAt: new Date(`${day}T10:11:00+08:00`) });
    expect(away).toMatchObject({ state: 'missed', waited: { grossMinutes: 10 } });
    expect(hall).toMatchObject({ called: [], missed: [first] });
    expect(hall.waiting.map((one) => one.number)).toEqual(others);

    // when it comes back, it stands behind the three next, once
    const back = { ticketId: passed.ticketId, district, by: clerk(2) };
    expect(await tickets().restore(back)).toMatchObject({ state: 'waiting', calls: 0, calledAt: null });
    await tickets().restore(back);
    expect(await line()).toEqual([...others.slice(0, 3), first, ...others.slice(3)]);
    // and whoever comes back after it to the same place stands behind it
    const second = await call(1);
    const third = await call(2);
    await pass(1, second);
    await tickets().restore({ ...back, ticketId: second?.ticketId ?? '' });
    expect(await line()).toEqual([others[2], first, others[3], second?.number, others[4]]);
    await serve(2, third);
    at('10:35');
    for (const number of [others[2], first]) {
      const one = await call(3);
      expect(one?.number).toBe(number);
      if (number === first) expect(one?.waited).toEqual({ grossMinutes: 15, netMinutes: 15 });
      await serve(3, one);
    }
    const story = (await tickets().ofDay(district, day)).find((one) => one.number === first);
    expect(story?.steps.map(({ kind, by, counter }) => [kind, by, counter])).toEqual([
      ['taken', 'machine:kiosk-1', null],
      ['called', 'window-1', '1 号窗口'],
      ['recalled', 'window-1', '1 号窗口'],
      ['recalled', 'window-1', '1 号窗口'],
      ['passed', 'window-1', '1 号窗口'],
      ['restored', 'window-2', '1 号窗口'],
      ['called', 'window-3', '3 号窗口'],
      ['served', 'window-3', '3 号窗口'],
    ]);
    await emptied();
  });

  it('sends a number on to another window or errand as the first in line, for that window alone', async () => {
    at('11:00');
    for (let i = 0; i < 3; i += 1) await take();
    const sent = await call(1);
    const to = { ticketId: sent?.ticketId ?? '', district, reason: '需要先查询档案', by: clerk(1) };
    // nothing would change, or another clerk has the person at the window
    const same = { errand: 'registration' as const, counter: '1 号窗口' };
    await expect(tickets().move({ ...to, ...same })).rejects.toMatchObject({ code: 'TICKET_SAME' });
    const elsewhere = { errand: 'query' as const, counter: '5号窗口' };
    await expect(tickets().move({ ...to, ...elsewhere, by: clerk(2) })).rejects.toMatchObject({
      code: 'TICKET_UNKNOWN',
    });

    const moved = await tickets().move({ ...to, ...elsewhere });

    expect(moved).toMatchObject({ state: 'waiting', errand: 'query', wantedCounter: '5号窗口', calledBy: null });
    expect((await line())[0]).toBe(sent?.number);
    const next = await call(1);
    expect(next?.number).not.toBe(sent?.number);
    const there = await call(5);
    expect(there?.number).toBe(sent?.number);
    expect(there?.steps.at(-2)).toMatchObject({ kind: 'moved', reason: '需要先查询档案', by: 'window-1' });
    // one that waits is sent on by anybody of the hall, and not once it is served
    const waiting = (await tickets().ofDay(district, day)).find((one) => one.state === 'waiting');
    const free = { ...to, ticketId: waiting?.ticketId ?? '', errand: 'certificate' as const, counter: null };
    expect(await tickets().move({ ...free, by: clerk(2) })).toMatchObject({ errand: 'certificate', state: 'waiting' });
    await expect(tickets().move({ ...free, district: '330205', by: clerk(2) })).rejects.toMatchObject({
      code: 'TICKET_UNKNOWN',
    });
    await serve(5, there);
    await expect(tickets().move({ ...to, ...elsewhere, by: clerk(5) })).rejects.toMatchObject({ code: 'TICKET_ENDED' });
    await serve(1, next);
    await emptied();
  });

  it('what is over stays over: no recall of a served number, no return of yesterday’s', async () => {
    await take();
    const one = await call(1);
    const passed = await pass(1, one);
    await take();
    const two = await call(1);
    await serve(1, two);
    const by = clerk(1);
    const served = { ticketId: two?.ticketId ?? '', by };
    await expect(tickets().recall(served)).rejects.toMatchObject({ code: 'TICKET_ENDED' });
    await expect(tickets().restore({ ...served, district })).rejects.toMatchObject({ code: 'TICKET_ENDED' });
    const office = { ...actor('window_acceptor', '330205') };
    const back = { ticketId: passed.ticketId, district };
    await expect(tickets().restore({ ...back, district: '330205', by: office })).rejects.toMatchObject({
      code: 'TICKET_UNKNOWN',
    });
    // a number that was open when the day ended is passed over without more calls, and stays away
    await take();
    const open = await call(1);
    fixture.clock.set(new Date('2026-11-24T09:00:00+08:00'));
    await expect(tickets().restore({ ...back, by })).rejects.toMatchObject({ code: 'TICKET_ENDED' });
    expect(await tickets().end({ ticketId: open?.ticketId ?? '', outcome: 'MISSED', by })).toMatchObject({ calls: 1 });
  });

  it('three calls within seconds are no three calls: each leaves the time that the rule names', async () => {
    // given a number that was called at nine
    fixture.clock.set(new Date('2026-11-25T09:00:00.400+08:00'));
    await take();
    const one = await call(1);
    const act = { ticketId: one?.ticketId ?? '', by: clerk(1) };
    const missed = { ...act, outcome: 'MISSED' as const };

    // when it is called again within the gap, then the answer says when it is possible
    for (const calls of [2, 3]) {
      fixture.clock.advance(GAP_MS - 1);
      await expect(tickets().recall(act)).rejects.toMatchObject({
        code: 'TICKET_EARLY',
        message: expect.stringContaining(calls === 2 ? '09:00:21起可以再呼' : '09:00:41起可以再呼'),
      });
      fixture.clock.advance(1);
      expect(await tickets().recall(act)).toMatchObject({ calls });
    }
    // and after the last call the person has as long to come
    await expect(tickets().end(missed)).rejects.toMatchObject({
      code: 'TICKET_EARLY',
      message: expect.stringContaining('09:01:01起可以过号'),
    });
    fixture.clock.advance(GAP_MS);
    expect(await tickets().end(missed)).toMatchObject({ state: 'missed', calls: 3 });
    // who has come is served at once
    await take();
    expect(await serve(1, await call(1))).toMatchObject({ state: 'served' });
  });

  it('no number changes without its step, and no step without its number', async () => {
    const { pool } = fixture;
    const { rows } = await pool.query("SELECT ticket_id, steps FROM registry.tickets WHERE outcome = 'MISSED' LIMIT 1");
    const { ticket_id: ticketId, steps } = rows[0];
    const quietly = `UPDATE registry.tickets SET outcome = NULL, ended_at = NULL, steps = $2 WHERE ticket_id = $1`;
    for (const nth of [steps, steps + 1])
      await expect(pool.query(quietly, [ticketId, nth])).rejects.toMatchObject({ code: 'YT005' });
    await expect(pool.query(`UPDATE registry.ticket_steps SET reason = 'x'`)).rejects.toMatchObject({ code: 'YT005' });
    const forged = `INSERT INTO registry.tickets (district, day, number, place, queued_at, taken_by, errand) VALUES ('330203', '${day}', 999, 999, now(), 'x', 'query')`;
    await expect(pool.query(forged)).rejects.toMatchObject({ code: '23503' });
  });
});
