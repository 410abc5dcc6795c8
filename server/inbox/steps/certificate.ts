import type { CERTIFICATE_COMPLETIONS } from '../../api/completions/index.ts';
import { only, option, type Step, step } from './step.ts';

export const CERTIFICATE_STEPS: Record<keyof typeof CERTIFICATE_COMPLETIONS, Step> = {
  PaymentProblem: step(only('已核实，重新生成缴款单'), { hint: '缴费失败，请与缴费人核实。' }),
  SealProblem: step(only('已处理，重新盖章'), {
    refusedBy: ['seal.sign'],
    hint: '电子印章拒绝签章（过期或未授权），请处理后重试。',
  }),
  PrintCertificate: step([
    option('printDecision', 'printed', '打印完成', 'T', 'primary'),
    option('printDecision', 'void', '作废重打', 'Z', 'danger'),
  ]),
  Deliver: step(only('确认发证')),
};
