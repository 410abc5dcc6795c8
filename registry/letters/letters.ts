import { createHash } from 'node:crypto';
import { loadCalendar } from '../calendar/load-calendar.ts';
import { dayOf } from '../calendar/local-time.ts';
import { dueAtWorkingDays } from '../calendar/working-time.ts';
import type { Actor, Day, District } from '../common.ts';
import type { Deps, Queryable } from '../db/transaction.ts';
import { inTransaction, one } from '../db/transaction.ts';
import { RegistryError } from '../errors.ts';
import { appendEvent } from '../evidence/append-event.ts';
import { recordAudit } from '../people/audit.ts';
import { recordFreeze } from '../seizure/freeze-claims.ts';
import { dayExists } from '../validators/normalise.ts';
import { issueLetter, termDaysOf } from './issue-letter.ts';
import { countLetters, type LetterRow, letterOf, letterSql, listLetters, sealedLetterColumns } from './letter-row.ts';
import type { LetterPaper, LetterWay, PrintedLettersApi, SealedLetter } from './types.ts';

const unknown = () => new RegistryError('LETTER_UNKNOWN', '没有这封告知书；请刷新列表后重试。');
const notReady = (message: string) => new RegistryError('LETTER_NOT_READY', message);
const invalid = (field: string, message: string) =>
  new RegistryError('LETTER_INVALID', message, [{ field, code: 'LETTER_INVALID', message }]);

async function find(db: Queryable, letterId: string, lock = false): Promise<LetterRow> {
  if (!/^\d{1,18}$/.test(letterId)) throw unknown();
  if (lock) await db.query('SELECT 1 FROM registry.printed_letters WHERE letter_id = $1 FOR UPDATE', [letterId]);
  const row = await one<LetterRow>(db, `${letterSql} WHERE l.letter_id = $1`, [letterId]);
  if (!row) throw unknown();
  return row;
}

/** One event of the district's chain; the number of the letter, never whom it is to. */
async function say(
  db: Queryable,
  row: LetterRow,
  event: { topic: string; by: Actor; at: Date; payload: Record<string, unknown> },
): Promise<void> {
  const letter = letterOf(row);
  await appendEvent(db, {
    chain: letter.district,
    topic: event.topic,
    caseNo: letter.caseNo,
    unitCodes: [letter.unitCode],
    actor: event.by.userId,
    at: event.at,
    payload: { letterId: letter.letterId, kind: letter.kind, reference: letter.reference, ...event.payload },
  });
}

async function putPaper({ pool, clock }: Deps, letterId: string, paper: LetterPaper): Promise<void> {
  await inTransaction(pool, async (client) => {
    const row = await find(client, letterId, true);
    if (row.sealed) return;
    if (row.letter_no === null) throw notReady('告知书还没有编号；请先制作。');
    await client.query('UPDATE registry.printed_letters SET bytes = $2, seal = $3 WHERE letter_id = $1', [
      letterId,
      Buffer.from(paper.bytes),
      JSON.stringify(paper.seal),
    ]);
    await say(client, row, {
      topic: 'letter.issued',
      by: { userId: row.issued_by ?? 'system', role: 'system', district: null },
      at: clock.now(),
      payload: {
        letterNo: row.letter_no,
        signatureNo: paper.seal.signatureNo,
        sha256: createHash('sha256').update(paper.bytes).digest('hex'),
      },
    });
  });
}

async function posted(
  { pool, clock }: Deps,
  letterId: string,
  input: { way: LetterWay; postedOn: Day; trackingNo: string; address: string },
  by: Actor,
): Promise<void> {
  const now = clock.now();
  await inTransaction(pool, async (client) => {
    const row = await find(client, letterId, true);
    requireUntold(row);
    if (!row.sealed || row.issued_at === null) throw notReady('请先制作并打印告知书，再登记寄出。');
    if (!dayExists(input.postedOn) || input.postedOn > dayOf(now) || input.postedOn < dayOf(row.issued_at))
      throw invalid('postedOn', '寄出日期应在制作之日至今天之间；请核对。');
    if (input.trackingNo.trim() === '') throw invalid('trackingNo', '请填写邮件号、送达回证号或公告载体。');
    if (input.address.trim() === '') throw invalid('address', '请填写收件地址；公告送达的填“公告”。');
    const { rows } = await client.query<{ posting_no: number }>(
      `INSERT INTO registry.letter_postings (letter_id, posting_no, way, posted_on, tracking_no, address, posted_by, recorded_at)
       SELECT $1, count(*) + 1, $2, $3, $4, $5, $6, $7 FROM registry.letter_postings WHERE letter_id = $1 RETURNING posting_no`,
      [letterId, input.way, input.postedOn, input.trackingNo.trim(), input.address.trim(), by.userId, now],
    );
    await say(client, row, {
      topic: 'letter.posted',
      by,
      at: now,
      payload: { letterNo: row.letter_no, postingNo: rows[0]?.posting_no, way: input.way, postedOn: input.postedOn },
    });
  });
}

