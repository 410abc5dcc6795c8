import type { Share } from '../common.ts';
import type { Queryable } from '../db/transaction.ts';
import { exceedTogether, formatShare, restOf } from '../validators/shares.ts';
import { refused } from './standing.ts';
import type { DisposalExtent, SeizureOrder, SeizureRefusal } from './types.ts';

/**
 * What a court has disposed of by its notice, and that is not transferred in the register yet. From the notice until the BDC-14 that
 * carries it out: the page still shows the old owner, but the taker became owner when the order was served (民法典 229; 拍卖规定 §26;
 * 法发〔2004〕5号 §27), and the transfer that was delivered first is entered first (查封规定 §23).
 */
export interface DisposalUnderWay {
  unitCode: string;
  /** The seizure that was carried out. */
  rightId: string;
  /** The court that disposes. */
  authority: string;
  documentNo: string;
  extent: DisposalExtent;
  respondentId: string;
  /** The debtor. */
  respondent: { name: string; idNo: string };
  /** `part`: how much of the home was sold, and what the debtor keeps. */
  part: Share | null;
  kept: Share | null;
  disposedAt: Date;
  /** Numbers of the takers' papers; empty = the notice named none. */
  takers: string[];
  /** Seizures that lapsed with it. */
  lapsedIds: string[];
}

/** Scalar subquery: the disposals under way on these pages, now or at an instant, as `disposalsFrom` reads them. */
export const disposalsSql = (unitCodes: string, at?: string) => `(
  SELECT coalesce(json_agg(json_build_object('unitCode', r.unit_code, 'rightId', r.right_id::text, 'authority', coalesce(e.result ->> 'authority', d.authority),
      'documentNo', e.result ->> 'documentNo', 'extent', e.result ->> 'extent', 'respondentId', d.respondent_id::text,
      'respondent', json_build_object('name', d.respondent_name, 'idNo', p.id_no), 'part', e.result -> 'part', 'kept', e.result -> 'kept',
      'disposedAt', e.result ->> 'disposedAt', 'takers', ARRAY(SELECT t.id_no FROM registry.persons t
        WHERE t.person_id IN (SELECT x::bigint FROM jsonb_array_elements_text(e.result -> 'takerIds') AS x)), 'lapsedIds', e.result -> 'lapsedIds') ORDER BY e.registered_at, r.right_id), '[]')
  FROM registry.rights r JOIN registry.register_entries e ON e.entry_id = r.ended_entry_id
  JOIN registry.seizure_details d USING (right_id) JOIN registry.persons p ON p.person_id = d.respondent_id
  WHERE r.unit_code = ANY (${unitCodes}) AND r.kind = 'SEIZURE' AND r.status = 'HISTORY' AND e.kind = 'SEIZURE_DISPOSAL'
    AND e.result ->> 'rightId' = r.right_id::text AND e.result ? 'extent' ${at ? `AND e.registered_at <= ${at}` : ''}
    AND NOT EXISTS (
      SELECT 1 FROM registry.rights o JOIN registry.cases c USING (case_no)
      WHERE o.unit_code = r.unit_code AND o.kind = 'OWNERSHIP' AND o.registered_at > e.registered_at AND c.item_code = 'BDC-14'
        ${at ? `AND o.registered_at <= ${at}` : ''} AND (e.result ->> 'extent' = 'whole'
          OR c.terms -> 'transfer' -> 'previous' @> jsonb_build_array(jsonb_build_object('idNo', p.id_no)))))`;

/** JSON holds instants as text. */
export type DisposalAsJson = Omit<DisposalUnderWay, 'disposedAt'> & { disposedAt: string };

export const disposalsFrom = (rows: readonly DisposalAsJson[]): DisposalUnderWay[] =>
  rows.map((row) => ({ ...row, disposedAt: new Date(row.disposedAt) }));

export async function disposalsUnderWay(db: Queryable, unitCodes: readonly string[]): Promise<DisposalUnderWay[]> {
  const { rows } = await db.query<{ found: DisposalAsJson[] }>(`SELECT ${disposalsSql('$1::text[]')} AS found`, [
    unitCodes,
  ]);
  return disposalsFrom(rows[0]?.found ?? []);
}

/** The same as the book stood at an instant. */
export async function disposalsThen(db: Queryable, unitCode: string, at: Date): Promise<DisposalUnderWay[]> {
  const { rows } = await db.query<{ found: DisposalAsJson[] }>(
    `SELECT ${disposalsSql('ARRAY[$1::text]', '$2::timestamptz')} AS found`,
    [unitCode, at],
  );
  return disposalsFrom(rows[0]?.found ?? []);
}

/** For whoever reads the page: it says neither who sold nor who takes. */
export const disposalState = (one: DisposalUnderWay) =>
  `${one.authority}已处置${whatIsSold[one.extent](one)}，待过户（${one.documentNo}）`;

