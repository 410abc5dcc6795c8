import type { Actor } from '../common.ts';
import type { Deps, Queryable } from '../db/transaction.ts';
import { inTransaction, one } from '../db/transaction.ts';
import { nextRegisterTime, openEntry } from '../enter/open-entry.ts';
import { appendEvent } from '../evidence/append-event.ts';
import { loadPages } from '../rights/rule-context.ts';
import { disposalsUnderWay, lapsedByDisposal } from './disposals-under-way.ts';
import { settle, termOf } from './end-of-term.ts';
import { enterSeizureIn } from './enter-seizure.ts';
import { earlierResult } from './notice-number.ts';
import { longestTerm, officersProblem, refused, termProblem } from './standing.ts';
import { tellWatch } from './tell.ts';
import { endOfTerm } from './term.ts';
import type { RenewalOrder, RenewalResult, SeizureOrder, SeizureTerm } from './types.ts';

/** 案号 without 之一, 之二 …: papers of one chain. */
const chainOf = (documentNo: string) => documentNo.replace(/之[一二三四五六七八九十]{1,3}$/, '');

/**
 * CT-05 续封: same court, same 案号 chain, delivered before the end. The new end is the old end and the renewal's term, at most
 * three years (INV-09). Delivered late it is a new seizure at the tail of the queue: the effect was gone by law.
 */
export async function renewSeizure({ pool, clock }: Deps, input: RenewalOrder, actor: Actor): Promise<RenewalResult> {
  return inTransaction(pool, (client) => renewSeizureIn(client, clock.now(), input, actor));
}

/** Instants as JSON writes them. */
interface StoredRenewal {
  rightId: string;
  previousEnd: string;
  newEnd: string;
}

export async function renewSeizureIn(
  client: Queryable,
  now: Date,
  input: RenewalOrder,
  actor: Actor,
): Promise<RenewalResult> {
  const longest = await longestTerm(client, input.deliveredAt ?? now);
  const formal = officersProblem(input.officers) ?? termProblem(input.termMonths, longest);
  if (formal) return refused('INV-13', 'NOTICE_INVALID', formal, '请退回查封机关补正后重新送达。');
  const earlier = await earlierResult<StoredRenewal>(
    client,
    'renew',
    input,
    ({ previousEnd, newEnd }) => endOfTerm(new Date(previousEnd), input.termMonths).getTime() === Date.parse(newEnd),
  );
  if (earlier && 'kind' in earlier) return earlier;
  if (earlier) {
    const { previousEnd, newEnd } = earlier;
    return { kind: 'renewed', previousEnd: new Date(previousEnd), newEnd: new Date(newEnd), firstTime: false };
  }
  const place = await termOf(client, input.rightId);
  if (!place)
    return refused('INV-13', 'NOT_FOUND', '登记簿没有这项查封。', '请按续行查封的通知书核对单元号和原查封文号。');
  if (place.authority !== input.authority) {
    return refused('INV-09', 'NOT_SEIZING_AUTHORITY', '续封机关不是查封机关。', '请由原查封机关送达续行查封的通知书。');
  }
  const chain = [input.documentNo, input.originalDocumentNo ?? ''].map(chainOf);
  if (!chain.includes(chainOf(place.documentNo))) {
    return refused(
      'INV-09',
      'NOTICE_INVALID',
      '续封的案号与原查封的案号不属同一案件。',
      '请在通知书中写明原查封案号，或作为新的查封送达。',
    );
  }
  const found = await loadPages(client, [place.unitCode], true);
  const deliveredAt = input.deliveredAt ?? nextRegisterTime(now, found);
  // First what ended before the delivery: it may have promoted the very seizure that is renewed.
  await settle(client, found, deliveredAt, now);
  const term = (await termOf(client, input.rightId)) as SeizureTerm;
  if (term.state === 'QUEUED') {
    return refused(
      'INV-10',
      'NOT_EFFECTIVE',
      '轮候查封尚未生效，没有期限，无需续封。',
      '前一查封终止时自动生效，期限自生效之日起算。',
    );
  }
  if (term.state === 'EXPIRED') return enterLate(client, now, { input, term, deliveredAt, actor });
  if (term.state !== 'EFFECTIVE' || !term.endsAt || deliveredAt >= term.endsAt)
    return (
      lapsedByDisposal(input.rightId, await disposalsUnderWay(client, [term.unitCode])) ??
      refused('INV-05', 'ALREADY_ENDED', '这项查封已经解除或处置完毕，不能续封。', '如需查封，请作为新的查封送达。')
    );
  return lengthen(client, now, { input, term: { ...term, endsAt: term.endsAt }, deliveredAt, actor });
}

