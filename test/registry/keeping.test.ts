import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { demoCity } from '../../registry/index.ts';
import type { RegistrySweep } from '../../registry/types.ts';
import { acceptor, sale } from './support/play.ts';
import { openRegister } from './support/setup.ts';

/** What of the register goes after its time (registry/keeping). The fixture's `drop` verifies register and chain at the end. */
const fixture = openRegister();

const DAY_MS = 86_400_000;
const sweep = (what: RegistrySweep, keepDays: number, limit = 500) =>
  fixture.registry.keeping.sweep({
    what,
    before: new Date(fixture.clock.now().getTime() - keepDays * DAY_MS),
    limit,
  });
const count = async (from: string) =>
  (await fixture.pool.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${from}`)).rows[0]?.n;

describe('messages', () => {
  it('go when they are delivered and old; what waits stays, and the same filing tells nothing a second time', async () => {
    // given a case of which the engine has heard, and one of which it has not
    const home = demoCity.saleUnits('330203')[0];
    const other = demoCity.saleUnits('330203')[1];
    if (!home || !other) throw new Error('the demo city has homes');
    const filing = sale(home, demoCity.people.li, { applicationKey: randomUUID() });
    const { caseNo } = await fixture.registry.cases.fileCase(filing, acceptor);
    for (const message of await fixture.registry.outbox.claimOutbox(10)) {
      expect(message.caseNo).toBe(caseNo);
      await fixture.registry.outbox.ackOutbox(message.id);
    }
    const waiting = await fixture.registry.cases.fileCase(sale(other, demoCity.people.li), acceptor);

    fixture.clock.advance(4 * DAY_MS);
    expect(await sweep('outbox', 3)).toEqual({ deleted: 1, more: false });

    // when the clerk's browser sends the same filing once more, then it is the same case and nobody is told again
    expect((await fixture.registry.cases.fileCase(filing, acceptor)).caseNo).toBe(caseNo);
    const { rows } = await fixture.pool.query('SELECT case_no FROM registry.outbox WHERE done_at IS NULL');
    expect(rows).toEqual([{ case_no: waiting.caseNo }]);
  });

  it('of watches stay: they say who has been told, and a watch is begun once', async () => {
    // given a seizure in force, whose watch has been told and is delivered
    const begun = await fixture.registry.seizures.watchUnwatched(10_000);
    expect(begun).toBeGreaterThan(0);
    for (let batch = await fixture.registry.outbox.claimOutbox(500); batch.length > 0; ) {
      for (const message of batch) await fixture.registry.outbox.ackOutbox(message.id);
      batch = await fixture.registry.outbox.claimOutbox(500);
    }
    fixture.clock.advance(4 * DAY_MS);
    await sweep('outbox', 3);
    // then nobody is told a second time
    expect(await fixture.registry.seizures.watchUnwatched(10_000)).toBe(0);
    expect(await count("registry.outbox WHERE topic = 'seizure.watch'")).toBe(begun);
  });
});

describe('numbers of the hall', () => {
  it('go with their steps when their day is old, never earlier, by nobody’s hand', async () => {
    const { tickets } = fixture.registry;
    const { district } = acceptor;
    if (!district) throw new Error('a clerk has a district');
    for (let n = 0; n < 3; n += 1) await tickets.take({ district, errand: 'query', by: acceptor });
    const called = await tickets.callNext({ district, counter: '1', errands: null, by: acceptor });
    await tickets.end({ ticketId: called?.ticketId ?? '', outcome: 'SERVED', by: acceptor });
    fixture.clock.advance(5 * DAY_MS);
    await tickets.take({ district, errand: 'query', by: acceptor });
    for (const table of ['tickets', 'ticket_steps'])
      await expect(fixture.pool.query(`DELETE FROM registry.${table}`)).rejects.toMatchObject({ code: 'YT005' });

    // when the sweep goes in batches of two
    expect(await sweep('tickets', 4, 2)).toEqual({ deleted: 2, more: true });
    expect(await sweep('tickets', 4, 2)).toEqual({ deleted: 1, more: false });

    // then today's number is left, with its step and its counter
    expect([await count('registry.tickets'), await count('registry.ticket_steps')]).toEqual([1, 1]);
    expect(await count('registry.ticket_counters')).toBe(1);
    expect((await tickets.hallLine(district)).waiting).toHaveLength(1);
  });
});

describe('tallies, links and circuits', () => {
  it('go by their own age', async () => {
    const { pool, clock } = fixture;
    const now = clock.now();
    const ago = (days: number) => new Date(now.getTime() - days * DAY_MS);
    for (const days of [0, 6, 8])
      await pool.query("INSERT INTO registry.lookups VALUES ('u', $1::timestamptz::date, 'query', 'k')", [ago(days)]);
    for (const days of [0, 2])
      await pool.query("INSERT INTO registry.department_circuits VALUES ($1, 'tax', '', 'open', NULL, $2, $2)", [
        `reporter-${days}`,
        ago(days),
      ]);
    // links that ended so many days ago
    for (const days of [0, 89, 91])
      await pool.query(
        `INSERT INTO registry.public_links (token_hash, kind, business_no, phone, created_at, expires_at)
         VALUES (sha256(convert_to($1, 'UTF8')), 'consent', '20261123330203000001', '', $2::timestamptz - interval '1 hour', $2)`,
        [`link-${days}`, ago(days)],
      );
    expect(await sweep('lookups', 7)).toEqual({ deleted: 1, more: false });
    expect(await sweep('circuits', 1)).toEqual({ deleted: 1, more: false });
    expect(await sweep('links', 90)).toEqual({ deleted: 1, more: false });
    const tables = ['lookups', 'department_circuits', 'public_links'];
    expect(await Promise.all(tables.map((table) => count(`registry.${table}`)))).toEqual([2, 1, 2]);
  });

  it('a note that cannot be written leaves everything as it was', async () => {
    const before = new Date(fixture.clock.now().getTime() + DAY_MS);
    const all = await count('registry.lookups');
    const failing = fixture.registry.keeping.sweep(
      { what: 'lookups', before, limit: 500 },
      async (_db, { deleted }) => {
        expect(deleted).toBeGreaterThan(0);
        throw new Error('no room');
      },
    );
    await expect(failing).rejects.toThrow('no room');
    expect(await count('registry.lookups')).toBe(all);
  });
});