/** What a debtor has left of `held` (null = all of the home) after the parts that were sold; null = he is none of their debtors. */
export function leftAfter(
  held: Share | null,
  debtor: { respondentId: string; unitCode: string },
  disposed: readonly DisposalUnderWay[],
): Share | null {
  const sold = partsOf(debtor, disposed);
  if (sold.length === 0) return held;
  return sold.reduce<Share | null>((left, part) => left && restOf(left, part), held ?? { n: 1, d: 1 });
}

/** The parts of a debtor's share that courts have sold and that still stand on his name. */
export const partsOf = (
  debtor: { respondentId: string; unitCode: string },
  disposed: readonly DisposalUnderWay[],
): Share[] =>
  disposed.flatMap(({ part, ...one }) =>
    part && one.respondentId === debtor.respondentId && one.unitCode === debtor.unitCode ? [part] : [],
  );

const isSame = (a: string, b: string) => a.toUpperCase() === b.toUpperCase();

/**
 * INV-12 (查封规定 §23: an order of transfer that was delivered first is carried out first): what was disposed of before is the taker's. Of
 * a home sold as a whole nothing is left for a later seizure, nor for one that was delivered before and would have waited behind the
 * court's own (法发〔2004〕5号 §20); of a share that was sold, or a part of it, what the debtor has left and the other owners' shares. A
 * 预查封 of the taker waits for his registration (法发〔2004〕5号 §8); one of anybody else would stop it.
 * @param owners numbers of those whom the page still shows
 */
export function disposedProblem(
  order: Pick<SeizureOrder, 'seizureKind' | 'respondent' | 'scopeShare'>,
  disposed: readonly DisposalUnderWay[],
  at: { deliveredAt: Date; owners: readonly string[] },
): SeizureRefusal | null {
  const one = disposed.findLast((disposal) => standsInTheWay(order, disposal, at));
  return one ? alreadyDisposed(one) : null;
}

function standsInTheWay(
  { seizureKind, respondent, scopeShare }: Pick<SeizureOrder, 'seizureKind' | 'respondent' | 'scopeShare'>,
  { extent, takers, kept, disposedAt, ...disposal }: DisposalUnderWay,
  { deliveredAt, owners }: { deliveredAt: Date; owners: readonly string[] },
): boolean {
  const ofDebtor = isSame(disposal.respondent.idNo, respondent.idNo);
  if (seizureKind === 'pre_seizure') {
    if (extent !== 'whole') return extent === 'share' && ofDebtor;
    return takers.length > 0
      ? !takers.some((taker) => isSame(taker, respondent.idNo))
      : owners.some((owner) => isSame(owner, respondent.idNo));
  }
  if (extent === 'whole') return true;
  if (extent === 'part' && deliveredAt < disposedAt) return false;
  if (!scopeShare) return true;
  return ofDebtor && (kept === null || exceedTogether([scopeShare], kept));
}

const whatIsSold: Record<DisposalExtent, (disposal: DisposalUnderWay) => string> = {
  whole: () => '整个不动产',
  share: () => '被执行人的全部份额',
  part: ({ part }) => `不动产的${part ? formatShare(part) : ''}`,
};

function alreadyDisposed(one: DisposalUnderWay): SeizureRefusal {
  const left = one.kept ? `，被执行人剩余${formatShare(one.kept)}` : '';
  return refused(
    'INV-12',
    'ALREADY_DISPOSED',
    `${one.authority}已送达处置过户的协助执行通知书（${one.documentNo}），处置${whatIsSold[one.extent](one)}${left}；先送达的过户优先办理（查封规定第二十三条）。`,
    one.extent === 'whole'
      ? '过户登簿后该不动产不再属于被执行人；要求查封受让人的，请办理预查封，价款请与处置法院联系。'
      : '请限于被执行人剩余的份额或者其他共有人的份额重新送达。',
    disposalRow(one),
  );
}

/** INV-11: why a seizure is over that was carried out or lapsed with a disposal; null = it ended otherwise. */
export function lapsedByDisposal(rightId: string, disposed: readonly DisposalUnderWay[]): SeizureRefusal | null {
  const one = disposed.findLast((disposal) => disposal.rightId === rightId || disposal.lapsedIds.includes(rightId));
  if (!one) return null;
  return refused(
    'INV-05',
    'ALREADY_ENDED',
    `这项查封已随${one.authority}的处置（${one.documentNo}）失效，该不动产正在办理过户。`,
    '价款的分配请与处置法院联系；无需另行解除或续封。',
    disposalRow(one),
  );
}

export const disposalRow = ({ rightId, documentNo }: Pick<DisposalUnderWay, 'rightId' | 'documentNo'>) => ({
  table: 'rights',
  id: rightId,
  summary: `已处置的查封 ${documentNo}`,
});
