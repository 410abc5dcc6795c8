import { effectOf, type Finding, type RuleInput } from '../rule-input.ts';
import type { SeizureView } from '../types.ts';

/**
 * INV-06 (查封规定 §24): a formal 查封 or 预查封 stops transfer, new mortgages and cautions. It lets changes of name and the
 * seizure series through. INV-12 follows: a seizure that reached the register before 登簿 is found here, under the unit's lock.
 */
export function seizureRules({ item, rights, application }: RuleInput): Finding[] {
  const effective = rights.filter((r): r is SeizureView => r.kind === 'SEIZURE' && r.status === 'CURRENT');
  const effect = effectOf(item);
  return effective.map((seizure) => {
    const blockingRow = {
      table: 'rights',
      id: seizure.rightId,
      summary: `${seizure.seizureKind === 'seizure' ? '查封' : '预查封'} ${seizure.documentNo}`,
    };
    if (effect === 'transfer' && seizure.seizureKind === 'pre_seizure' && isAcquirer(application, seizure)) {
      return {
        warning: {
          rule: 'INV-14',
          code: 'UNIT_RESTRICTED',
          message: `受让人名下有预查封（${seizure.documentNo}），登簿到受让人名下时自动转为查封。`,
          advice: '请告知受让人：登记完成后该不动产即处于查封状态。',
          blockingRow,
        },
      };
    }
    if (effect === 'rename') {
      return {
        warning: {
          rule: 'INV-06',
          code: 'UNIT_RESTRICTED',
          message: `该单元被查封（${seizure.documentNo}），变更姓名不受限制，查封继续有效。`,
          advice: '办结后请将变更情况告知查封机关。',
          blockingRow,
        },
      };
    }
    return {
      block: {
        rule: 'INV-06',
        code: 'UNIT_RESTRICTED',
        message: `该单元已被查封（${seizure.authority}，${seizure.documentNo}），不能办理“${item.name}”。`,
        advice: '请告知申请人向查封机关申请解除查封；解除登记后可重新申请。',
        blockingRow,
      },
    };
  });
}

/** INV-14: a 预查封 waits for exactly this: the debtor becomes the owner. */
function isAcquirer(application: RuleInput['application'], { respondent }: SeizureView): boolean {
  return (
    application?.parties.some(
      (p) =>
        p.role === 'acquirer' && p.name === respondent.name && p.idNo.toUpperCase() === respondent.idNo.toUpperCase(),
    ) ?? false
  );
}
