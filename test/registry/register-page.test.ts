import { describe, expect, it } from 'vitest';
import { demoCity, demoPassword, systemActor } from '../../registry/index.ts';
import { validateUscc } from '../../registry/validators/uscc.ts';
import { acceptor, enter, fileAndAccept, readyForBook, sale } from './support/play.ts';
import { openRegister } from './support/setup.ts';

const fixture = openRegister();

const { units } = demoCity;

describe('finding units', () => {
  it('by code with or without blanks, by its beginning, by certificate, by address', async () => {
    const { registry } = fixture;
    const find = async (text: string, more = {}) =>
      (await registry.units.findUnits({ text, ...more })).map((u) => u.unitCode);
    expect(await find('330203 001002 GB00012 F00010023')).toEqual([units.domainExample.unitCode]);
    expect(await find('330203001002GB00012F0001', { limit: 5 })).toHaveLength(5);
    expect(await find(units.large.certificateNo)).toEqual([units.large.unitCode]);
    expect(await find(units.large.certificateNo.replace('（', '(').replace('）', ')'))).toEqual([units.large.unitCode]);
    expect(await find(units.plainSale.location)).toEqual([units.plainSale.unitCode]);
    expect(await find('0101室', { district: '330203' })).toEqual([units.plainSale.unitCode]);
    expect(await find('%')).toEqual([]);
    expect(await find(demoCity.people.zhang.name)).toEqual([]);
  });
});

describe('checking a unit before anything is collected', () => {
  const check = (unitCode: string, itemCode: string) => fixture.registry.units.checkUnit({ unitCode, itemCode });
  it.each([
    ['a free home', units.large.unitCode, 'BDC-10', { allowed: true, blocks: [], warnings: [], errorCode: null }],
    [
      'a seized home',
      units.seized.unitCode,
      'BDC-10',
      {
        allowed: false,
        errorCode: 'UNIT_RESTRICTED',
        blocks: [{ rule: 'INV-06', blockingRow: { summary: expect.stringContaining('浙0203执88号') } }],
      },
    ],
    [
      'a seized home, for a mortgage',
      units.seized.unitCode,
      'BDC-17',
      { allowed: false, blocks: [{ rule: 'INV-06' }] },
    ],
    ['a mortgaged home', units.mortgaged.unitCode, 'BDC-10', { allowed: true, warnings: [{ rule: 'INV-18' }] }],
    [
      'a restricted mortgage',
      units.mortgagedRestricted.unitCode,
      'BDC-10',
      { allowed: false, blocks: [{ rule: 'INV-18' }] },
    ],
    ['a restricted mortgage, for a second mortgage', units.mortgagedRestricted.unitCode, 'BDC-17', { allowed: true }],
    ['a caution', units.cautioned.unitCode, 'BDC-10', { allowed: false, blocks: [{ rule: 'INV-21' }] }],
    ['an objection', units.objected.unitCode, 'BDC-10', { allowed: true, warnings: [{ rule: 'INV-23' }] }],
    [
      'a unit elsewhere',
      '330110001002GB00012F00010023',
      'BDC-10',
      { allowed: false, errorCode: 'NOT_OUR_JURISDICTION' },
    ],
    [
      'a unit of the former district',
      '330204001002GB00012F00010023',
      'BDC-10',
      { allowed: false, errorCode: 'NOT_OUR_JURISDICTION' },
    ],
    [
      'a unit nobody knows',
      '330203001002GB00012F00019998',
      'BDC-10',
      { allowed: false, errorCode: 'UNIT_RESTRICTED', blocks: [{ code: 'UNIT_NOT_FOUND' }] },
    ],
    ['a registered home once more', units.large.unitCode, 'BDC-05', { allowed: false, blocks: [{ rule: 'INV-03' }] }],
  ])('%s', async (_, unitCode, itemCode, expected) => {
    const result = await check(unitCode, itemCode);
    expect(result).toMatchObject(expected);
    for (const block of [...result.blocks, ...result.warnings]) expect(block.advice).toMatch(/请/);
  });

  it('an objection lapses by itself after 15 days', async () => {
    const { registry, clock } = fixture;
    const now = clock.now();
    clock.advance(15 * 86_400_000);
    expect((await registry.units.unitPage(units.objected.unitCode))?.states).toEqual(['NORMAL']);
    expect(await check(units.objected.unitCode, 'BDC-10')).toMatchObject({ allowed: true, warnings: [] });
    clock.set(now);
  });
});

describe('the page of the book', () => {
  it('masks people, and logs who wanted to see them and why (INV-34)', async () => {
    const { registry } = fixture;
    const masked = await registry.units.unitPage(units.jointSale.unitCode);
    expect(masked?.ownership?.holders).toEqual([
      expect.objectContaining({ name: '许**', idNo: '3302**********0072', masked: true }),
      expect.objectContaining({ name: '沈**', masked: true }),
    ]);
    expect(JSON.stringify(masked)).not.toContain('许国栋');
    await registry.units.unitPage(units.jointSale.unitCode, { unmask: { actor: acceptor, purpose: '窗口受理核对' } });
    expect(await registry.audit.list({ unitCode: units.jointSale.unitCode })).toEqual([
      expect.objectContaining({ action: 'unmask.unit', purpose: '窗口受理核对' }),
    ]);
    expect(await registry.units.unitPage('330203001002GB00012F00019998')).toBeNull();
  });
});

