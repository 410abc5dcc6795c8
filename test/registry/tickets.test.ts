import { describe, expect, it } from 'vitest';
import { type Actor, type DemoUnit, type District, demoCity } from '../../registry/index.ts';
import { acceptor, sale } from './support/play.ts';
import { openRegister } from './support/setup.ts';

/** domain §7: queue time is measured apart, 取号 → 叫号 → 受理; the case's own clock starts at 受理. */
const fixture = openRegister({ start: '2026-11-23T11:30:00+08:00' });

const homes = demoCity.saleUnits('330203');
const at = (time: string, day = '2026-11-23') => fixture.clock.set(new Date(`${day}T${time}:00+08:00`));
const district = '330203' as const;
const counter = '3 号窗口';
const second = { ...acceptor, userId: 'acceptor-2-330203' };
const tickets = () => fixture.registry.tickets;
const take = async (office: District = district) =>
  (await tickets().take({ district: office, errand: 'registration', by: acceptor })).ticket;
const callNext = (by: Actor = acceptor) => tickets().callNext({ district, counter, errands: null, by });
const file = (key: string, channel: 'window' | 'online' = 'window') =>
  fixture.registry.cases.fileCase(
    sale(homes.shift() as DemoUnit, demoCity.people.chen, { applicationKey: key, channel }),
    acceptor,
  );

