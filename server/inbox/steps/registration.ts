import type { REGISTRATION_COMPLETIONS } from '../../api/completions/index.ts';
import { only, option, type Step, step } from './step.ts';

const REVIEW_DECISIONS = [
  option('reviewDecision', 'approve', '审核通过', 'T', 'primary'),
  option('reviewDecision', 'supplement', '退回补正', 'B', 'default', true),
  option('reviewDecision', 'refuse', '不予登记', 'J', 'danger', true),
];

export const REGISTRATION_STEPS: Record<keyof typeof REGISTRATION_COMPLETIONS, Step> = {
  ManualIdentity: step(
    [
      option('identityDecision', 'ok', '核验属实', 'T', 'primary'),
      option('identityDecision', 'reject', '身份不符', 'J', 'danger'),
    ],
    { hint: '公安核验不一致或暂不可用，请当面核对证件原件。' },
  ),
  CollectMaterials: step([
    option('intakeDecision', 'accept', '受理', 'T', 'primary'),
    option('intakeDecision', 'supplement', '一次性告知', 'B', 'default'),
    option('intakeDecision', 'reject', '不予受理', 'J', 'danger', true),
  ]),
  FixContract: step(only('已更正，重新备案'), {
    refusedBy: ['trade.contract.file'],
    hint: '请与申请人更正网签合同后重新备案；已办预告登记的，填写当时备案的合同号。',
  }),
  Review: step(
    [
      ...REVIEW_DECISIONS,
      option('reviewDecision', 'onsite', '实地查看', 'D', 'default'),
      option('reviewDecision', 'escalate', '提请会商', 'H', 'default'),
    ],
    { reviewStep: 'review', showsRegister: true },
  ),
  ReReview: step(REVIEW_DECISIONS, {
    reviewStep: 're_review',
    showsRegister: true,
    hint: '受理之后登记簿有变化、签簿退回或登簿冲突，请对照登记簿再次审核。',
  }),
  SignBook: step(
    [
      option('signDecision', 'enter', '同意登簿', 'T', 'primary'),
      option('signDecision', 'return', '退回审核', 'B', 'default'),
    ],
    { reviewStep: 'sign_book', showsRegister: true },
  ),
  ConfirmRefusal: step(
    [
      option('refusalDecision', 'confirm', '同意不予登记', 'T', 'danger'),
      option('refusalDecision', 'reject', '不同意，重新审核', 'B', 'default'),
    ],
    { reviewStep: 'confirm_refusal' },
  ),
  ConfirmSuperseded: step([option(null, null, '确认因查封不予登记', 'T', 'danger')], {
    reviewStep: 'confirm_superseded',
    showsRegister: true,
    hint: '办理期间不动产被查封或受到其他限制，本次登记不能继续（查封规定 §23）。',
  }),
};
