import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Errand, Ticket } from '../../registry/index.ts';
import { acceptor } from './support/play.ts';
import { openRegister } from './support/setup.ts';

/** Whatever the windows of a hall do: no number is lost, none is at two windows, and the line moves by its own rules only. */
const fixture = openRegister();

const WINDOWS = 3;
const AHEAD = 3;
/** First value of rule hall.call_gap. */
const GAP_MS = 20_000;
const errand = fc.constantFrom<Errand>('registration', 'certificate', 'query');
const window = fc.integer({ min: 1, max: WINDOWS });
const pick = fc.nat(20);
const action = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('take' as const), errand }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('call' as const), window, only: fc.option(errand) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('serve' as const), window }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('pass' as const), window }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('restore' as const), pick }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('move' as const), pick, errand, to: fc.option(window) }) },
  { weight: 1, arbitrary: fc.constant({ do: 'rush' as const }) },
);
type Action = typeof action extends fc.Arbitrary<infer A> ? A : never;

/** What a number is in the model. `late` = came back or was sent on: it may stand before lower numbers. */
interface Known {
  errand: Errand;
  only: number | null;
}

let nextDay = 0;

/** A day of its own for each run, so that runs do not share a line. */
async function runDay(actions: Action[]): Promise<Set<string>> {
  nextDay += 1;
  fixture.clock.set(new Date(Date.UTC(2026, 10, 23 + nextDay, 1)));
  const { tickets } = fixture.registry;
  const district = '330203' as const;
  const by = (n: number) => ({ ...acceptor, userId: `window-${n}` });
  const call = (n: number, errands: Errand[] | null) =>
    tickets.callNext({ district, counter: `${n} 号窗口`, errands, by: by(n) });
  const known = new Map<number, Known>();
  const ids = new Map<number, string>();
  let line: number[] = [];
  /** Of those that came back: which number each stands behind, so that the next to the same place goes after it. */
  const behind = new Map<number, number>();
  const anchorOf = (number: number) => behind.get(number) ?? number;
  const atWindow = new Map<number, Ticket>();
  const missed: number[] = [];
  const served: number[] = [];
  const seen = new Set<string>();

  const insert = (number: number, ahead: number) => {
    const anchor = ahead === 0 || line.length === 0 ? 0 : anchorOf(line[Math.min(ahead, line.length) - 1] as number);
    let index = Math.min(ahead, line.length);
    while (index < line.length && behind.get(line[index] as number) === anchor) index += 1;
    behind.set(number, anchor);
    line.splice(index, 0, number);
  };
  const serves = (n: number, only: Errand | null) => (number: number) => {
    const one = known.get(number) as Known;
    return (one.only === null || one.only === n) && (only === null || one.errand === only);
  };
  const accept = (n: number, ticket: Ticket) => {
    line = line.filter((number) => number !== ticket.number);
    atWindow.set(n, ticket);
  };

  for (const one of actions) {
    seen.add(one.do);
    if (one.do === 'take') {
      const { ticket, ahead } = await tickets.take({ district, errand: one.errand, by: acceptor });
      expect([known.has(ticket.number), ahead]).toEqual([false, line.length]);
      known.set(ticket.number, { errand: one.errand, only: null });
      ids.set(ticket.number, ticket.ticketId);
      line.push(ticket.number);
    } else if (one.do === 'call' && !atWindow.has(one.window)) {
      const ticket = await call(one.window, one.only === null ? null : [one.only]);
      expect(ticket?.number).toBe(line.find(serves(one.window, one.only)));
      if (ticket) accept(one.window, ticket);
    } else if (one.do === 'rush') {
      // All free windows call at the same instant.
      const free = Array.from({ length: WINDOWS }, (_, i) => i + 1).filter((n) => !atWindow.has(n));
      const got = await Promise.all(free.map(async (n) => [n, await call(n, null)] as const));
      const numbers = got.flatMap(([, ticket]) => ticket?.number ?? []);
      expect(new Set(numbers).size).toBe(numbers.length);
      for (const [n, ticket] of got) {
        if (ticket) expect([line.includes(ticket.number), serves(n, null)(ticket.number)]).toEqual([true, true]);
        if (ticket) accept(n, ticket);
      }
      // Who was left waiting stands behind everybody of the free ones that were called, or waits for a certain window.
      const anybodys = line.filter((number) => known.get(number)?.only === null);
      if (got.some(([, ticket]) => ticket === null)) expect(anybodys).toEqual([]);
    } else if (one.do === 'serve' || one.do === 'pass') {
      const ticket = atWindow.get(one.window);
      if (!ticket) continue;
      const { ticketId, number } = ticket;
      if (one.do === 'pass') {
        for (let calls = 1; calls < 3; calls += 1) {
          fixture.clock.advance(GAP_MS);
          await tickets.recall({ ticketId, by: by(one.window) });
        }
        fixture.clock.advance(GAP_MS);
      }
      await tickets.end({ ticketId, outcome: one.do === 'pass' ? 'MISSED' : 'SERVED', by: by(one.window) });
      atWindow.delete(one.window);
      (one.do === 'pass' ? missed : served).push(number);
    } else if (one.do === 'restore' && missed.length > 0) {
      const [number] = missed.splice(one.pick % missed.length, 1) as [number];
      await tickets.restore({ ticketId: ids.get(number) as string, district, by: by(1) });
      insert(number, AHEAD);
    } else if (one.do === 'move' && line.length > 0) {
      const number = line[one.pick % line.length] as number;
      const before = known.get(number) as Known;
      if (before.errand === one.errand && before.only === one.to) continue;
      const counter = one.to === null ? null : `${one.to}号窗口`;
      const move = { ticketId: ids.get(number) as string, district, errand: one.errand, counter, reason: '转号' };
      await tickets.move({ ...move, by: by(1) });
      known.set(number, { errand: one.errand, only: one.to });
      line = line.filter((other) => other !== number);
      insert(number, 0);
    }
    const hall = await tickets.hallLine(district);
    expect(hall.waiting.map(({ number }) => number)).toEqual(line);
    expect(hall.missed).toEqual(missed.toSorted((a, b) => a - b));
    const atWindows = [...atWindow.values()].map(({ number }) => number);
    expect(hall.called.map(({ number }) => number).sort()).toEqual(atWindows.sort());
    expect(new Set([...line, ...missed, ...served, ...atWindows])).toEqual(new Set(known.keys()));
  }
  return seen;
}

it('keeps every number in exactly one place, and calls them in the order of the line', async () => {
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(fc.array(action, { minLength: 15, maxLength: 40 }), async (actions) => {
      for (const one of await runDay(actions)) seen.add(one);
      // What a run leaves at the windows must not be there in the next one.
      for (let n = 1; n <= WINDOWS; n += 1) {
        const open = await fixture.registry.tickets.openOf(`window-${n}`);
        const by = { ...acceptor, userId: `window-${n}` };
        if (open) await fixture.registry.tickets.end({ ticketId: open.ticketId, outcome: 'SERVED', by });
      }
    }),
    { numRuns: 25, endOnFailure: true },
  );
  expect([...seen].sort()).toEqual(['call', 'move', 'pass', 'restore', 'rush', 'serve', 'take']);
}, 120_000);
