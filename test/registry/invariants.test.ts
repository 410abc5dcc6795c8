import type { PoolClient } from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import { demoCity } from '../../registry/index.ts';
import {
  attempted,
  currentRight,
  endByHand as end,
  handTime,
  holderByHand as holder,
  insertRight,
  openByHand as openEntry,
  rewriteOwnership,
  seizeByHand,
} from './support/by-hand.ts';
import { enter, fileAndAccept, readyForBook, sale } from './support/play.ts';
import { openRegister } from './support/setup.ts';

// The database itself keeps the rules: these tests go round the code above and write SQL, as a bug or a hurried hand would.

const fixture = openRegister({ tampered: true });
// a case to be tampered with, too: the city has none
beforeAll(async () => {
  await fileAndAccept(fixture.registry, sale(demoCity.units.plainSale));
});

const attempt = (work: (db: PoolClient) => Promise<unknown>) => attempted(fixture.pool, work);

const home = demoCity.saleUnits('330205');
const unit = (i: number) => home[i]?.unitCode as string;

const ownershipOf = (unitCode: string) => currentRight(fixture.pool, unitCode);

/** Ends the current ownership and writes another with these holders, as a change registration would. */
const rewrite = (unitCode: string, mode: string, shares: ([number, number] | null)[]) =>
  attempt((db) => rewriteOwnership(db, { unitCode, regType: 300, mode, shares }));

describe('INV-01: one unit code, one page', () => {
  it('a second page with the same code', async () => {
    expect(
      await attempt((db) =>
        db.query('INSERT INTO registry.units SELECT * FROM registry.units WHERE unit_code = $1', [unit(0)]),
      ),
    ).toBe('23505 units_pkey');
  });
  it('a code that is none', async () => {
    const bad = unit(0).replace('F', 'X');
    const sql =
      "INSERT INTO registry.units (unit_code, parcel_code, district, location, use, area) VALUES ($1, left($1, 19), left($1, 6), 'x', 'residential', 1)";
    expect(await attempt((db) => db.query(sql, [bad]))).toBe('23514 inv_01_code');
  });
  it('a code that changes', async () => {
    expect(
      await attempt((db) =>
        db.query(
          "UPDATE registry.units SET unit_code = left(unit_code, 24) || '9999', register_version = register_version + 1, last_registered_at = now() WHERE unit_code = $1",
          [unit(0)],
        ),
      ),
    ).toBe('YT001');
  });
});

describe('INV-02: one current ownership', () => {
  it('a second one beside it', async () => {
    expect(
      await attempt(async (db) => {
        const entryId = await openEntry(db, 'MIGRATION');
        const rightId = await insertRight(db, { kind: 'OWNERSHIP', unitCode: unit(1), entryId, regType: 200 });
        await db.query("INSERT INTO registry.ownership_details (right_id, mode) VALUES ($1, 'single')", [rightId]);
        await holder(db, rightId, 1, null);
      }),
    ).toBe('23505 inv_02_one_current_ownership');
  });
});

describe('INV-03: 连续登记', () => {
  it('a transfer that does not end the previous ownership', async () => {
    expect(
      await attempt(async (db) =>
        insertRight(db, { kind: 'OWNERSHIP', unitCode: unit(2), entryId: await openEntry(db), regType: 200 }),
      ),
    ).toBe('YT003');
  });
  it('a transfer that follows an ownership of another unit', async () => {
    const foreign = await ownershipOf(unit(3));
    expect(
      await attempt(async (db) =>
        insertRight(db, {
          kind: 'OWNERSHIP',
          unitCode: unit(2),
          entryId: await openEntry(db),
          regType: 200,
          previousId: foreign,
        }),
      ),
    ).toBe('YT003');
  });
  it('a second first registration', async () => {
    expect(
      await attempt(async (db) =>
        insertRight(db, { kind: 'OWNERSHIP', unitCode: unit(2), entryId: await openEntry(db), regType: 100 }),
      ),
    ).toBe('YT003');
  });
  it('a mortgage on a unit never registered', async () => {
    const bare = `${unit(0).slice(0, 24)}9001`;
    await fixture.pool.query(
      "INSERT INTO registry.units (unit_code, parcel_code, district, location, use, area) VALUES ($1, left($1, 19), left($1, 6), 'x', 'residential', 50)",
      [bare],
    );
    expect(
      await attempt(async (db) =>
        insertRight(db, { kind: 'MORTGAGE', unitCode: bare, entryId: await openEntry(db), regType: 100 }),
      ),
    ).toBe('YT003');
    expect(await fixture.registry.units.checkUnit({ unitCode: bare, itemCode: 'BDC-17' })).toMatchObject({
      allowed: false,
      errorCode: 'UNIT_RESTRICTED',
      blocks: [{ rule: 'INV-03' }],
    });
  });
});