async function lengthen(
  db: Queryable,
  now: Date,
  { input, term, deliveredAt, actor }: Renewing<SeizureTerm & { endsAt: Date }>,
): Promise<RenewalResult> {
  const pages = await loadPages(db, [term.unitCode], true);
  const registeredAt = nextRegisterTime(now, pages);
  const newEnd = endOfTerm(term.endsAt, input.termMonths);
  const entry = await openEntry(db, {
    kind: 'SEIZURE_RENEWAL',
    caseNo: null,
    reference: input.noticeNo,
    step: 'renew',
    registeredAt,
    registrar: actor.userId,
    result: { rightId: term.rightId, previousEnd: term.endsAt, newEnd },
    pages,
  });
  await db.query(
    `INSERT INTO registry.seizure_renewals (entry_id, right_id, document_no, delivered_at, term_months, previous_end, new_end)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [entry.entryId, term.rightId, input.documentNo, deliveredAt, input.termMonths, term.endsAt, newEnd],
  );
  await db.query('UPDATE registry.seizure_details SET ends_at = $2 WHERE right_id = $1', [term.rightId, newEnd]);
  await tellWatch(db, { topic: 'seizure.renewed', rightId: term.rightId, at: registeredAt });
  await appendEvent(db, {
    chain: term.unitCode.slice(0, 6),
    topic: 'seizure.renewed',
    unitCodes: [term.unitCode],
    actor: actor.userId,
    at: registeredAt,
    payload: { noticeNo: input.noticeNo, rightId: term.rightId, previousEnd: term.endsAt, newEnd },
  });
  return { kind: 'renewed', previousEnd: term.endsAt, newEnd, firstTime: true };
}

interface Renewing<Term> {
  input: RenewalOrder;
  term: Term;
  deliveredAt: Date;
  actor: Actor;
}

/** The old seizure's debtor and share, under the renewal's own number: behind everybody who delivered before it. */
async function enterLate(
  db: Queryable,
  now: Date,
  { input, term, deliveredAt, actor }: Renewing<SeizureTerm>,
): Promise<RenewalResult> {
  const { rightId, ...renewal } = input;
  const result = await enterSeizureIn(
    db,
    now,
    { ...renewal, ...(await orderOf(db, rightId)), unitCodes: [term.unitCode], deliveredAt },
    actor,
  );
  return result.kind === 'refused' ? result : { kind: 'late', entered: result };
}

async function orderOf(
  db: Queryable,
  rightId: string,
): Promise<Pick<SeizureOrder, 'seizureKind' | 'scopeShare' | 'respondent' | 'applicant'>> {
  const row = await one<{
    seizure_kind: SeizureOrder['seizureKind'];
    share_n: string | null;
    share_d: string | null;
    applicant: string | null;
    name: string;
    id_no: string;
  }>(
    db,
    `SELECT d.seizure_kind, d.share_n, d.share_d, d.applicant, p.name, p.id_no
     FROM registry.seizure_details d JOIN registry.persons p ON p.person_id = d.respondent_id WHERE d.right_id = $1`,
    [rightId],
  );
  if (!row) throw new Error(`No seizure ${rightId}`);
  return {
    seizureKind: row.seizure_kind,
    scopeShare:
      row.share_n === null || row.share_d === null ? null : { n: Number(row.share_n), d: Number(row.share_d) },
    respondent: { name: row.name, idNo: row.id_no },
    applicant: row.applicant,
  };
}
