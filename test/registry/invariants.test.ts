import type { PoolClient } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoCity } from '../../registry/index.ts';
import {
  currentRight,
  endByHand as end,
  handTime,
  holderByHand as holder,
  insertRight,
  openByHand as openEntry,
  rewriteOwnership,
  seizeByHand,
} from './support/by-hand.ts';
import { acceptor, enter, fileAndAccept, payTax, readyForBook, sale } from './support/play.ts';
import { createRegistryFixture, type RegistryFixture } from './support/setup.ts';

// The database itself keeps the rules: these tests go round the code above and write SQL, as a bug or a hurried hand would.

let fixture: RegistryFixture;
beforeAll(async () => {
  fixture = await createRegistryFixture();
  // a case to be tampered with, too: the city has none
  await fileAndAccept(fixture.registry, sale(demoCity.units.plainSale));
});
afterAll(() => fixture.drop({ tampered: true }));

/** Runs SQL in a transaction that is committed, so that deferred rules speak; answers the SQLSTATE, or `ok`. */
async function attempt(work: (db: PoolClient) => Promise<unknown>): Promise<string> {
  const client = await fixture.pool.connect();
  try {
    await client.query('BEGIN');
    await work(client);
    await client.query('COMMIT');
    return 'ok';
  } catch (error) {
    await client.query('ROLLBACK');
    const { code, constraint } = error as { code?: string; constraint?: string };
    return constraint && !/^YT/.test(code ?? '') ? `${code} ${constraint}` : (code ?? String(error));
  } finally {
    client.release();
  }
}

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

describe('INV-25: shares', () => {
  it('exactly one, in rationals', async () => {
    expect(
      await rewrite(unit(6), 'shares', [
        [1, 3],
        [1, 3],
        [1, 3],
      ]),
    ).toBe('ok');
    expect(
      await rewrite(unit(7), 'shares', [
        [1, 6],
        [1, 3],
        [1, 2],
      ]),
    ).toBe('ok');
    expect(
      await rewrite(unit(8), 'shares', [
        [33, 100],
        [33, 100],
        [33, 100],
      ]),
    ).toBe('YT025');
    expect(
      await rewrite(unit(8), 'shares', [
        [1, 2],
        [2, 3],
      ]),
    ).toBe('YT025');
    expect(
      await rewrite(unit(8), 'shares', [
        [999_999, 1_000_000],
        [1, 999_999],
      ]),
    ).toBe('YT025');
  });
  it('none where there are none', async () => {
    expect(await rewrite(unit(8), 'shares', [[1, 1]])).toBe('YT025');
    expect(await rewrite(unit(8), 'shares', [[1, 2], null])).toBe('YT025');
    expect(await rewrite(unit(8), 'joint', [null])).toBe('YT025');
    expect(
      await rewrite(unit(8), 'joint', [
        [1, 2],
        [1, 2],
      ]),
    ).toBe('YT025');
    expect(await rewrite(unit(8), 'single', [null, null])).toBe('YT025');
    expect(await rewrite(unit(8), 'single', [])).toBe('YT025');
    expect(await rewrite(unit(8), 'joint', [null, null])).toBe('ok');
  });
});

describe('INV-27: the tax gate', () => {
  const transferWith = (caseNo: string, unitCode: string, clearanceId: string | null) =>
    attempt((db) => rewriteOwnership(db, { unitCode, regType: 200, caseNo, clearanceId }));
  it('no clearance, or another case’s, or a revoked one: no transfer', async () => {
    const { registry, pool } = fixture;
    const [paid, unpaid] = [
      await fileAndAccept(registry, sale(home[9]!)),
      await fileAndAccept(registry, sale(home[10]!)),
    ];
    await payTax(registry, paid);
    const { rows } = await pool.query('SELECT tax_clearance_id FROM registry.tax_clearances WHERE case_no = $1', [
      paid,
    ]);
    const clearance = rows[0].tax_clearance_id;
    expect(await transferWith(unpaid, unit(10), null)).toBe('YT027');
    expect(await transferWith(unpaid, unit(10), clearance)).toBe('YT027');
    expect(await transferWith(paid, unit(9), clearance)).toBe('ok');
    const again = await fileAndAccept(registry, sale(home[11]!));
    await payTax(registry, again);
    await registry.money.recordTaxRefund({ caseNo: again, taxCaseNo: `T${again}`, refundNo: 'R' });
    const revoked = await pool.query('SELECT tax_clearance_id FROM registry.tax_clearances WHERE case_no = $1', [
      again,
    ]);
    expect(await transferWith(again, unit(11), revoked.rows[0].tax_clearance_id)).toBe('YT027');
  });
});

