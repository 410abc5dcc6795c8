import type { Action } from '../../items/items.ts';
import type { Party } from '../../people/types.ts';
import { afterInheritance } from '../inheritance.ts';
import { currentOwnership } from '../load-rights.ts';
import {
  type ApplicationFacts,
  does,
  type Finding,
  hasConsent,
  identityOf,
  lendersOf,
  type RuleInput,
  sameIdentities,
  sideOf,
} from '../rule-input.ts';
import type { OwnershipView, RightView } from '../types.ts';
import { disposalRules, inheritanceRules } from './co-ownership-rules.ts';
import { mustBe } from './must-be.ts';
import { targetsOn } from './target-rules.ts';

/** INV-03, 26: whoever disposes, changes or ends a right is exactly who holds it now. Asked once there is a case. */
export function applicantRules(input: RuleInput): Finding[] {
  const { application } = input;
  if (!application) return [];
  const owner = currentOwnership(input.rights, input.unit.unitCode);
  return input.actions.flatMap((action) => applicantsOf(action, application, owner, input));
}

function applicantsOf(
  action: Action,
  application: ApplicationFacts,
  owner: OwnershipView | null,
  input: RuleInput,
): Finding[] {
  const { parties } = application;
  const acquirers = sideOf(parties, 'acquirer');
  const obligors = sideOf(parties, 'obligor');
  const targets = targetsOn(input, action.effect);
  const eachTarget = (who: string, people: readonly Party[]) =>
    targets.flatMap((target) => mustBe(who, people, target, `登记簿上该${nameOf(target)}的权利人`));
  switch (action.effect) {
    case 'inherit':
      return owner ? inheritanceRules(input, owner) : [];
    case 'transfer': {
      const selling = currentOwnership(afterInheritance(input.rights, application), input.unit.unitCode);
      return selling ? disposalRules(input, selling) : [];
    }
    case 'mortgage':
      // Bought and mortgaged in one entry: the buyers are the mortgagors.
      return owner && !does(input, 'transfer') ? disposalRules(input, owner) : [];
    case 'residence':
      return owner ? disposalRules(input, owner) : [];
    case 'caution':
      return cautionApplicants(action, obligors, owner, input);
    case 'easement': {
      const dominant = application.terms.easement?.dominantUnitCode === input.unit.unitCode;
      if (!owner) return [];
      return dominant ? mustBe('需役地权利人', acquirers, owner, '登记簿现权利人') : disposalRules(input, owner);
    }
    case 'rename':
      return owner ? mustBe('变更前的权利人', application.previousHolders, owner, '登记簿现权利人') : [];
    case 'correction':
      return application.previousHolders.length > 0
        ? mustBe('更正前的权利人', application.previousHolders, owner, '登记簿现权利人')
        : mustBe('申请更正的权利人', acquirers, owner, '登记簿现权利人');
    case 'facts':
    case 'extinguish':
    case 'partition':
      return mustBe('权利人', acquirers, owner, '登记簿现权利人');
    case 'mortgage_change': {
      const mortgagors = does(input, 'transfer') ? [] : mustBe('抵押人', obligors, owner, '登记簿现权利人');
      return [...eachTarget('抵押权人', lendersOf(action, parties)), ...mortgagors];
    }
    case 'mortgage_transfer':
      return eachTarget('原抵押权人', obligors);
    case 'mortgage_cancel':
      return does(input, 'transfer')
        ? targets.flatMap((target) => payoffConsent(input, target))
        : eachTarget('抵押权人', acquirers);
    case 'caution_transfer':
    case 'easement_transfer':
      return eachTarget('原权利人', obligors);
    case 'residence_cancel':
      // The resident is dead: the owner applies with the proof (民法典 370).
      return application.terms.cancellation?.cause === 'death'
        ? mustBe('房屋所有权人', acquirers, owner, '登记簿现权利人')
        : eachTarget('居住权人', acquirers);
    case 'caution_change':
    case 'caution_cancel':
    case 'easement_change':
    case 'easement_cancel':
    case 'residence_change':
      return eachTarget('权利人', acquirers);
    case 'objection_cancel':
      // 操作规范 17.2: who objected withdraws it; a court's dismissal is shown by whom it frees, too.
      return application.terms.cancellation?.cause === 'legal_document' &&
        acquirers.every((one) => owner?.holders.some((holder) => identityOf(one) === identityOf(holder)))
        ? []
        : eachTarget('异议登记申请人', acquirers);
    case 'objection':
      return [];
    case 'first':
      // Who may is asked of the land (first-rules), not of a page that has no owner yet.
      return [];
    case 'reissue':
      return targets.flatMap((target) => certificateHolders(acquirers, target));
    default:
      return action.effect satisfies never;
  }
}