describe('INV-04: register time', () => {
  it('a right dated otherwise than its 登簿', async () => {
    expect(
      await attempt(async (db) =>
        insertRight(db, {
          kind: 'MORTGAGE',
          unitCode: unit(4),
          entryId: await openEntry(db),
          regType: 100,
          at: '2026-11-22T10:00:00+08:00',
        }),
      ),
    ).toBe('YT004');
  });
  it('a page whose time or version goes back, stands still or jumps', async () => {
    const change = (set: string) =>
      attempt((db) => db.query(`UPDATE registry.units SET ${set} WHERE unit_code = $1`, [unit(4)]));
    expect(
      await change(
        "register_version = register_version + 1, last_registered_at = last_registered_at - interval '1 ms'",
      ),
    ).toBe('YT004');
    expect(await change('register_version = register_version + 1')).toBe('YT004');
    expect(
      await change(
        "register_version = register_version + 2, last_registered_at = last_registered_at + interval '1 ms'",
      ),
    ).toBe('YT004');
    expect(await change("location = '别处'")).toBe('YT004');
  });
  it('two entries of one unit at one instant', async () => {
    expect(
      await attempt(async (db) => {
        const entryId = await openEntry(db);
        const insert =
          'INSERT INTO registry.entry_units (entry_id, unit_code, version, registered_at) VALUES ($1, $2, $3, $4)';
        await db.query(insert, [entryId, unit(4), 50, '2026-11-23T10:00:00+08:00']);
        await db.query(insert, [entryId, unit(4), 51, '2026-11-23T10:00:00+08:00']);
      }),
    ).toBe('23505 entry_units_unit_code_registered_at_key');
  });
  it('another register time for an entered case', async () => {
    const caseNo = await readyForBook(fixture.registry, sale(demoCity.units.domainExample));
    await enter(fixture.registry, caseNo);
    expect(
      await attempt((db) =>
        db.query("UPDATE registry.cases SET entered_at = entered_at - interval '1 day' WHERE case_no = $1", [caseNo]),
      ),
    ).toBe('YT004');
  });
});

