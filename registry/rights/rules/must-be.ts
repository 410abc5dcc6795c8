import { type Finding, sameIdentities } from '../rule-input.ts';
import type { RightView } from '../types.ts';

/** INV-03: these people are the holders of the right, all of them, to the letter. */
export function mustBe(
  who: string,
  people: readonly { name: string; idType: string; idNo: string }[],
  right: RightView | null,
  whom: string,
): Finding[] {
  if (!right || sameIdentities(people, right.holders)) return [];
  return [
    {
      block: {
        rule: 'INV-03',
        code: 'TRANSFEROR_MISMATCH',
        message: `${who}与${whom}不一致（登记簿有${right.holders.length}人，申请有${people.length}人，姓名和证件号须全部相同）。`,
        advice:
          '请核对申请人姓名和证件号；有共有人漏列的，请补列并由其本人申请；姓名或证件已变更的，请先办理变更登记（BDC-07）。',
        blockingRow: { table: 'rights', id: right.rightId, summary: `现权利 ${right.certificateNos[0] ?? ''}` },
      },
    },
  ];
}
