import { sumShares, validateShares } from '../../validators/shares.ts';
import { inheritancePart } from '../inheritance.ts';
import { does, type Finding, identityOf, type RuleInput, sideOf } from '../rule-input.ts';
import type { OwnershipView } from '../types.ts';
import { disposalOf, keptShare } from './court-disposal.ts';
import { mustBe } from './must-be.ts';
import { shareOf } from './seized-share.ts';

/**
 * INV-26 (民法典 301, 305, 306; 实施细则 §10): joint owners dispose together; owners by shares with at least two thirds of them;
 * a co-owner sells his own share alone, once the others have been told, and without telling them to one of them.
 */
export function disposalRules(input: RuleInput, owner: OwnershipView): Finding[] {
  const { application } = input;
  if (!application) return [];
  const transfer = does(input, 'transfer') ? application.terms.transfer : undefined;
  // 继承 and 法律文书: the deceased, or the party of the judgment, does not apply himself.
  const disposing = transfer?.previous?.length ? transfer.previous : sideOf(application.parties, 'obligor');
  if (transfer?.shareOnly) return shareSale(input, owner, disposing);
  const acquirers = sideOf(application.parties, 'acquirer');
  const inherits = transfer?.reason === 'inheritance' || transfer?.reason === 'bequest';
  const known = new Set(owner.holders.map(identityOf));
  const strangers = disposing.some((person) => !known.has(identityOf(person)));
  const present = new Set([...disposing, ...(inherits ? acquirers : [])].map(identityOf));
  const missing = owner.holders.filter((holder) => !present.has(identityOf(holder)));
  if (!strangers && missing.length === 0) return [];
  const who = does(input, 'transfer') ? '转让人' : does(input, 'mortgage') ? '抵押人' : '义务人';
  if (strangers || owner.mode !== 'shares' || inherits) return mustBe(who, disposing, owner, '登记簿现权利人');
  const held = sumShares(
    owner.holders.flatMap((holder) => (present.has(identityOf(holder)) && holder.share ? [holder.share] : [])),
  );
  const blockingRow = { table: 'rights', id: owner.rightId, summary: `现权利 ${owner.certificateNos[0] ?? ''}` };
  if (held.n * 3n < held.d * 2n)
    return [
      {
        block: {
          rule: 'INV-26',
          code: 'TRANSFEROR_MISMATCH',
          message: `处分按份共有的不动产，须经占份额三分之二以上的共有人同意，现申请人合计只占${held.n}/${held.d}。`,
          advice: '请由占三分之二以上份额的共有人共同申请；只转让自己份额的，请选“仅转让份额”。',
          blockingRow,
        },
      },
    ];
  return [
    {
      warning: {
        rule: 'INV-26',
        code: 'TRANSFEROR_MISMATCH',
        message: `申请人占${held.n}/${held.d}份额，符合三分之二以上，另有${missing.length}名共有人未共同申请。`,
        advice: '请核对共有人之间没有另外约定；登簿后将处分情况告知未申请的共有人。',
        blockingRow,
      },
    },
  ];
}

/** 继承并出售: the first part is asked what BDC-11 alone is asked; the sale then finds the heirs as owners. */
export function inheritanceRules(input: RuleInput, owner: OwnershipView): Finding[] {
  const application = input.application && inheritancePart(input.application);
  if (!application) return [];
  const part = { ...input, application };
  return [...disposalRules(part, owner), ...shareRules(part)];
}

