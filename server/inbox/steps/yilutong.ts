import type { YILUTONG_COMPLETIONS } from '../../api/completions/index.ts';
import { only, option, type Step, step } from './step.ts';

export const YILUTONG_STEPS: Record<keyof typeof YILUTONG_COMPLETIONS, Step> = {
  AgreeSplit: step(
    [
      option('splitDecision', 'agreed', '已商定由买方承担', 'T', 'primary'),
      option('splitDecision', 'manual', '转人工办理', 'R', 'danger'),
    ],
    { hint: '两次催缴后仍未缴清，请与双方商定欠费由谁承担。' },
  ),
  CheckHolderName: step(
    [
      option('holderDecision', 'accept', '凭登记证明过户', 'T', 'primary'),
      option('holderDecision', 'manual', '转人工办理', 'R', 'danger'),
    ],
    { hint: '登记的户主不是卖方，请凭登记证明核对。' },
  ),
  CloseServices: step(only('已告知，关闭清单'), { hint: '三十天内没有结果的服务已转人工，请逐项告知申请人。' }),
  EscrowProblem: step(only('已核实，重新划付'), {
    refusedBy: ['escrow.release'],
    hint: '监管银行拒绝划付，请与银行核实；登记不受影响。',
  }),
};
