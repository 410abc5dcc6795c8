import { dayOf } from '../calendar/local-time.ts';
import type { CorrectionTerms } from '../cases/application-types.ts';
import type { Actor, District } from '../common.ts';
import type { Queryable } from '../db/transaction.ts';
import { one } from '../db/transaction.ts';
import { recordAudit } from '../people/audit.ts';
import { loadRuleBook } from '../rule-values/rule-book.ts';
import { type LetterRow, letterOf } from './letter-row.ts';
import type { LetterFacts } from './types.ts';

interface FactsRow {
  registered_at: Date;
  certificate_no: string | null;
  entered_at: Date | null;
  authority: string | null;
  document_no: string | null;
  starts_at: Date | null;
  correction: CorrectionTerms | null;
}

const factsSql = `
  SELECT r.registered_at, (SELECT min(k.certificate_no) FROM registry.certificates k WHERE k.right_id = r.right_id) AS certificate_no,
    c.entered_at, d.authority, d.document_no, d.starts_at, c.terms -> 'correction' AS correction
  FROM registry.printed_letters l JOIN registry.rights r ON r.right_id = l.right_id
  LEFT JOIN registry.cases c ON c.case_no = l.reference LEFT JOIN registry.seizure_details d ON d.right_id = l.seizure_id
  WHERE l.letter_id = $1`;

/** The number is drawn once, with the day it stands for: the same paper comes out however often it is made. */
export async function issueLetter(db: Queryable, now: Date, row: LetterRow, by: Actor): Promise<LetterFacts> {
  const letter = letterOf(row);
  const { letterNo, issuedAt } =
    letter.letterNo !== null && letter.issuedAt !== null
      ? { letterNo: letter.letterNo, issuedAt: letter.issuedAt }
      : await numbered(db, now, row.letter_id, letter.district, by);
  const facts = (await one<FactsRow>(db, factsSql, [row.letter_id])) as FactsRow;
  await recordAudit(db, now, {
    actor: by,
    action: 'unmask.letter',
    purpose: `制作告知书${letterNo}`,
    unitCode: row.unit_code,
    ...(letter.caseNo ? { caseNo: letter.caseNo } : {}),
  });
  return {
    letterId: row.letter_id,
    kind: row.kind,
    letterNo,
    issuedAt,
    district: letter.district,
    reference: row.reference,
    caseNo: letter.caseNo,
    addressee: row.name,
    unitCode: row.unit_code,
    location: row.location,
    certificateNo: facts.certificate_no,
    rightRegisteredAt: facts.registered_at,
    enteredAt: facts.entered_at,
    seizure:
      facts.authority !== null && facts.document_no !== null && facts.starts_at !== null
        ? { authority: facts.authority, documentNo: facts.document_no, startsAt: facts.starts_at }
        : null,
    correction: facts.correction,
    termDays: row.kind === 'ex_officio' ? await termDaysOf(db, issuedAt) : null,
  };
}

/** 实施细则 §81: working days that a letter gives the holder, by the rule of the day of its number. */
export async function termDaysOf(db: Queryable, issuedAt: Date): Promise<number> {
  return (await loadRuleBook(db)).value('publicity.days', 'current', dayOf(issuedAt));
}

async function numbered(db: Queryable, now: Date, letterId: string, district: District, by: Actor) {
  const year = Number(dayOf(now).slice(0, 4));
  const counter = await one<{ last: number }>(
    db,
    'INSERT INTO registry.letter_counters AS c VALUES ($1, $2, 1) ON CONFLICT (district, year) DO UPDATE SET last = c.last + 1 RETURNING last',
    [district, year],
  );
  const letterNo = `甬登告（${year}）${district}第${String(counter?.last).padStart(6, '0')}号`;
  await db.query(
    'UPDATE registry.printed_letters SET letter_no = $2, issued_at = $3, issued_by = $4 WHERE letter_id = $1',
    [letterId, letterNo, now, by.userId],
  );
  return { letterNo, issuedAt: now };
}