/** A presale is not registered yet: its seller is nobody's holder; its loan caution comes from the presale's buyer. */
function cautionApplicants(
  action: Action,
  obligors: Party[],
  owner: OwnershipView | null,
  input: RuleInput,
): Finding[] {
  const kind = action.operation.cautionKind;
  if (kind === 'presale' || action.joined) return [];
  if (kind !== 'presale_mortgage') return owner ? disposalRules(input, owner) : [];
  const presale = input.rights.find(
    (r) => r.kind === 'CAUTION' && r.status === 'CURRENT' && r.cautionKind === 'presale',
  );
  if (presale) return mustBe('抵押人', obligors, presale, '预购商品房预告登记的权利人');
  return [
    {
      block: {
        rule: 'INV-03',
        code: 'UNIT_RESTRICTED',
        message: '该单元还没有预购商品房预告登记，不能单独办理抵押权预告登记。',
        advice: '请先办理预购商品房预告登记（BDC-24），或两项合并申请。',
        blockingRow: null,
      },
    },
  ];
}

/** A court lists in its order what it cancels (domain §5.7). Otherwise the old lender agrees that his mortgage ends with the sale: the money is in escrow, or the loan is paid off (自然资发〔2023〕29号). */
function payoffConsent(input: RuleInput, target: RightView): Finding[] {
  if (hasConsent(input, target.rightId, 'mortgagee') || input.application?.terms.transfer?.court) return [];
  const lenders = sideOf(input.application?.parties ?? [], 'mortgagee');
  if (sameIdentities(lenders, target.holders)) return [];
  return [
    {
      block: {
        rule: 'INV-18',
        code: 'CONSENT_MISSING',
        message: '过户同时注销原抵押权，须有原抵押权人的债权消灭证明或书面同意。',
        advice: '请取得原抵押权人的同意（债权消灭证明）后登记其意见，再办理登簿。',
        blockingRow: { table: 'rights', id: target.rightId, summary: `抵押权${target.certificateNos[0] ?? ''}` },
      },
    },
  ];
}

/** Where co-owners hold certificates of their own, each may have his own exchanged. */
function certificateHolders(acquirers: readonly Party[], target: RightView): Finding[] {
  const holders = new Set(target.holders.map(identityOf));
  const own = acquirers.length > 0 && acquirers.every((party) => holders.has(identityOf(party)));
  return own ? [] : mustBe('申请换发的人', acquirers, target, '证书上的权利人');
}

function nameOf(right: RightView): string {
  const names = { MORTGAGE: '抵押权', CAUTION: '预告登记', EASEMENT: '地役权', RESIDENCE: '居住权' };
  return names[right.kind as keyof typeof names] ?? '权利';
}

/** INV-27: the tax gate, asked at 登簿 only. */
export function taxRules({ applied, actions, application }: RuleInput): Finding[] {
  const granted = application?.terms.landGrant;
  const gains = does({ actions }, 'transfer') || (granted !== undefined && granted.method !== 'allocation');
  const taxed = applied.some(({ item }) => item.needsTax) && gains;
  if (!application || application.taxClearanceId === undefined || !taxed || application.taxClearanceId !== null)
    return [];
  return [
    {
      block: {
        rule: 'INV-27',
        code: 'TAX_CLEARANCE_MISSING',
        message: '没有本业务的契税、个人所得税完税或减免凭证，不能登簿。',
        advice: '请申请人在税务环节缴清税款；税务出具完税（减免）凭证后系统自动继续。',
        blockingRow: null,
      },
    },
  ];
}
