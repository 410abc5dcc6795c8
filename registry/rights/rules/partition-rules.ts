import type { RefusalCode } from '../../common.ts';
import { does, type Finding, hasConsent, type RuleInput } from '../rule-input.ts';
import type { RightView } from '../types.ts';

/** ㎡ that measuring twice may differ by, for each new unit. */
const tolerance = 0.05;

/**
 * 分割合并 (实施细则 §26, 27): the same owner keeps the same rights on other pages. What burdens the home goes on: on every part of a
 * divided home the whole mortgage (it is indivisible), with the mortgagee's written consent. What also stands on another page or
 * has just one object in view (easement, caution) is settled first. Seizures: INV-06, in seizure-rules.
 */
export function partitionRules(input: RuleInput): Finding[] {
  if (!does(input, 'partition')) return [];
  const merges = input.applied.some(({ operation }) => operation.code === 'merge');
  return [
    ...input.rights.filter((right) => right.status === 'CURRENT').flatMap((right) => burden(input, right, merges)),
    ...wholeCase(input, merges),
  ];
}

function burden(input: RuleInput, right: RightView, merges: boolean): Finding[] {
  const refuse = (rule: string, code: RefusalCode, message: string, advice: string): Finding[] => [
    {
      block: {
        rule,
        code,
        message,
        advice,
        blockingRow: { table: 'rights', id: right.rightId, summary: '单元上的登记' },
      },
    },
  ];
  switch (right.kind) {
    case 'MORTGAGE':
      return hasConsent(input, right.rightId, 'mortgagee')
        ? []
        : refuse(
            'INV-18',
            'CONSENT_MISSING',
            '该单元已抵押，分割、合并须经抵押权人书面同意，抵押权在新单元上继续存在。',
            '请提交抵押权人的书面同意书，或先办理抵押权注销登记（BDC-21）。',
          );
    case 'EASEMENT':
      return refuse(
        'INV-05',
        'UNIT_RESTRICTED',
        '该单元有地役权，地役权同时记载在另一单元上，不能直接分割、合并。',
        '请先办理地役权注销登记（BDC-28），分割合并后再重新设立。',
      );
    case 'CAUTION':
      return refuse(
        'INV-21',
        'UNIT_RESTRICTED',
        '该单元有预告登记，其标的为整个单元，不能直接分割、合并。',
        '请先办理预告登记的转本登记或注销（BDC-27）。',
      );
    case 'RESIDENCE':
      if (!merges && hasConsent(input, right.rightId, 'right_holder')) return [];
      return merges
        ? refuse(
            'INV-24',
            'UNIT_RESTRICTED',
            '该单元设有居住权，合并会改变居住权的范围。',
            '请先办理居住权变更或注销登记（BDC-34）。',
          )
        : refuse(
            'INV-24',
            'CONSENT_MISSING',
            '该单元设有居住权，分割须经居住权人书面同意，居住权在各新单元上继续存在。',
            '请提交居住权人的书面同意书，或先办理居住权注销登记（BDC-34）。',
          );
    default:
      return [];
  }
}

/** Said once, on the first page of the case would be enough; said on each, because each is checked alone. */
function wholeCase({ partition, application }: RuleInput, merges: boolean): Finding[] {
  if (!partition || !application) return [];
  const block = (rule: string, code: RefusalCode, message: string, advice: string): Finding => ({
    block: { rule, code, message, advice, blockingRow: null },
  });
  const parts = application.survey?.units?.length ?? 0;
  const found: Finding[] = [];
  if (partition.taken.length > 0)
    found.push(
      block(
        'INV-01',
        'REG_CONFLICT',
        `新单元${partition.taken[0]}已有登记簿页面。`,
        '请按测绘成果核对新单元代码；成果有误的，请重新入库成果后再申请。',
      ),
    );
  if (merges ? parts !== 1 : parts < 2)
    found.push(
      block(
        'ITEM-PARTITION',
        'UNIT_RESTRICTED',
        merges ? '合并后应为一个单元。' : '分割后应有两个以上单元。',
        '请核对所填的权籍调查成果编号和办理内容。',
      ),
    );
  if (!partition.sameOwners)
    found.push(
      block(
        'INV-03',
        'TRANSFEROR_MISMATCH',
        '要合并的各单元权利人或共有份额不同，不能合并。',
        '请先办理转移登记，使各单元权利人和份额一致。',
      ),
    );
  if (!partition.sameMortgages)
    found.push(
      block(
        'INV-18',
        'UNIT_RESTRICTED',
        '要合并的各单元抵押情况不同，合并会扩大或缩小抵押财产。',
        '请先办理抵押权注销或变更登记，使各单元抵押一致。',
      ),
    );
  if (Math.abs(partition.areaAfter - partition.areaBefore) > tolerance * Math.max(1, parts))
    found.push({
      warning: {
        rule: 'ITEM-PARTITION',
        code: 'REG_CONFLICT',
        message: `分割合并前后面积不等：原${partition.areaBefore.toFixed(2)}㎡，新${partition.areaAfter.toFixed(2)}㎡。`,
        advice: '请对照测绘成果说明面积差异的原因后再审核。',
        blockingRow: null,
      },
    });
  return found;
}