describe('the event chain', () => {
  it('finds a changed, a removed and a cut-off event', async () => {
    const { registry, pool } = fixture;
    await enter(registry, await readyForBook(registry, sale(units.domainExample)));
    expect(await registry.evidence.verifyEventChain()).toMatchObject({ ok: true, broken: null });
    const events = await registry.evidence.listEvents({ unitCode: units.domainExample.unitCode });
    expect(events[0]).toMatchObject({ topic: 'register.entered', chain: '330203' });
    const seq = events[0]!.seq;
    const tamper = async (sql: string) => {
      const client = await pool.connect();
      await client.query('BEGIN');
      await client.query('ALTER TABLE registry.register_events DISABLE TRIGGER USER');
      await client.query(sql);
      const report = await createView(client);
      await client.query('ROLLBACK');
      client.release();
      return report;
    };
    const createView = async (client: { query: typeof pool.query }) => {
      const { verifyEventChain } = await import('../../registry/evidence/verify-chain.ts');
      return verifyEventChain({ pool: client as unknown as typeof pool, clock: fixture.clock });
    };
    const where = `WHERE chain = '330203' AND seq = ${seq}`;
    expect(await tamper(`UPDATE registry.register_events SET actor = 'someone' ${where}`)).toMatchObject({
      ok: false,
      broken: { chain: '330203', seq, why: 'content was changed' },
    });
    expect(
      await tamper(`UPDATE registry.register_events SET occurred_at = occurred_at - interval '1 microsecond' ${where}`),
    ).toMatchObject({ ok: false });
    expect(await tamper("DELETE FROM registry.register_events WHERE chain = '330203' AND seq = 2")).toMatchObject({
      ok: false,
      broken: { seq: 3, why: 'missing event before' },
    });
    expect(await tamper(`DELETE FROM registry.register_events ${where}`)).toMatchObject({
      ok: false,
      broken: { why: expect.stringContaining('head') },
    });
  });
});

describe('accounts', () => {
  it('one per role and district or partner, password checked, disabled accounts shut out', async () => {
    const { registry, pool } = fixture;
    await registry.users.seedDemoUsers();
    await registry.users.seedDemoUsers();
    expect(await registry.users.listUsers()).toHaveLength(7 * 6 + 2 * (16 + 12) + 11);
    expect(await registry.users.authenticate('reviewer-330206', demoPassword)).toEqual({
      userId: 'reviewer-330206',
      displayName: '北仑审核员',
      role: 'reviewer',
      district: '330206',
      organisationId: null,
      active: true,
    });
    expect(await registry.users.authenticate('reviewer-330206', 'wrong')).toBeNull();
    expect(await registry.users.authenticate('nobody', demoPassword)).toBeNull();
    await pool.query("UPDATE registry.users SET active = false WHERE user_id = 'reviewer-330206'");
    expect(await registry.users.authenticate('reviewer-330206', demoPassword)).toBeNull();
    const { rows } = await pool.query('SELECT password_hash FROM registry.users LIMIT 1');
    expect(rows[0].password_hash).toMatch(/^scrypt\$16384\$8\$1\$/);
  });
});

describe('partners', () => {
  it('are 16 banks, 12 courts and 5 utilities with codes that hold and names that say they are invented', async () => {
    await fixture.registry.users.seedDemoUsers();
    const organisations = await fixture.registry.organisations.list();
    const kinds = organisations.map((org) => org.kind);
    expect(['bank', 'court', 'utility'].map((kind) => kinds.filter((one) => one === kind).length)).toEqual([16, 12, 5]);
    for (const { uscc, name, kind } of organisations) {
      const checked = validateUscc(uscc);
      expect(checked).toMatchObject({ ok: true, warnings: [] });
      expect(uscc.slice(0, 8)).toBe(kind === 'court' ? '11330299' : '91330299');
      expect(name).toMatch(/演示|模拟/);
    }
    expect(await fixture.registry.organisations.get('COURT-0203')).toMatchObject({ name: '海曙区人民法院（演示）' });
    expect(await fixture.registry.users.getUser('bankchecker-16')).toMatchObject({ organisationId: 'BANK-16' });
  });
});

describe('personal data', () => {
  it('never leaves in outbox, events, timeline or errors of a whole case', async () => {
    const { registry, pool } = fixture;
    const caseNo = await fileAndAccept(registry, sale(units.heldOneYear));
    await registry.cases.requestWithdrawal({ caseNo, reason: '撤回', by: systemActor });
    const { rows } = await pool.query(
      'SELECT (SELECT string_agg(payload::text, $1) FROM registry.outbox) || (SELECT string_agg(payload::text, $1) FROM registry.register_events) AS text',
      [' '],
    );
    const everyone = await pool.query<{ name: string; id_no: string; phone: string | null }>(
      'SELECT name, id_no, phone FROM registry.persons UNION SELECT name, id_no, phone FROM registry.case_parties',
    );
    for (const person of everyone.rows) {
      expect(rows[0].text).not.toContain(person.id_no);
      expect(rows[0].text).not.toContain(person.name);
      if (person.phone) expect(rows[0].text).not.toContain(person.phone);
    }
  });
});
