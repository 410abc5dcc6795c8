import { type ConfirmedRanks, confirmedRanksPart } from '../bank/ranks.ts';
import type { CaseRow } from '../cases/case-row.ts';
import type { CaseStatus } from '../cases/types.ts';
import { type FromJson, instantsOf } from '../db/rows-as-json.ts';
import type { Queryable } from '../db/transaction.ts';
import { one } from '../db/transaction.ts';
import { loadRights, plainRightsOfCase } from '../rights/load-rights.ts';
import {
  type ApplicationParts,
  applicationPartsSql,
  CORRECTION,
  type LocalFacts,
  type PageRow,
} from '../rights/rule-context.ts';
import type { RightView } from '../rights/types.ts';
import { ruleRevisionSql } from '../rule-values/rule-book.ts';
import { type DisposalAsJson, disposalsFrom, disposalsSql } from '../seizure/disposals-under-way.ts';
import { pendingNoticeSql } from '../seizure/pending.ts';

export interface Review {
  step: string;
  decision: string;
  user_id: string;
}

/** A case under its locks, with everything about it and its pages that the 登簿 asks. */
export interface LockedCase {
  row: CaseRow & ApplicationParts;
  /** In code order. */
  pages: PageRow[];
  /** In the order of their making. */
  reviews: Review[];
  /** Of the same step, when it was entered before. */
  earlier: { registered_at: Date; result: Record<string, unknown>; numbers: string[] } | null;
  /** Other cases between filing and 登簿 on any of the pages, once each. */
  running: { case_no: string; unit_code: string }[];
  local: LocalFacts;
  /** Number of a notice of seizure that has been delivered for a page and is not decided yet (INV-12). */
  pendingNotice: string | null;
  confirmedRanks: ConfirmedRanks;
  /** A seizure on a page whose term is over and that nobody has ended yet. */
  overdue: boolean;
  /** Live rights on the pages, oldest first. */
  rights: RightView[];
  /** When it was asked for. */
  now: Date;
  /** Numbers for what is going to be written. */
  ids: { entryId: string; rightIds: string[] };
}

type Row = LockedCase['row'] & {
  pages: (Omit<PageRow, 'last_registered_at'> & { last_registered_at: string })[];
  reviews: Review[];
  earlier: FromJson<NonNullable<LockedCase['earlier']>> | null;
  running: { case_no: string; unit_code: string; status: CaseStatus; item_code: string }[];
  revision: string;
  disposals: DisposalAsJson[];
  pending_notice: string | null;
  confirmed_ranks: unknown;
  overdue: boolean;
  entry_id: string;
  right_ids: string[];
};

/** Rights of a sale with a new loan; an entry that writes more draws more. */
const USUAL_RIGHTS = 2;

