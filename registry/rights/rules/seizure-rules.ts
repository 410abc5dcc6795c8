import type { Effect } from '../../items/types.ts';
import { formatShare } from '../../validators/shares.ts';
import { afterInheritance, inheritancePart } from '../inheritance.ts';
import { currentOwnership } from '../load-rights.ts';
import { does, type Finding, type RuleInput } from '../rule-input.ts';
import type { MortgageView, SeizureView } from '../types.ts';
import { disposalOf, endsWithDisposal, executesOwnSeizure, followsSoldShare, keptShare } from './court-disposal.ts';
import { leavesSeizedShare, type SeizedScope, seizesShareOnly, seizuresOn } from './seized-share.ts';

/**
 * INV-06 (查封规定 §24): a formal 查封 or 预查封 stops what disposes of the home or burdens it further. What changes nothing in
 * substance, ends a burden, or carries out the order of the seizing court itself, goes on and is said. INV-12 follows: a seizure
 * that reached the register before 登簿 is found here, under the unit's lock. INV-16: of a home held by shares, a seizure may
 * reach one share only; the others are free.
 */
export function seizureRules(input: RuleInput): Finding[] {
  const live = seizuresOn(input.rights);
  const disposal = disposalOf(input.application);
  const effective = live.filter((seizure) => seizure.status === 'CURRENT');
  const findings = effective.map((seizure): Finding => {
    const blockingRow = {
      table: 'rights',
      id: seizure.rightId,
      summary: `${seizure.seizureKind === 'seizure' ? '查封' : '预查封'} ${seizure.documentNo}`,
    };
    if (
      does(input, 'transfer', 'first') &&
      seizure.seizureKind === 'pre_seizure' &&
      isAcquirer(input.application, seizure)
    ) {
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
    const reach = seizesShareOnly(seizure) ? `的${formatShare(seizure.scopeShare)}份额` : '';
    if (reach && askedAtTheCounter(input)) {
      return {
        warning: {
          rule: 'INV-16',
          code: 'UNIT_RESTRICTED',
          message: `该单元${reach}被查封（${seizure.documentNo}），只有未被查封的份额可以转移。`,
          advice: '请核对转让人：被查封份额的共有人不能转让；其他共有人转让自己的份额，请选“仅转让份额”。',
          blockingRow,
        },
      };
    }
    const executes = executesOwnSeizure(disposal, seizure) && endsWithDisposal(disposal, seizure, live);
    const allowed = executes ? '本案由查封法院协助执行，登簿时解除其查封' : whyAllowed(input, seizure);
    if (allowed) {
      return {
        warning: {
          rule: 'INV-06',
          code: 'UNIT_RESTRICTED',
          message: `该单元${reach}被查封（${seizure.documentNo}），${allowed}。`,
          advice: '办结后请将变更情况告知查封机关。',
          blockingRow,
        },
      };
    }
    return {
      block: {
        rule: 'INV-06',
        code: 'UNIT_RESTRICTED',
        message: reach
          ? `该单元${reach}已被查封（${seizure.authority}，${seizure.documentNo}），本申请涉及被查封的份额，不能办理“${input.item.name}”。`
          : `该单元已被查封（${seizure.authority}，${seizure.documentNo}），不能办理“${input.item.name}”。`,
        advice: reach
          ? '未被查封的共有人可以单独转让自己的份额，请选“仅转让份额”；涉及被查封份额的，请向查封机关申请解除查封。'
          : '请告知申请人向查封机关申请解除查封；解除登记后可重新申请。',
        blockingRow,
      },
    };
  });
  return [...findings, ...queuedOnSoldShare(input)];
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

/** INV-16: when a court sells one share, a 轮候 must not follow it to the buyer. */
function queuedOnSoldShare({ application, rights, unit }: RuleInput): Finding[] {
  const live = seizuresOn(rights);
  const disposal = disposalOf(application);
  const owner = currentOwnership(rights, unit.unitCode);
  const page = { live, holders: owner?.holders ?? [], kept: keptShare(application, owner) };
  return live
    .filter((queued) => followsSoldShare(disposal, queued, page))
    .map((queued) => ({
      block: {
        rule: 'INV-16',
        code: 'UNIT_RESTRICTED',
        message: `轮候查封（${queued.authority}，${queued.documentNo}）${disposal?.part ? '没有限于处置后剩余的份额，处置一部分份额后' : '没有限于其他共有人的份额，只处置一名共有人的份额后'}，它会及于买受人。`,
        advice: '请执行法院与轮候法院协调：由轮候法院明确所查封的份额或者解除轮候后再办理。',
        blockingRow: { table: 'rights', id: queued.rightId, summary: `轮候查封 ${queued.documentNo}` },
      },
    }));
}

/** Before there is a case nobody knows whose share is to be sold. */
function askedAtTheCounter(input: RuleInput): boolean {
  const { application, rights, unit } = input;
  return !application && does(input, 'transfer') && currentOwnership(rights, unit.unitCode)?.mode === 'shares';
}

/** Null = it is stopped. Every effect of the case must be harmless. */
function whyAllowed(input: RuleInput, seizure: SeizureView): string | null {
  const live = seizuresOn(input.rights);
  const disposal = disposalOf(input.application);
  return whyHarmless(
    input,
    seizure,
    live.filter((one) => !endsWithDisposal(disposal, one, live)),
  );
}

/** The same of anything that is held as by a seizure, beside all that stay. */
export function whyHarmless(input: RuleInput, seizure: SeizedScope, staying: readonly SeizedScope[]): string | null {
  const reasons = input.actions.map(({ effect }: { effect: Effect }) => {
    switch (effect) {
      case 'inherit':
      case 'transfer':
        return movesFreeShares(effect, seizure, staying, input)
          ? '本案只转移其他共有人未被查封的份额，查封继续有效'
          : null;
      case 'rename':
        return input.rule('seizure.allows_rename') ? '变更姓名不受限制，查封继续有效' : null;
      case 'correction':
        return '更正不涉及权属转移，查封继续有效';
      case 'facts':
        // 共有性质 decides who may dispose of what: no change of it under a seizure.
        return input.application?.terms.facts?.ownershipMode ? null : '变更记载内容不受限制，查封继续有效';
      case 'first':
        // The developer becomes the owner of what was pre-seized against its buyer; nothing is disposed of (INV-14).
        return seizure.seizureKind === 'pre_seizure' ? '首次登记不处分该不动产，预查封继续有效' : null;
      case 'reissue':
        return '换发证书不改变权利，查封继续有效';
      case 'objection':
        return '异议登记不受查封限制';
      case 'mortgage_cancel':
        return input.rule('seizure.allows_mortgage_cancel') ? '注销他项权利不受限制，查封继续有效' : null;
      case 'caution_cancel':
      case 'easement_cancel':
      case 'residence_cancel':
      case 'objection_cancel':
        return '注销他项权利不受限制，查封继续有效';
      case 'mortgage_transfer':
        return '抵押权随债权转移不受限制，查封继续有效';
      case 'mortgage_change':
        return raisesClaim(input) ? null : '抵押权变更未增加负担，查封继续有效';
      case 'extinguish':
        return input.application?.terms.cancellation?.cause === 'abandoned' ? null : '灭失、征收注销不受限制';
      default:
        return null;
    }
  });
  return reasons.every((reason) => reason !== null) ? (reasons[0] ?? null) : null;
}

/** INV-16, for a transfer and for each of the two of 继承并出售. */
function movesFreeShares(
  effect: 'inherit' | 'transfer',
  seizure: SeizedScope,
  seizures: readonly SeizedScope[],
  { application, rights, unit }: RuleInput,
): boolean {
  const part = effect === 'inherit' ? application && inheritancePart(application) : application;
  const standing = effect === 'inherit' ? rights : afterInheritance(rights, application);
  const owner = currentOwnership(standing, unit.unitCode);
  return leavesSeizedShare(seizure, { application: part, owner, seizures, kept: keptShare(part, owner) });
}

/** Does the change burden the home more than before? */
export function raisesClaim({ application, rights }: Pick<RuleInput, 'application' | 'rights'>): boolean {
  const amount = application?.terms.mortgageChange?.amountFen;
  if (amount === undefined) return false;
  return rights.some(
    (r): r is MortgageView =>
      r.kind === 'MORTGAGE' && application?.targets.includes(r.rightId) === true && r.amountFen < amount,
  );
}
