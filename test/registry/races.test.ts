import type { Pool, PoolClient } from 'pg';
import { describe, expect, it } from 'vitest';
import { createRegistry, type DemoUnit, demoCity, type EnterResult, type SeizureResult } from '../../registry/index.ts';
import { acceptor, courtOfficer, enter, mortgage, readyForBook, registrar, sale, seizure } from './support/play.ts';
import { openRegister } from './support/setup.ts';

const fixture = openRegister();

const homes = demoCity.saleUnits('330203');
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('two at once', () => {
  it('two sales of one home: one is entered, the other gets a typed refusal', async () => {
    const { registry } = fixture;
    for (const unit of homes.slice(0, 8)) {
      const cases = await Promise.all([
        readyForBook(registry, sale(unit, demoCity.people.chen)),
        readyForBook(registry, sale(unit, demoCity.people.zhou)),
      ]);
      const results = await Promise.all(cases.map((caseNo) => enter(registry, caseNo)));
      expect(results.map((r) => r.kind).sort()).toEqual(['entered', 'refused']);
      const refused = results.find((r): r is Extract<EnterResult, { kind: 'refused' }> => r.kind === 'refused');
      expect(refused?.refusal).toMatchObject({
        rule: 'INV-03',
        errorCode: 'REG_CONFLICT',
        blockingRow: { table: 'rights' },
      });
    }
  });

  it('one case entered by ten workers at once: one entry, all get the same answer', async () => {
    const { registry } = fixture;
    const caseNo = await readyForBook(registry, sale(homes[8] as DemoUnit));
    const results = await Promise.all(Array.from({ length: 10 }, () => enter(registry, caseNo)));
    expect(results.filter((r) => r.kind === 'entered' && r.firstTime)).toHaveLength(1);
    expect(new Set(results.map((r) => (r.kind === 'entered' ? r.certificateNos.join() : r.refusal.message))).size).toBe(
      1,
    );
  });

  it('mortgages on two units each, in opposite order: no deadlock, ranks follow register time', async () => {
    const { registry } = fixture;
    const [one, two] = [homes[9] as DemoUnit, homes[10] as DemoUnit];
    const owners = [...one.owners, ...two.owners];
    // INV-03 wants the same owners on both pages: make one owner of both.
    const owner = one.owners[0]!;
    expect((await enter(registry, await readyForBook(registry, sale(two, owner)))).kind).toBe('entered');
    expect(owners).toHaveLength(2);
    const cases: string[] = [];
    for (let i = 0; i < 12; i += 1) {
      const unitCodes = i % 2 === 0 ? [one.unitCode, two.unitCode] : [two.unitCode, one.unitCode];
      cases.push(await readyForBook(registry, mortgage(one, { unitCodes })));
    }
    const results = await Promise.all(cases.map((caseNo) => enter(registry, caseNo)));
    expect(results.every((r) => r.kind === 'entered')).toBe(true);
    for (const unit of [one, two]) {
      const page = await registry.units.unitPage(unit.unitCode);
      expect(page?.mortgages.map((m) => m.rank)).toEqual(Array.from({ length: 12 }, (_, i) => i + 1));
      const times = page?.mortgages.map((m) => m.registeredAt.getTime()) ?? [];
      expect(times).toEqual([...times].sort((a, b) => a - b));
      expect(new Set(times).size).toBe(12);
    }
  });

  it('many filings in one second get different case numbers without gaps', async () => {
    const { registry } = fixture;
    const filed = await Promise.all(
      Array.from({ length: 20 }, () => registry.cases.fileCase(sale(homes[11] as DemoUnit), acceptor)),
    );
    const numbers = filed.map((f) => Number(f.caseNo.slice(-6))).sort((a, b) => a - b);
    expect(numbers).toEqual(Array.from({ length: 20 }, (_, i) => (numbers[0] as number) + i));
  });

  it('a withdrawal against 登簿: either withdrawn or entered, never both (INV-30)', async () => {
    const { registry } = fixture;
    for (const unit of homes.slice(12, 20)) {
      const caseNo = await readyForBook(registry, sale(unit));
      const [entered, withdrawn] = await Promise.all([
        enter(registry, caseNo),
        registry.cases.requestWithdrawal({ caseNo, reason: '不卖了', by: acceptor }).then(
          () => true,
          () => false,
        ),
      ]);
      expect((entered.kind === 'entered') !== withdrawn).toBe(true);
    }
  });
});