describe('INV-05: append-only', () => {
  it('a right or a certificate of another case than its entry', async () => {
    const home = unit(4);
    const caseNo = await fileAndAccept(fixture.registry, sale(demoCity.units.mortgageable));
    const written = (ofEntry: string | null, own: string | undefined) =>
      attempt(async (db) => {
        const entryId = await openEntry(db, 'MIGRATION', handTime, ofEntry);
        await insertRight(db, {
          kind: 'OBJECTION',
          unitCode: home,
          entryId,
          regType: 600,
          ...(own ? { caseNo: own } : {}),
        });
      });
    expect(await written(caseNo, undefined)).toBe('YT005');
    expect(await written(null, caseNo)).toBe('YT005');
    const rightId = await ownershipOf(home);
    const proof =
      "INSERT INTO registry.certificates (certificate_no, kind, right_id, entry_id, case_no, issued_at, token) VALUES ('x', 'proof', $1, $2, $3, now(), 'x')";
    expect(await attempt(async (db) => db.query(proof, [rightId, await openEntry(db), caseNo]))).toBe('YT031');
  });
  it.each([
    'DELETE FROM registry.rights',
    'TRUNCATE registry.rights CASCADE',
    "UPDATE registry.rights SET note = 'x'",
    "UPDATE registry.rights SET registered_at = registered_at - interval '1 day'",
    'DELETE FROM registry.right_holders',
    "UPDATE registry.right_holders SET name = '某人'",
    'UPDATE registry.ownership_details SET price_fen = 1',
    'UPDATE registry.mortgage_details SET amount_fen = 1',
    'DELETE FROM registry.mortgage_details',
    "UPDATE registry.register_entries SET registrar = 'y'",
    'DELETE FROM registry.register_entries',
    'DELETE FROM registry.units',
    "UPDATE registry.register_events SET actor = 'y'",
    'DELETE FROM registry.register_events',
    'UPDATE registry.seizure_details SET term_months = 1',
    'DELETE FROM registry.certificates',
    'DELETE FROM registry.cases',
  ])('%s', async (sql) => {
    expect(await attempt((db) => db.query(sql))).toBe('YT005');
  });
  it('a right that ends without a 登簿 of its own', async () => {
    const rightId = await ownershipOf(unit(5));
    const old = await fixture.pool.query('SELECT entry_id FROM registry.rights WHERE right_id = $1', [rightId]);
    expect(await attempt((db) => end(db, rightId, old.rows[0].entry_id))).toBe('YT031');
    expect(
      await attempt((db) =>
        db.query(
          "UPDATE registry.rights SET status = 'HISTORY', ended_entry_id = entry_id, ended_at = registered_at WHERE right_id = $1",
          [rightId],
        ),
      ),
    ).toBe('YT005');
  });
  it('a right or a holder added to an old 登簿', async () => {
    const rightId = await ownershipOf(unit(5));
    const old = await fixture.pool.query('SELECT entry_id FROM registry.rights WHERE right_id = $1', [rightId]);
    expect(
      await attempt((db) =>
        insertRight(db, { kind: 'MORTGAGE', unitCode: unit(5), entryId: old.rows[0].entry_id, regType: 100 }),
      ),
    ).toBe('YT005');
    expect(await attempt((db) => holder(db, rightId, 2, null))).toBe('YT005');
    const terms =
      "INSERT INTO registry.mortgage_details SELECT $1, 'general', 1, '2026-01-01', '2027-01-01', 1, 'x', false, 'x'";
    expect(await attempt((db) => db.query(terms, [rightId]))).toBe('YT005');
  });
});

describe('INV-06: under seizure', () => {
  const seized = demoCity.units.seized.unitCode;
  it('no transfer, no mortgage, no caution', async () => {
    for (const kind of ['MORTGAGE', 'CAUTION']) {
      expect(
        await attempt(async (db) =>
          insertRight(db, { kind, unitCode: seized, entryId: await openEntry(db), regType: 100 }),
        ),
      ).toBe('YT006');
    }
    expect(
      await attempt(async (db) => {
        const previousId = await ownershipOf(seized);
        const entryId = await openEntry(db);
        await end(db, previousId, entryId);
        await insertRight(db, { kind: 'OWNERSHIP', unitCode: seized, entryId, regType: 200, previousId });
      }),
    ).toBe('YT006');
  });
  it('a change of name is written', async () => {
    expect(await rewrite(seized, 'single', [null])).toBe('ok');
  });
});

describe('INV-07, 09, 10: the queue of seizures', () => {
  const seize = (unitCode: string, status: 'CURRENT' | 'QUEUED', documentNo: string, term: boolean, months = 36) =>
    attempt((db) => seizeByHand(db, { unitCode, status, documentNo, term, months }));
  it('the same authority with the same document, a queued one with a term, an effective one without', async () => {
    expect(await seize(unit(21), 'CURRENT', '执1号', true)).toBe('ok');
    expect(await seize(unit(21), 'QUEUED', '执1号', false)).toBe('YT007');
    expect(await seize(unit(21), 'QUEUED', '执2号', true)).toBe('YT010');
    expect(await seize(unit(22), 'CURRENT', '执2号', false)).toBe('YT010');
    expect(await seize(unit(22), 'CURRENT', '执2号', true, 37)).toBe('YT009');
    expect(await seize(unit(21), 'QUEUED', '执2号', false)).toBe('ok');
  });
});