function requireUntold(row: LetterRow): void {
  if (row.told_at !== null) throw new RegistryError('LETTER_TOLD', '该告知书已登记送达，不能再改。');
}

async function told(
  { pool, clock }: Deps,
  letterId: string,
  input: { toldAt: Date; receiptNo: string; claimFen?: number },
  by: Actor,
): Promise<void> {
  const now = clock.now();
  await inTransaction(pool, async (client) => {
    const row = await find(client, letterId, true);
    requireUntold(row);
    const first = row.postings[0];
    if (!first) throw notReady('请先登记寄出（送交、公告），再登记送达。');
    if (!(input.toldAt <= now) || dayOf(input.toldAt) < first.postedOn || input.toldAt < row.created_at)
      throw invalid('toldAt', '送达时间应在寄出之后、现在之前；请按回执核对。');
    if (input.receiptNo.trim() === '') throw invalid('receiptNo', '请填写回执（送达回证）编号。');
    await client.query(
      'UPDATE registry.printed_letters SET told_at = $2, receipt_no = $3, told_by = $4, term_ends_at = $5 WHERE letter_id = $1',
      [letterId, input.toldAt, input.receiptNo.trim(), by.userId, await termOf(client, row, input.toldAt)],
    );
    if (row.kind === 'mortgage_seized' && row.seizure_id)
      await recordFreeze(
        client,
        { mortgageId: row.right_id, seizureId: row.seizure_id, told: { holderSeq: row.holder_seq } },
        {
          receiptNo: input.receiptNo.trim(),
          receivedAt: input.toldAt,
          ...(input.claimFen === undefined ? {} : { claimFen: input.claimFen }),
        },
      );
    await say(client, row, {
      topic: 'letter.told',
      by,
      at: now,
      payload: { letterNo: row.letter_no, toldAt: input.toldAt, receiptNo: input.receiptNo.trim() },
    });
  });
}

/** 实施细则 §81: from the notice on the holder has the working days that his letter names. */
async function termOf(db: Queryable, row: LetterRow, toldAt: Date): Promise<Date | null> {
  if (row.kind !== 'ex_officio' || row.issued_at === null) return null;
  const days = await termDaysOf(db, row.issued_at);
  return dueAtWorkingDays(await loadCalendar(db, row.unit_code.slice(0, 6) as District), toldAt, days);
}

export function printedLettersApi(deps: Deps): PrintedLettersApi {
  const { pool, clock } = deps;
  return {
    list: (filter) => listLetters(pool, filter),
    count: (district) => countLetters(pool, district),
    get: async (letterId) => letterOf(await find(pool, letterId)),
    issue: (letterId, by) =>
      inTransaction(pool, async (client) => issueLetter(client, clock.now(), await find(client, letterId, true), by)),
    putPaper: (letterId, paper) => putPaper(deps, letterId, paper),
    async getPaper(letterId, by) {
      const letter = letterOf(await find(pool, letterId));
      const row = await one<{ bytes: Buffer | null }>(
        pool,
        'SELECT bytes FROM registry.printed_letters WHERE letter_id = $1',
        [letterId],
      );
      if (!row?.bytes || letter.letterNo === null) return null;
      await recordAudit(pool, clock.now(), {
        actor: by,
        action: 'letter.read',
        purpose: `打印告知书${letter.letterNo}`,
        unitCode: letter.unitCode,
        ...(letter.caseNo ? { caseNo: letter.caseNo } : {}),
      });
      return { letterNo: letter.letterNo, bytes: row.bytes };
    },
    sealedOf: async (caseNo) => {
      const { rows } = await pool.query<SealedLetter>(
        `SELECT ${sealedLetterColumns} FROM registry.printed_letters l WHERE l.reference = $1 AND l.bytes IS NOT NULL ORDER BY l.letter_no`,
        [caseNo],
      );
      return rows;
    },
    posted: (letterId, input, by) => posted(deps, letterId, input, by),
    told: (letterId, input, by) => told(deps, letterId, input, by),
  };
}
