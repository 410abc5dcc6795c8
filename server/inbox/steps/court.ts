import type { COURT_COMPLETIONS } from '../../api/completions/index.ts';
import { option, type Step, step } from './step.ts';

export const COURT_STEPS: Record<keyof typeof COURT_COMPLETIONS, Step> = {
  ApproveNotice: step(
    [
      option('approveDecision', 'sign', '签发并送达', 'T', 'primary'),
      option('approveDecision', 'return', '退回承办人', 'B', 'default'),
    ],
    { hint: '签发即送达，时刻由登记机构服务器记载，决定查封次序。' },
  ),
};