describe('INV-29: 受办分离', () => {
  const insert =
    "INSERT INTO registry.reviews (case_no, task_key, step, decision, user_id, role, at) VALUES ($1, $2, $3, 'approve', $4, 'reviewer', now())";
  it('the acceptor as reviewer or registrar, the reviewer as acceptor or registrar', async () => {
    const caseNo = await fileAndAccept(fixture.registry, sale(home[12]!));
    const write = (step: string, userId: string) =>
      attempt((db) => db.query(insert, [caseNo, `${step}-${userId}`, step, userId]));
    for (const step of ['review', 're_review', 'sign_book', 'confirm_refusal'])
      expect(await write(step, acceptor.userId)).toBe('YT029');
    expect(await write('review', 'r1')).toBe('ok');
    expect(await write('intake', 'r1')).toBe('YT029');
    expect(await write('sign_book', 'r1')).toBe('YT029');
    expect(await write('sign_book', 'b1')).toBe('ok');
    expect(await write('re_review', 'b1')).toBe('YT029');
    expect(await write('re_review', 'r1')).toBe('ok');
  });
  it('is a sentence for the API, before the form and at the end of it', async () => {
    const { registry } = fixture;
    const caseNo = await fileAndAccept(registry, sale(home[13]!));
    const refusal = { code: 'SEPARATION_OF_DUTIES', message: expect.stringContaining('受办分离') };
    await expect(registry.cases.assertMayReview(caseNo, 'review', acceptor)).rejects.toMatchObject(refusal);
    await expect(
      registry.cases.recordReview({ caseNo, taskKey: 't', step: 'review', decision: 'approve', by: acceptor }),
    ).rejects.toMatchObject(refusal);
    await expect(
      registry.cases.assertMayReview(caseNo, 'review', { ...acceptor, userId: 'someone-else' }),
    ).resolves.toBeUndefined();
  });
  it('another acceptor afterwards', async () => {
    const caseNo = await fileAndAccept(fixture.registry, sale(home[14]!));
    expect(
      await attempt((db) => db.query("UPDATE registry.cases SET accepted_by = 'x' WHERE case_no = $1", [caseNo])),
    ).toBe('YT029');
  });
});

describe('INV-30: withdrawal until 登簿', () => {
  it('an entered case cannot be marked withdrawn, a withdrawn one not entered', async () => {
    const { registry } = fixture;
    const caseNo = await readyForBook(registry, sale(home[15]!));
    expect(
      await attempt((db) =>
        db.query(
          "UPDATE registry.cases SET withdrawal_requested_at = now(), entered_at = now(), status = 'ENTERED' WHERE case_no = $1",
          [caseNo],
        ),
      ),
    ).toBe('23514 inv_30_withdrawal');
    await enter(registry, caseNo);
    expect(
      await attempt((db) =>
        db.query('UPDATE registry.cases SET withdrawal_requested_at = now() WHERE case_no = $1', [caseNo]),
      ),
    ).toBe('23514 inv_30_withdrawal');
  });
});

describe('INV-31: certificates', () => {
  const insert =
    "INSERT INTO registry.certificates (certificate_no, kind, right_id, holder_seq, entry_id, issued_at, token) VALUES ($1, 'certificate', $2, $3, $4, now(), $1)";
  it('a number drawn outside a 登簿', async () => {
    const rightId = await ownershipOf(unit(16));
    const { rows } = await fixture.pool.query('SELECT entry_id FROM registry.rights WHERE right_id = $1', [rightId]);
    expect(await attempt((db) => db.query(insert, ['x1', rightId, null, rows[0].entry_id]))).toBe('YT031');
  });
  it('a second live one for the right, or one for all beside one for each', async () => {
    const rightId = await ownershipOf(unit(16));
    expect(await attempt(async (db) => db.query(insert, ['x2', rightId, null, await openEntry(db)]))).toBe(
      '23505 inv_31_one_live_certificate',
    );
    expect(await attempt(async (db) => db.query(insert, ['x3', rightId, 1, await openEntry(db)]))).toBe('YT031');
  });
  it('a number used again, moved or brought back to life', async () => {
    const number = home[16]?.certificateNo;
    expect(
      await attempt(async (db) => db.query(insert, [number, await ownershipOf(unit(17)), 1, await openEntry(db)])),
    ).toBe('YT031');
    await rewrite(unit(18), 'single', [null]);
    const cancelled = home[18]?.certificateNo;
    expect(
      await attempt(async (db) =>
        db.query(insert, [cancelled, await ownershipOf(unit(18)), null, await openEntry(db)]),
      ),
    ).toBe('23505 certificates_pkey');
    expect(
      await attempt((db) =>
        db.query(
          "UPDATE registry.certificates SET status = 'LIVE', cancelled_entry_id = NULL WHERE certificate_no = $1",
          [cancelled],
        ),
      ),
    ).toBe('YT031');
    const moved = await ownershipOf(unit(17));
    expect(
      await attempt((db) =>
        db.query('UPDATE registry.certificates SET right_id = $2 WHERE certificate_no = $1', [number, moved]),
      ),
    ).toBe('YT031');
  });
  it('a live certificate of a right that ended', async () => {
    expect(
      await attempt(async (db) => {
        const previousId = await ownershipOf(unit(19));
        const entryId = await openEntry(db);
        await db.query(
          "UPDATE registry.rights SET status = 'HISTORY', ended_entry_id = $2, ended_at = '2026-11-23T10:00:00+08:00' WHERE right_id = $1",
          [previousId, entryId],
        );
      }),
    ).toBe('YT031');
  });
  it('a printed serial twice, a voided one too', async () => {
    const { registry } = fixture;
    const caseNo = await readyForBook(registry, sale(home[20]!));
    const result = await enter(registry, caseNo);
    const certificateNo = result.kind === 'entered' ? (result.certificateNos[0] as string) : '';
    const print = (serial: string, decision: 'printed' | 'void') =>
      registry.certificates.recordPrint({ caseNo, certificateNo, serial, decision, by: 'certclerk-330205' });
    await print('A001', 'void');
    await print('A001', 'void');
    await expect(print('A001', 'printed')).rejects.toMatchObject({ code: 'SERIAL_USED' });
    await print('A002', 'printed');
    expect((await registry.certificates.listByCase(caseNo))[0]?.paperSerial).toBe('A002');
  });
});
