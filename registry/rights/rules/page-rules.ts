import { districts } from '../../validators/unit-code.ts';
import { currentOwnership } from '../load-rights.ts';
import type { Finding, RuleInput } from '../rule-input.ts';

/** The office, the item and the page themselves: may this be applied for here at all? */
export function pageRules({ item, unit, rights, application }: RuleInput): Finding[] {
  const findings: Finding[] = [];
  if (!(unit.district in districts)) {
    findings.push({
      block: {
        rule: 'UNIT-JURISDICTION',
        code: 'NOT_OUR_JURISDICTION',
        message: `单元${unit.unitCode}不属于本机构登记范围。`,
        advice: '请书面告知申请人向不动产所在地的登记机构申请。',
        blockingRow: null,
      },
    });
  }
  if (!item.enabled || !item.profiles.includes(application?.profile ?? 'current')) {
    findings.push({
      block: {
        rule: 'ITEM-ENABLED',
        code: 'ITEM_NOT_ENABLED',
        message: `事项“${item.name}”在本系统尚未开办。`,
        advice: '请改选已开办的事项，或按线下流程办理。',
        blockingRow: null,
      },
    });
  }
  if (unit.extinguished) {
    findings.push({
      block: {
        rule: 'INV-05',
        code: 'UNIT_RESTRICTED',
        message: '该单元的登记簿已注销关闭。',
        advice: '请核对单元号；如系误注销，请申请更正登记。',
        blockingRow: null,
      },
    });
  }
  // INV-03 连续登记: nothing before 首次登记.
  if (!currentOwnership(rights, unit.unitCode) && !item.regTypes.includes(700) && item.code !== 'BDC-05') {
    findings.push({
      block: {
        rule: 'INV-03',
        code: 'UNIT_RESTRICTED',
        message: '该单元尚未办理所有权首次登记，不能办理其他登记。',
        advice: '请先申请首次登记（BDC-05），完成后再申请本事项。',
        blockingRow: null,
      },
    });
  }
  return findings;
}