describe('排队号: 取号 → 叫号 → 受理', () => {
  it('measures the wait by the wall clock and within window hours, and the window’s own time till 受理', async () => {
    // given one who came before the break at noon and one who came after him
    at('11:50');
    const first = await take();
    const next = await take();
    expect([first, next].map(({ number, state }) => [number, state])).toEqual([
      [1, 'waiting'],
      [2, 'waiting'],
    ]);
    at('12:00');
    expect((await tickets().ofDay(district, '2026-11-23')).map((one) => one.waited)).toEqual([
      { grossMinutes: 10, netMinutes: 10 },
      { grossMinutes: 10, netMinutes: 10 },
    ]);

    // when the window calls after the break, and the case is filed and accepted there
    at('13:35');
    const called = await callNext();
    expect(called).toMatchObject({ ticketId: first.ticketId, state: 'called', counter, calledBy: acceptor.userId });
    expect((await tickets().openOf(acceptor.userId))?.ticketId).toBe(first.ticketId);
    const { caseNo } = await file('ticket-1');
    at('13:47');
    const intake = { caseNo, taskKey: `${caseNo}-intake`, decision: 'accept' as const, by: acceptor };
    await fixture.registry.cases.recordIntake(intake);
    await fixture.registry.cases.acceptCase(caseNo);

    // then both spans stand, and the case's clock has begun only now
    const ticket = await tickets().ofCase(caseNo);
    expect(ticket).toMatchObject({
      number: 1,
      caseNos: [caseNo],
      waited: { grossMinutes: 105, netMinutes: 15 },
      atWindow: { grossMinutes: 12, netMinutes: 12 },
    });
    expect((await fixture.registry.sla.get(caseNo))?.startedAt).toEqual(fixture.clock.now());
    const { rows } = await fixture.pool.query(
      `SELECT payload->>'ticket' AS ticket FROM registry.register_events WHERE topic = 'case.filed' AND case_no = $1`,
      [caseNo],
    );
    expect(rows).toEqual([{ ticket: '1' }]);
  });

  it('ends with the next call once its case is filed; without a case it wants a result first', async () => {
    at('13:50');
    // number 1 has a case: calling the next ends it
    const two = await callNext();
    expect(two?.number).toBe(2);
    expect((await tickets().ofDay(district, '2026-11-23')).find((one) => one.number === 1)?.state).toBe('served');
    await take();
    await expect(callNext()).rejects.toMatchObject({
      code: 'TICKET_OPEN',
    });
    // only the clerk who called ends it, once
    const end = { ticketId: two?.ticketId ?? '', outcome: 'MISSED' as const };
    await expect(tickets().end({ ...end, by: second })).rejects.toMatchObject({ code: 'TICKET_UNKNOWN' });
    await expect(tickets().end({ ...end, by: acceptor })).rejects.toMatchObject({ code: 'TICKET_EARLY' });
    for (const calls of [2, 3]) {
      fixture.clock.advance(20_000);
      expect((await tickets().recall({ ticketId: end.ticketId, by: acceptor })).calls).toBe(calls);
    }
    fixture.clock.advance(20_000);
    expect((await tickets().end({ ...end, by: acceptor })).state).toBe('missed');
    expect((await tickets().end({ ...end, by: acceptor })).state).toBe('missed');
    await expect(tickets().end({ ...end, outcome: 'SERVED', by: acceptor })).rejects.toMatchObject({
      code: 'TICKET_ENDED',
    });
    // who has handed in a case was not missed
    const three = await callNext();
    const { caseNo } = await file('ticket-3');
    const missed = tickets().end({ ticketId: three?.ticketId ?? '', outcome: 'MISSED', by: acceptor });
    await expect(missed).rejects.toMatchObject({ code: 'TICKET_ENDED' });
    await file('ticket-3b');
    expect((await tickets().openOf(acceptor.userId))?.caseNos).toHaveLength(2);
    expect((await tickets().ofCase(caseNo))?.atWindow).toBeNull();
    await tickets().end({ ticketId: three?.ticketId ?? '', outcome: 'SERVED', by: acceptor });
    expect(await callNext()).toBeNull();
  });

  it('calls nobody twice when all windows call at once, and each office its own', async () => {
    expect((await take('330205')).number).toBe(1);
    const taken: number[] = [];
    for (let i = 0; i < 8; i += 1) taken.push((await take()).number);
    const clerks = Array.from({ length: 10 }, (_, i) => ({ ...acceptor, userId: `window-${i}` }));

    const called = await Promise.all(clerks.map((by) => callNext(by)));

    const numbers = called.flatMap((one) => one?.number ?? []);
    expect(numbers.toSorted((a, b) => a - b)).toEqual(taken);
    expect(called.filter((one) => one === null)).toHaveLength(2);
    // one clerk's click repeated calls one
    await take();
    await take();
    const twice = await Promise.allSettled([0, 1].map(() => callNext()));
    expect(twice.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });

  it('a case that nobody was called for has none: filed without a ticket, online, or on a later day', async () => {
    const online = await file('ticket-online', 'online');
    expect(await tickets().ofCase(online.caseNo)).toBeNull();
    at('09:00', '2026-11-24');
    // the ticket of the day before is still open
    expect((await tickets().openOf(acceptor.userId))?.day).toBe('2026-11-23');
    const later = await file('ticket-later');
    expect(await tickets().ofCase(later.caseNo)).toBeNull();
    expect((await take()).number).toBe(1);
    // who was still waiting when the day ended was never called, then or today
    const left = (await tickets().ofDay(district, '2026-11-23')).filter((one) => one.state === 'waiting');
    expect(left.map((one) => one.waited)).toEqual([null]);
    expect((await callNext(second))?.day).toBe('2026-11-24');
  });

  it('keeps every moment as it was written', async () => {
    const change = (sql: string) =>
      fixture.pool.query(`UPDATE registry.tickets SET ${sql} WHERE number = 1 AND day = '2026-11-23'`);
    for (const sql of [`queued_at = called_at`, `called_at = queued_at`, `outcome = 'MISSED'`])
      await expect(change(sql)).rejects.toMatchObject({ code: 'YT005' });
    for (const table of ['tickets', 'ticket_steps', 'ticket_cases'])
      await expect(fixture.pool.query(`DELETE FROM registry.${table}`)).rejects.toMatchObject({ code: 'YT005' });
  });
});