function shareSale(
  input: RuleInput,
  owner: OwnershipView,
  disposing: readonly { name: string; idType: string; idNo: string }[],
): Finding[] {
  const { application } = input;
  const blockingRow = { table: 'rights', id: owner.rightId, summary: `现权利 ${owner.certificateNos[0] ?? ''}` };
  const refuse = (rule: string, message: string, advice: string): Finding[] => [
    { block: { rule, code: rule === 'INV-25' ? 'SHARES_INVALID' : 'CONSENT_MISSING', message, advice, blockingRow } },
  ];
  const known = new Map(owner.holders.map((holder) => [identityOf(holder), holder]));
  const sellers = disposing.map((person) => known.get(identityOf(person)));
  if (sellers.length === 0 || sellers.some((seller) => !seller))
    return mustBe('转让份额的共有人', disposing, owner, '登记簿现权利人');
  // A court may sell a part of what one person owns alone; his own sale of a share begins with BDC-13.
  const part = disposalOf(application)?.part ?? null;
  if (owner.mode === 'joint' || (owner.mode === 'single' && !part))
    return refuse(
      'INV-25',
      `登记簿记载为${owner.mode === 'joint' ? '共同共有' : '单独所有'}，没有可以单独转让的份额。`,
      '请不选“仅转让份额”，由全体权利人转让；要先分出份额的，请办理份额变化（BDC-13）。',
    );
  const acquirers = sideOf(application?.parties ?? [], 'acquirer');
  const bought = acquirers.flatMap((party) => (party.share ? [party.share] : []));
  const sold = sumShares(sellers.flatMap((seller) => (seller && shareOf(owner, seller)) ?? []));
  const total = sumShares(bought);
  if (part) {
    const kept = bought.length === acquirers.length ? keptShare(application, owner) : null;
    return kept
      ? []
      : refuse(
          'INV-25',
          `处置的份额合计${total.n}/${total.d}，应少于被执行人的份额${sold.n}/${sold.d}。`,
          '请按协助执行通知书填写每名买受人取得的份额；处置其全部份额的，不选“份额的一部分”。',
        );
  }
  if (bought.length !== acquirers.length || total.n * sold.d !== sold.n * total.d)
    return refuse(
      'INV-25',
      `受让的份额合计${total.n}/${total.d}，与转让人的份额合计${sold.n}/${sold.d}不相等。`,
      '请填写每名受让人取得的份额，合计等于转让的份额；只卖一部分的，请先办理份额变化（BDC-13）。',
    );
  const outsider = acquirers.some((party) => !known.has(identityOf(party)));
  const terms = application?.terms.transfer;
  if (outsider && terms?.reason === 'sale' && owner.holders.length > sellers.length && !terms.preemptionNoticedOn)
    return refuse(
      'INV-26',
      '转让共有份额，须先通知其他共有人，其他共有人有优先购买权（民法典 305、306）。',
      '请提交通知其他共有人的证明，并填写通知日期。',
    );
  return [];
}

/** INV-25: one owner without share; joint owners without shares; owners by shares with shares that add up to 1. */
export function shareRules({ application, actions, unit }: RuleInput): Finding[] {
  if (!application) return [];
  const newMode = does({ actions }, 'facts', 'correction') ? application.terms.facts?.ownershipMode : undefined;
  const gains = does({ actions }, 'transfer') || (does({ actions }, 'first') && unit.use !== 'common');
  if (!gains && newMode === undefined) return [];
  if (application.terms.transfer?.shareOnly) return [];
  const mode = newMode ?? application.ownershipMode;
  const acquirers = sideOf(application.parties, 'acquirer');
  const shares = acquirers.flatMap((p) => (p.share ? [p.share] : []));
  const refuse = (message: string, advice: string): Finding[] => [
    { block: { rule: 'INV-25', code: 'SHARES_INVALID', message, advice, blockingRow: null } },
  ];
  if (mode === 'shares') {
    if (acquirers.length < 2 || shares.length !== acquirers.length)
      return refuse('按份共有须有两名以上权利人，且每人填写份额。', '请补填每人的份额，或改选共有方式。');
    const sum = validateShares(shares);
    return sum.ok ? [] : refuse(sum.message, '请用分数调整各人份额，使总和正好为1。');
  }
  if (shares.length > 0) return refuse('单独所有和共同共有不填份额。', '请清空份额，或改选按份共有。');
  if (mode === 'single' && acquirers.length !== 1)
    return refuse('单独所有只能有一名权利人。', '请改选共同共有或按份共有。');
  if (mode === 'joint' && acquirers.length < 2)
    return refuse('共同共有须有两名以上权利人。', '请补列共有人，或改选单独所有。');
  return [];
}
