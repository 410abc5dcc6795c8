import { formatLocal } from '../../calendar/local-time.ts';
import { publicityKindOf } from '../../publicity/kind.ts';
import type { Finding, RuleInput } from '../rule-input.ts';

/** 实施细则 §22, §81; 操作规范 1.8.6: nothing is entered before the public has been asked for its working days and nobody's objection stands. Asked at 登簿 only. */
export function publicityRules({ application, now }: RuleInput): Finding[] {
  if (!application || application.publicity === undefined || !publicityKindOf(application.terms)) return [];
  const { publicity, caseNo } = application;
  const refuse = (message: string, advice: string): Finding[] => [
    {
      block: {
        rule: 'PUBLICITY',
        code: 'CASE_NOT_READY',
        message,
        advice,
        blockingRow: { table: 'publicities', id: caseNo, summary: `业务${caseNo}的公告（公示）` },
      },
    },
  ];
  if (!publicity) return refuse('本业务须先公告（公示），尚未开始。', '请由流程发布公告后再登簿。');
  if (publicity.objections.some(({ settled }) => !settled))
    return refuse(
      '公告（公示）期间有人提出异议，尚未处理。',
      '请提级会商：异议成立的不予登记；不成立的，会商同意后再登簿。',
    );
  if (publicity.dueAt > now)
    return refuse(`公告（公示）至${formatLocal(publicity.dueAt)}，尚未期满。`, '请待期满无异议后再登簿。');
  if (publicity.untold > 0)
    return refuse(
      `依职权更正须书面通知登记簿权利人，还有${publicity.untold}人未送达（实施细则 §81）。`,
      '请在“待寄告知书”中寄送更正通知并登记送达；送达后权利人的期限届满再登簿。',
    );
  if (publicity.holdersUntil !== null && publicity.holdersUntil > now)
    return refuse(
      `书面通知送达后，权利人的期限至${formatLocal(publicity.holdersUntil)}，尚未届满。`,
      '请待期限届满、权利人没有异议后再登簿。',
    );
  return [];
}