describe('seizure against 登簿 (INV-12, scenarios 5 and 6)', () => {
  it('200 rounds: always exactly one lawful outcome', async () => {
    const { registry, pool } = fixture;
    // One home goes from hand to hand; a seizure that wins is lifted before the next round.
    const unit = demoCity.saleUnits('330206')[0] as DemoUnit;
    let owner = unit.owners[0]!;
    let other = demoCity.people.chen as typeof owner;
    const outcomes = { entered: 0, seized: 0 };
    for (let round = 0; round < 200; round += 1) {
      const current = { ...unit, owners: [owner] };
      const caseNo = await readyForBook(registry, sale(current, other));
      const order = seizure(current);
      // Who starts first, and by how much, differs from round to round; twice in ten rounds one is done before the other.
      const lead = (round % 10) - 5;
      const [first, last] = [lead === -5, lead === 4];
      const entering = (last ? pause(200) : pause(Math.max(0, lead))).then(() => enter(registry, caseNo));
      const seizing = (first ? entering.then(() => undefined) : pause(Math.max(0, -lead))).then(() =>
        registry.seizures.enterSeizure(order, courtOfficer),
      );
      const [result, notice]: [EnterResult, SeizureResult] = await Promise.all([entering, seizing]);
      const page = await registry.units.unitPage(unit.unitCode);
      if (result.kind === 'entered') {
        outcomes.entered += 1;
        // After 登簿 the property is no longer the debtor's.
        expect(notice).toMatchObject({ kind: 'refused', rule: 'INV-12', code: 'ALREADY_TRANSFERRED' });
        expect(page?.states).toEqual(['NORMAL']);
        [owner, other] = [other, owner];
      } else {
        outcomes.seized += 1;
        expect(result.refusal).toMatchObject({ rule: 'INV-06', errorCode: 'UNIT_RESTRICTED' });
        expect(notice).toMatchObject({ kind: 'entered', affectedCases: [caseNo], entries: [{ state: 'EFFECTIVE' }] });
        expect(page?.states).toEqual(['SEIZED']);
        expect(await registry.cases.checkInterruption(caseNo)).toMatchObject({ entered: false });
        await registry.cases.closeCase({ caseNo, outcome: 'SUPERSEDED_BY_SEIZURE', by: registrar });
        const rightId = notice.kind === 'entered' ? (notice.entries[0]?.rightId ?? '') : '';
        await registry.seizures.liftSeizure(
          { noticeNo: `lift-${round}`, rightId, authority: order.authority, documentNo: '解' },
          courtOfficer,
        );
      }
    }
    // Both sides won some rounds, or the race was none.
    expect(outcomes.entered).toBeGreaterThan(10);
    expect(outcomes.seized).toBeGreaterThan(10);
    const { rows } = await pool.query(
      'SELECT version FROM registry.entry_units WHERE unit_code = $1 ORDER BY registered_at',
      [unit.unitCode],
    );
    expect(rows.map((r) => r.version)).toEqual(rows.map((_, i) => i + 1));
    expect(await registry.evidence.verifyEventChain()).toMatchObject({ ok: true });
  }, 180_000);

  it('two courts deliver at once: one 查封, one 轮候 #1 (scenario 1)', async () => {
    const { registry } = fixture;
    for (const unit of demoCity.saleUnits('330206').slice(1, 9)) {
      const results = await Promise.all([
        registry.seizures.enterSeizure(seizure(unit), courtOfficer),
        registry.seizures.enterSeizure(seizure(unit, { authority: '宁波市中级人民法院' }), courtOfficer),
      ]);
      const states = results.map((r) =>
        r.kind === 'entered' ? `${r.entries[0]?.state} ${r.entries[0]?.queueNo}` : r.code,
      );
      expect(states.sort()).toEqual(['EFFECTIVE null', 'QUEUED 1']);
    }
  });
});

describe('killed in the middle', () => {
  /** A pool whose n-th statement of a transaction cuts the connection, as kill -9 of the worker would. */
  function dyingPool(pool: Pool, dieAt: number): Pool {
    const connect = async () => {
      const client = await pool.connect();
      let count = 0;
      const query = (async (...args: Parameters<PoolClient['query']>) => {
        count += 1;
        if (count === dieAt) {
          const { rows } = await client.query('SELECT pg_backend_pid() AS pid');
          await pool.query('SELECT pg_terminate_backend($1)', [rows[0].pid]);
        }
        return client.query(...(args as unknown as [string, unknown[]]));
      }) as unknown as PoolClient['query'];
      client.on('error', () => undefined);
      return new Proxy(client, {
        get: (target, key) =>
          key === 'query' ? query : key === 'release' ? () => target.release(true) : Reflect.get(target, key),
      });
    };
    return { connect, query: pool.query.bind(pool) } as unknown as Pool;
  }

  it('at whatever statement the connection dies, the register is whole, and the retry does it once', async () => {
    const { registry, pool, clock } = fixture;
    const unit = homes[25] as DemoUnit;
    const caseNo = await readyForBook(registry, sale(unit));
    const state = async () =>
      (
        await pool.query(
          `SELECT (SELECT register_version FROM registry.units WHERE unit_code = $1) AS version, (SELECT count(*)::int FROM registry.rights WHERE unit_code = $1) AS rights,
             (SELECT count(*)::int FROM registry.certificates) AS certificates, (SELECT sum(last)::int FROM registry.certificate_counters) AS numbers,
             (SELECT count(*)::int FROM registry.outbox) AS outbox, (SELECT count(*)::int FROM registry.register_events) AS events`,
          [unit.unitCode],
        )
      ).rows[0];
    const before = await state();
    let died = 0;
    for (let statement = 2; ; statement += 1) {
      const result = await createRegistry({ pool: dyingPool(pool, statement), clock })
        .book.enterInRegister({ caseNo, step: 'BookWrite', registrar })
        .catch(() => null);
      if (result) {
        expect(result).toMatchObject({ kind: 'entered', firstTime: true });
        break;
      }
      died += 1;
      expect(await state()).toEqual(before);
    }
    expect(died).toBeGreaterThan(4);
    expect(await enter(registry, caseNo)).toMatchObject({ kind: 'entered', firstTime: false });
    expect(await registry.evidence.verifyEventChain()).toMatchObject({ ok: true });
  }, 60_000);
});
