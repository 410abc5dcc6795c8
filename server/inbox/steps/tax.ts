import type { TAX_COMPLETIONS } from '../../api/completions/index.ts';
import { only, type Step, step } from './step.ts';

export const TAX_STEPS: Record<keyof typeof TAX_COMPLETIONS, Step> = {
  TaxProblem: step(only('已处理，继续'), {
    refusedBy: ['tax.assess', 'tax.clearance'],
    hint: '税务部门退回核定或没有查到缴款，请处理后继续。',
  }),
  ManualAssessment: step(only('提交核定结果'), {
    hint: '规则表没有对应的税率（例如非住宅），或者住房套次不能确定，请人工核定。',
  }),
};
