import type { PoolClient } from 'pg';
import { describe, expect, it } from 'vitest';
import { demoCity } from '../../registry/index.ts';
import { attempted, currentRight, openByHand as openEntry, rewriteOwnership } from './support/by-hand.ts';
import { acceptor, enter, fileAndAccept, payTax, readyForBook, sale } from './support/play.ts';
import { openRegister } from './support/setup.ts';

// As invariants.test.ts, by SQL: what the procedure and the papers must keep.

const fixture = openRegister({ tampered: true });

const attempt = (work: (db: PoolClient) => Promise<unknown>) => attempted(fixture.pool, work);

const home = demoCity.saleUnits('330205');
const unit = (i: number) => home[i]?.unitCode as string;

const ownershipOf = (unitCode: string) => currentRight(fixture.pool, unitCode);

/** Ends the current ownership and writes another with these holders, as a change registration would. */
const rewrite = (unitCode: string, mode: string, shares: ([number, number] | null)[]) =>
  attempt((db) => rewriteOwnership(db, { unitCode, regType: 300, mode, shares }));

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
