import type { District } from '../common.ts';
import type { Queryable } from '../db/transaction.ts';
import { one } from '../db/transaction.ts';
import { RegistryError } from '../errors.ts';
import { TRANSFER_KEYS } from './disposal-application.ts';
import type {
  NoticeContent,
  NoticeKind,
  NoticePaper,
  NoticePaperKind,
  NoticeResult,
  NoticeState,
  NoticeView,
} from './types.ts';

export interface NoticeRow {
  notice_no: string;
  kind: NoticeKind;
  court_id: string;
  authority: string;
  district: District;
  document_no: string;
  unit_codes: string[];
  target_id: string | null;
  content: NoticeContent;
  state: NoticeState;
  filed_at: Date;
  filed_by: string;
  signed_by: string | null;
  delivered_at: Date | null;
  decided_at: Date | null;
  result: NoticeResult | null;
  reasons: string[];
  advice: string[];
  receipt_no: string | null;
  process_instance_key: string | null;
  /** Of what a decided disposal is transferred by; read with the notice only. */
  case_no?: string | null;
}

/** What the register made of a notice. */
export interface Outcome {
  state: NoticeState;
  result: NoticeResult;
  advice: string[];
}

export interface PaperRow {
  paper_id: string;
  notice_no: string;
  kind: NoticePaperKind;
  title: string;
  media_type: string;
  sha256: string;
  created_at: Date;
  seal: object | null;
}
export const paperColumns = 'paper_id, notice_no, kind, title, media_type, sha256, created_at, seal';

export const noticeUnknown = (noticeNo: string) =>
  new RegistryError('NOTICE_UNKNOWN', `没有通知书${noticeNo}；请核对编号。`);

/** Takes the notice for this transaction. Lock order: notice → pages → clock of deliveries → chain head. */
export async function lockNotice(db: Queryable, noticeNo: string): Promise<NoticeRow> {
  const row = await one<NoticeRow>(db, 'SELECT * FROM registry.court_notices WHERE notice_no = $1 FOR NO KEY UPDATE', [
    noticeNo,
  ]);
  if (!row) throw noticeUnknown(noticeNo);
  return row;
}

export const toPaper = (row: PaperRow): NoticePaper => ({
  paperId: row.paper_id,
  kind: row.kind,
  title: row.title,
  mediaType: row.media_type,
  sha256: row.sha256,
  createdAt: row.created_at,
  sealed: row.seal !== null,
});

/** jsonb holds instants as text. */
function revive(result: NoticeResult | null): NoticeResult | null {
  if (!result) return null;
  const instant = (value: Date | string | null) => (value === null ? null : new Date(value));
  const terms = <T extends { startsAt: Date | null; endsAt: Date | null }>(row: T): T => ({
    ...row,
    startsAt: instant(row.startsAt),
    endsAt: instant(row.endsAt),
  });
  return {
    ...result,
    units: result.units.map((unit) => ({ ...terms(unit), prior: unit.prior.map(terms) })),
    ...(result.disposal
      ? {
          disposal: {
            ...result.disposal,
            lapsed: result.disposal.lapsed.map(terms),
            promoted: result.disposal.promoted.map(terms),
          },
        }
      : {}),
    ...(result.query
      ? {
          query: {
            ...result.query,
            units: result.query.units.map((unit) => ({ ...unit, seizures: unit.seizures.map(terms) })),
          },
        }
      : {}),
  };
}

export function toNotice(row: NoticeRow, papers: readonly PaperRow[]): NoticeView {
  return {
    noticeNo: row.notice_no,
    kind: row.kind,
    state: row.state,
    courtId: row.court_id,
    authority: row.authority,
    district: row.district,
    documentNo: row.document_no,
    unitCodes: row.unit_codes,
    targetRightId: row.target_id,
    content: row.content,
    filedAt: row.filed_at,
    filedBy: row.filed_by,
    signedBy: row.signed_by,
    deliveredAt: row.delivered_at,
    decidedAt: row.decided_at,
    result: revive(row.result),
    reasons: row.reasons,
    caseNo: row.case_no ?? null,
    advice: row.advice,
    receiptNo: row.receipt_no,
    processInstanceKey: row.process_instance_key,
    papers: papers.filter((paper) => paper.notice_no === row.notice_no).map(toPaper),
  };
}

/** Notices by a condition on `court_notices`, newest first, with their papers. */
export async function findNotices(db: Queryable, where: string, values: unknown[], limit = 200): Promise<NoticeView[]> {
  const { rows } = await db.query<NoticeRow>(
    `SELECT n.*, CASE WHEN n.kind = 'dispose' THEN
       (SELECT case_no FROM registry.cases WHERE application_key = '${TRANSFER_KEYS}' || n.notice_no) END AS case_no
     FROM registry.court_notices n WHERE ${where} ORDER BY filed_at DESC, notice_no DESC LIMIT ${Math.min(limit, 500)}`,
    values,
  );
  const { rows: papers } = await db.query<PaperRow>(
    `SELECT ${paperColumns} FROM registry.notice_papers WHERE notice_no = ANY ($1) ORDER BY created_at, kind`,
    [rows.map((row) => row.notice_no)],
  );
  return rows.map((row) => toNotice(row, papers));
}