const sql = `
  WITH own AS MATERIALIZED (SELECT unit_code FROM registry.case_units WHERE case_no = $1)
  SELECT c.*, ${applicationPartsSql},
    (SELECT coalesce(json_agg(json_build_object('unit_code', u.unit_code, 'district', u.district, 'use', u.use, 'extinguished', u.extinguished,
        'register_version', u.register_version, 'last_registered_at', u.last_registered_at) ORDER BY u.unit_code COLLATE "C"), '[]')
      FROM own JOIN registry.units u USING (unit_code)) AS pages,
    (SELECT coalesce(json_agg(json_build_object('step', v.step, 'decision', v.decision, 'user_id', v.user_id) ORDER BY v.at, v.task_key), '[]')
      FROM registry.reviews v WHERE v.case_no = c.case_no) AS reviews,
    (SELECT json_build_object('registered_at', e.registered_at, 'result', e.result, 'numbers',
        ARRAY(SELECT k.certificate_no FROM registry.certificates k WHERE k.case_no = e.case_no AND k.entry_id = e.entry_id ORDER BY k.kind, k.certificate_no))
      FROM registry.register_entries e WHERE e.reference = c.case_no AND e.step = $2) AS earlier,
    (SELECT coalesce(json_agg(json_build_object('case_no', o.case_no, 'unit_code', u.unit_code, 'status', o.status, 'item_code', o.item_code)
        ORDER BY o.case_no, u.unit_code), '[]')
      FROM own JOIN registry.case_units u USING (unit_code) JOIN registry.cases o ON o.case_no = u.case_no
      WHERE u.case_no <> c.case_no AND o.status IN ('FILED', 'ACCEPTED')) AS running,
    ${ruleRevisionSql} AS revision,
    ${disposalsSql('ARRAY(SELECT unit_code FROM own)')} AS disposals,
    ${pendingNoticeSql('ARRAY(SELECT unit_code FROM own)')} AS pending_notice,
    ${confirmedRanksPart.sql('c.case_no')} AS confirmed_ranks,
    EXISTS (SELECT 1 FROM own JOIN registry.rights r USING (unit_code) JOIN registry.seizure_details d USING (right_id)
      WHERE r.kind = 'SEIZURE' AND r.status = 'CURRENT' AND d.ends_at <= $3) AS overdue,
    nextval('registry.register_entries_entry_id_seq') AS entry_id,
    ARRAY(SELECT nextval('registry.rights_right_id_seq')::text FROM generate_series(1, ${USUAL_RIGHTS})) AS right_ids
  FROM registry.cases c WHERE c.case_no = $1`;

/**
 * Case → pages in code order. NO KEY UPDATE excludes every other writer of a page but not the foreign keys of a case being filed.
 * Until COMMIT plans are made once for each connection: where a statement says `= ANY (array)`, PostgreSQL takes an unknown array for
 * ten elements and would rather plan anew, every time, for the one that is there.
 */
const lockSql = `
  WITH locked AS MATERIALIZED (
    SELECT case_no, set_config('plan_cache_mode', 'force_generic_plan', true) FROM registry.cases WHERE case_no = $1 FOR NO KEY UPDATE
  ) SELECT FROM locked JOIN registry.case_units USING (case_no) JOIN registry.units u USING (unit_code)
  ORDER BY u.unit_code COLLATE "C" FOR NO KEY UPDATE OF u`;

/**
 * Locks the case and, in code order, its pages, then reads what is locked: in statements of their own, because the one that locks would read what
 * was there before it waited. All of them are given to the connection at once. Null when there is no such case.
 */
export async function lockForEntry(
  db: Queryable,
  input: { caseNo: string; step: string; now: Date },
): Promise<LockedCase | null> {
  const [, found, rights] = await Promise.all([
    db.query(lockSql, [input.caseNo]),
    one<Row>(db, sql, [input.caseNo, input.step, input.now]),
    plainRightsOfCase(db, input.caseNo),
  ]);
  if (!found) return null;
  const { pages, reviews, earlier, running, revision, disposals, confirmed_ranks, overdue } = found;
  const { entry_id: entryId, right_ids: rightIds, pending_notice: pendingNotice } = found;
  return {
    row: found,
    pages: pages.map((page) => ({
      ...page,
      last_registered_at:
        page.last_registered_at === '-infinity' ? Number.NEGATIVE_INFINITY : new Date(page.last_registered_at),
    })),
    reviews,
    earlier: earlier && { ...earlier, registered_at: instantsOf(earlier, ['registered_at']).registered_at as Date },
    running: running.filter((one, i) => one.case_no !== running[i - 1]?.case_no),
    local: {
      revision,
      disposals: disposalsFrom(disposals),
      corrections: running
        .filter(({ status, item_code: itemCode }) => status === 'ACCEPTED' && itemCode === CORRECTION)
        .map(({ unit_code: unitCode, case_no: caseNo }) => ({ unitCode, caseNo })),
    },
    pendingNotice,
    confirmedRanks: confirmedRanksPart.read(confirmed_ranks),
    overdue,
    rights: rights ?? (await loadRights(db, found.unit_codes)),
    now: input.now,
    ids: { entryId, rightIds },
  };
}
