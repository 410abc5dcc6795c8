import { currentOwnership } from '../load-rights.ts';
import { does, type Finding, hasConsent, type RuleInput } from '../rule-input.ts';
import type { MortgageView } from '../types.ts';
import { targetsOn } from './target-rules.ts';

const summaryOf = (mortgage: MortgageView) => ({
  table: 'rights',
  id: mortgage.rightId,
  summary: `抵押权（第${mortgage.rank}顺位）${mortgage.certificateNos[0] ?? ''}`,
});

/** INV-28 (民法典 399): what serves the public's education and health is not mortgaged. */
export function mortgageBanRules(input: RuleInput): Finding[] {
  if (!does(input, 'mortgage')) return [];
  const owner = currentOwnership(input.rights, input.unit.unitCode);
  if (!owner?.holders.some((holder) => holder.nature === 'institution' || holder.nature === 'government')) return [];
  return [
    {
      block: {
        rule: 'INV-28',
        code: 'UNIT_RESTRICTED',
        message: '权利人是机关或公益事业单位，其公益设施依法不得抵押（民法典 399）。',
        advice: '请告知申请人该不动产不能抵押；确属可抵押的非公益资产的，请提交主管部门证明后由审核人员上报。',
        blockingRow: { table: 'rights', id: owner.rightId, summary: `现权利 ${owner.certificateNos[0] ?? ''}` },
      },
    },
  ];
}

/** INV-17 (民法典 409): a change of amount or rank needs the written consent of every mortgagee whom it harms. */
export function rankRules(input: RuleInput): Finding[] {
  const change = input.application?.terms.mortgageChange;
  if (!change || !does(input, 'mortgage_change')) return [];
  const mortgages = input.rights.filter((r): r is MortgageView => r.kind === 'MORTGAGE' && r.status === 'CURRENT');
  return targetsOn(input, 'mortgage_change').flatMap((target): Finding[] => {
    if (target.kind !== 'MORTGAGE') return [];
    const swap = change.swapRankWith ? mortgages.find((m) => m.rightId === input.application?.swapWith) : undefined;
    if (change.swapRankWith && !swap)
      return [
        {
          block: {
            rule: 'INV-17',
            code: 'UNIT_RESTRICTED',
            message: '要互换顺位的另一抵押权不在该单元上，或已经注销。',
            advice: '请核对另一抵押权的登记证明号。',
            blockingRow: summaryOf(target),
          },
        },
      ];
    return harmedBy(target, swap, change.amountFen, mortgages)
      .filter((mortgage) => !hasConsent(input, mortgage.rightId, 'mortgagee'))
      .map((mortgage) => ({
        block: {
          rule: 'INV-17',
          code: 'CONSENT_MISSING',
          message: `抵押权${swap ? '顺位' : '数额'}变更影响第${mortgage.rank}顺位抵押权人，须经其书面同意（民法典 409）。`,
          advice: '请提交该抵押权人的书面同意书。',
          blockingRow: summaryOf(mortgage),
        },
      }));
  });
}

/** More secured before them, or their place gone: everybody behind, and everybody between the two places of an exchange. */
export function harmedBy(
  target: MortgageView,
  swap: MortgageView | undefined,
  amountFen: number | undefined,
  mortgages: readonly MortgageView[],
): MortgageView[] {
  const best = Math.min(target.rank, swap?.rank ?? target.rank);
  const worst = Math.max(target.rank, swap?.rank ?? target.rank);
  const raised = amountFen !== undefined && amountFen > target.amountFen;
  return mortgages.filter((m) => {
    if (m.rightId === target.rightId) return false;
    return (swap !== undefined && m.rank >= best && m.rank <= worst) || (raised && m.rank > best);
  });
}

/** INV-20 (民法典 421, 423): the open claim of a 最高额抵押 does not move in part, and only it can be fixed. */
export function maximumRules(input: RuleInput): Finding[] {
  const terms = input.application?.terms;
  const moving = terms?.mortgageTransfer;
  const fixed = terms?.mortgageChange?.claimFixed;
  const block = (mortgage: MortgageView, message: string, advice: string): Finding => ({
    block: { rule: 'INV-20', code: 'UNIT_RESTRICTED', message, advice, blockingRow: summaryOf(mortgage) },
  });
  const moved = targetsOn(input, 'mortgage_transfer').flatMap((m): Finding[] => {
    if (!does(input, 'mortgage_transfer') || m.kind !== 'MORTGAGE' || m.mortgageKind !== 'maximum' || m.claimFixed)
      return [];
    if (!moving?.partial || moving.agreedToMove) return [];
    return [
      block(
        m,
        '最高额抵押的债权确定前，部分债权转让的，最高额抵押权不随之转移（民法典 421）。',
        '请先办理最高额债权确定（BDC-19），或提交当事人另有约定的书面材料。',
      ),
    ];
  });
  const fixing = targetsOn(input, 'mortgage_change').flatMap((m): Finding[] => {
    if (!fixed || m.kind !== 'MORTGAGE') return [];
    if (m.mortgageKind !== 'maximum')
      return [block(m, '只有最高额抵押权才办理债权确定。', '请改填一般抵押权的变更内容。')];
    if (m.claimFixed) return [block(m, '该最高额抵押权的债权已经确定过。', '请核对登记簿记载。')];
    return fixed.amountFen > m.amountFen
      ? [block(m, '确定的债权数额超过了登记的最高债权额。', '请核对数额；超过部分不受抵押担保，按最高债权额填写。')]
      : [];
  });
  return [...moved, ...fixing];
}
