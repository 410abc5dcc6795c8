import { dayOf } from '../calendar/local-time.ts';
import type { BlockingRow } from '../common.ts';
import type { Queryable } from '../db/transaction.ts';
import type { PageRow } from '../rights/rule-context.ts';
import type { RightView } from '../rights/types.ts';
import { loadRuleBook, type RuleBook } from '../rule-values/rule-book.ts';
import { areTwoOfficers } from '../validators/officers.ts';
import { validateShare } from '../validators/shares.ts';
import { validateUnitCode } from '../validators/unit-code.ts';
import type { LiveSeizure } from './load-seizures.ts';
import type { SeizureOrder, SeizureRefusal } from './types.ts';

export function refused(
  rule: string,
  code: SeizureRefusal['code'],
  message: string,
  advice: string,
  blockingRow: BlockingRow | null = null,
): SeizureRefusal {
  return { kind: 'refused', rule, code, message, advice, blockingRow };
}

const rowOf = (right: RightView, what: string): BlockingRow => ({
  table: 'rights',
  id: right.rightId,
  summary: `${what} ${right.certificateNos[0] ?? ''}`.trim(),
});

/** Papers present, two officers, lawful term (INV-09, 13). */
export function formProblem(order: SeizureOrder, longest: number): string | null {
  if (order.unitCodes.length === 0 || order.unitCodes.some((code) => !validateUnitCode(code).ok))
    return '协助执行通知书所列不动产单元号不正确。';
  if (new Set(order.unitCodes).size !== order.unitCodes.length) return '同一单元在通知书中出现两次。';
  if (new Set(order.unitCodes.map((code) => code.slice(0, 6))).size > 1) return '所列单元分属不同的区，请分区送达。';
  if (order.documentNo.trim() === '' || order.authority.trim() === '') return '缺少查封机关或裁定书文号。';
  return (
    officersProblem(order.officers) ??
    termProblem(order.termMonths, longest) ??
    (order.scopeShare && !validateShare(order.scopeShare).ok ? '查封份额应为大于0、不超过1的分数。' : null)
  );
}

export function officersProblem(officers: SeizureOrder['officers']): string | null {
  return areTwoOfficers(officers) ? null : '须由两名执行人员送达，并出示工作证和执行公务证。';
}

/** @param longest months that the law of the day of delivery allows (INV-09) */
export function termProblem(termMonths: number, longest: number): string | null {
  return Number.isInteger(termMonths) && termMonths >= 1 && termMonths <= longest
    ? null
    : `查封不动产的期限应为1至${longest}个月。`;
}

/** INV-09: the longest term by the rule of the day of delivery. */
export async function longestTerm(db: Queryable, deliveredAt: Date): Promise<number> {
  return longestTermBy(await loadRuleBook(db), deliveredAt);
}

export const longestTermBy = (rules: RuleBook, deliveredAt: Date): number =>
  rules.value('seizure.term_months', 'current', dayOf(deliveredAt));

/** INV-05: 注销登记 closes the page for good, so there is nothing left to seize. A notice delivered before it is the supervisor's. */
export function closedPageProblem(
  page: Pick<PageRow, 'unit_code' | 'extinguished'>,
  rights: readonly RightView[],
  deliveredAt: Date,
): SeizureRefusal | null {
  if (!page.extinguished) return null;
  const owned = rights.findLast((r) => r.kind === 'OWNERSHIP');
  const row = owned ? rowOf(owned, '注销登记') : null;
  const closedAt = owned?.endedAt ?? null;
  const since = closedAt ? `已于${dayOf(closedAt)}` : '已';
  if (closedAt && deliveredAt < closedAt) {
    return refused(
      'INV-12',
      'DELIVERED_BEFORE_ENTRY',
      `通知书送达在先，但其后单元${page.unit_code}${since}注销登记，登记簿已关闭。`,
      '请立即报告主管：登簿不能撤销，须由查封机关另行裁定。',
      row,
    );
  }
  return refused(
    'INV-05',
    'PAGE_CLOSED',
    `单元${page.unit_code}${since}注销登记，登记簿已关闭，没有可以查封的权利。`,
    '请出具回执说明注销登记的时间和原因，退回查封机关；需要了解原登记情况的，请协助查询。',
    row,
  );
}

/**
 * INV-12: is the property still the debtor's? Decided by the moment of delivery against the moment of 登簿.
 * @param rights of the page, ended ones too; its seizures are `live`
 */
export function standingProblem(
  order: SeizureOrder,
  { rights, live }: { rights: readonly RightView[]; live: readonly LiveSeizure[] },
  deliveredAt: Date,
): SeizureRefusal | null {
  const twice = live.find((s) => s.authority === order.authority && s.documentNo === order.documentNo);
  if (twice) {
    return refused(
      'INV-07',
      'ALREADY_QUEUED',
      '同一机关已以同一文号查封（轮候查封）该单元。',
      '无需重复送达；续封请另送续行查封的通知书。',
      {
        table: 'rights',
        id: twice.rightId,
        summary: `${twice.status === 'QUEUED' ? '轮候查封' : '查封'} ${twice.documentNo}`,
      },
    );
  }
  const { held, lostBy } = ownershipOfRespondent(order, rights);
  if (order.seizureKind === 'pre_seizure' || (held && !lostBy)) return null;
  if (!lostBy) {
    // INV-13: told once, a court that insists or a third party's confirmation (查封规定 §2) is entered.
    if (order.thirdPartyConfirmed || order.courtInsists) return null;
    return refused(
      'INV-13',
      'RESPONDENT_MISMATCH',
      '被执行人不是该单元登记簿上的权利人。',
      '请与查封机关核对被执行人；第三人书面确认属于被执行人的，请附确认材料，或办理预查封。',
    );
  }
  const row = rowOf(lostBy, '转移登记');
  if (deliveredAt >= lostBy.registeredAt) {
    return refused(
      'INV-12',
      'ALREADY_TRANSFERRED',
      '通知书送达时该单元已转移登记到他人名下，不再是被执行人的财产。',
      '请出具回执说明转移登记的时间，退回查封机关。',
      row,
    );
  }
  return refused(
    'INV-12',
    'DELIVERED_BEFORE_ENTRY',
    '通知书送达在先，但其后该单元已登簿到他人名下。',
    '请立即报告主管：登簿不能撤销，须由查封机关另行裁定，或按更正登记处理。',
    row,
  );
}

/**
 * Did the respondent ever own the unit, and which transfer took it away? A change of name (300) takes nothing away: the
 * court may still know the debtor by the old name. Nor does a correction (500) of his name or of his number.
 */
export function ownershipOfRespondent(
  { respondent }: Pick<SeizureOrder, 'respondent'>,
  rights: readonly RightView[],
): { held: boolean; lostBy: RightView | null } {
  const owners = rights.filter((r) => r.kind === 'OWNERSHIP');
  const last = owners.findLastIndex((r) =>
    r.holders.some((h) => h.name === respondent.name && h.idNo.toUpperCase() === respondent.idNo.toUpperCase()),
  );
  if (last === -1) return { held: false, lostBy: null };
  const transfer = owners.slice(last + 1).find((r) => r.regType !== 300 && !isCorrected(r, respondent));
  return { held: true, lostBy: transfer ?? null };
}

const isCorrected = ({ regType, holders }: RightView, respondent: SeizureOrder['respondent']): boolean =>
  regType === 500 &&
  holders.some((h) => h.name === respondent.name || h.idNo.toUpperCase() === respondent.idNo.toUpperCase());
