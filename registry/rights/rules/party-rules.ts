import { validateShares } from '../../validators/shares.ts';
import { currentOwnership } from '../load-rights.ts';
import { effectOf, type Finding, type RuleInput } from '../rule-input.ts';

/** Identity in the register = document and number and name; the names must be the same to the letter. */
function identities(people: readonly { name: string; idType: string; idNo: string }[]): string {
  return people
    .map((p) => `${p.idType}:${p.idNo.toUpperCase()}:${p.name}`)
    .sort()
    .join('|');
}

/** INV-03: who disposes = exactly who is registered now (so every co-owner signs, INV-26). */
export function transferorRules({ item, unit, rights, application }: RuleInput): Finding[] {
  const owner = currentOwnership(rights, unit.unitCode);
  const effect = effectOf(item);
  if (!application || !owner || effect === 'other') return [];
  const disposing =
    effect === 'rename' ? application.previousHolders : application.parties.filter((p) => p.role === 'obligor');
  if (identities(disposing) === identities(owner.holders)) return [];
  const who = effect === 'transfer' ? '转让人' : effect === 'mortgage' ? '抵押人' : '变更前的权利人';
  return [
    {
      block: {
        rule: 'INV-03',
        code: 'TRANSFEROR_MISMATCH',
        message: `${who}与登记簿现权利人不一致（登记簿有${owner.holders.length}人，申请有${disposing.length}人，姓名和证件号须全部相同）。`,
        advice:
          '请核对申请人姓名和证件号；有共有人漏列的，请补列并由其本人申请；姓名或证件已变更的，请先办理变更登记（BDC-07）。',
        blockingRow: { table: 'rights', id: owner.rightId, summary: `现权利 ${owner.certificateNos[0] ?? ''}` },
      },
    },
  ];
}

/** INV-25: one owner without share; joint owners without shares; owners by shares with shares that add up to 1. */
export function shareRules({ item, application }: RuleInput): Finding[] {
  if (!application || effectOf(item) !== 'transfer') return [];
  const acquirers = application.parties.filter((p) => p.role === 'acquirer');
  const shares = acquirers.flatMap((p) => (p.share ? [p.share] : []));
  const refuse = (message: string, advice: string): Finding[] => [
    { block: { rule: 'INV-25', code: 'SHARES_INVALID', message, advice, blockingRow: null } },
  ];
  if (application.ownershipMode === 'shares') {
    if (acquirers.length < 2 || shares.length !== acquirers.length)
      return refuse('按份共有须有两名以上权利人，且每人填写份额。', '请补填每人的份额，或改选共有方式。');
    const sum = validateShares(shares);
    return sum.ok ? [] : refuse(sum.message, '请用分数调整各人份额，使总和正好为1。');
  }
  if (shares.length > 0) return refuse('单独所有和共同共有不填份额。', '请清空份额，或改选按份共有。');
  if (application.ownershipMode === 'single' && acquirers.length !== 1)
    return refuse('单独所有只能有一名权利人。', '请改选共同共有或按份共有。');
  if (application.ownershipMode === 'joint' && acquirers.length < 2)
    return refuse('共同共有须有两名以上权利人。', '请补列共有人，或改选单独所有。');
  return [];
}

/** INV-27: the tax gate, asked at 登簿 only. */
export function taxRules({ item, application }: RuleInput): Finding[] {
  if (
    !application ||
    application.taxClearanceId === undefined ||
    effectOf(item) !== 'transfer' ||
    application.taxClearanceId !== null
  )
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
