import type { DecisionOption, REVIEW_COMPLETIONS } from '../../api/completions/index.ts';
import { only, option, type Step, step } from './step.ts';

/** 会商决定 on an objection to a running 公告（公示）: every decision but a refusal lets the notice go on (sub-publicity). */
export const OBJECTION_DECISIONS: readonly DecisionOption[] = [
  option('escalationDecision', 'approve', '异议不成立，继续公告', 'T', 'primary'),
  option('escalationDecision', 'refuse', '异议成立，不予登记', 'J', 'danger', true),
];
export const OBJECTION_HINT =
  '公告（公示）期间有人提出异议，请会商异议是否成立。不成立的继续公告，期满后审核；成立的不予登记。两个工作小时未决的列入督办看板。';

export const REVIEW_STEPS: Record<keyof typeof REVIEW_COMPLETIONS, Step> = {
  ScheduleOnSite: step(only('约定查看'), { hint: '请与申请人约定时间，并确定不少于两名查看人员（实施细则 §15）。' }),
  RecordOnSite: step(
    [
      option('onsiteDecision', 'done', '提交查看记录', 'T', 'primary'),
      option('onsiteDecision', 'absent', '未能查看，改期', 'B', 'default'),
    ],
    { hint: '两人到场查看，拍照上传；记录不动产现状与登记簿是否一致。' },
  ),
  DecideEscalation: step(
    [
      option('escalationDecision', 'approve', '同意登记', 'T', 'primary'),
      option('escalationDecision', 'conditions', '附条件同意', 'F', 'default'),
      option('escalationDecision', 'returned', '退回审核', 'B', 'default'),
      option('escalationDecision', 'refuse', '不予登记', 'J', 'danger', true),
    ],
    {
      reviewStep: 'review',
      showsRegister: true,
      hint: '审核人认为本件疑难，提请会商。两个工作小时未决的列入督办看板。',
    },
  ),
  ArchiveGap: step(only('已补齐，重新归档'), { hint: '案卷缺件或缺页，请补扫后重新归档；登记已经生效，不受影响。' }),
  StatutoryGuard: step(only('已督办'), {
    hint: '受理后 30 个工作日仍未登簿（条例 §20），请查明原因并责成办结。',
  }),
};
