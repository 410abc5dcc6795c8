import type { ReviewStep } from '../../registry/index.ts';
import type { DecisionOption, StepId } from '../api/completions.ts';

/** What the desk must know about each user task besides its form. Data; the completion handlers are in record-evidence.ts. */
export interface Step {
  decisions: DecisionOption[];
  /** Steps the register keeps as decisions; 受办分离 is checked for them before the form opens. */
  reviewStep: ReviewStep | null;
  /** Why a task of this step waits, for the top of the form. */
  hint: string | null;
  /** The register before and after is part of the decision. */
  showsRegister: boolean;
}

type Tone = DecisionOption['tone'];
const option = (
  field: string | null,
  value: string | null,
  label: string,
  key: string,
  tone: Tone,
  needsReason = false,
) => ({
  field,
  value,
  label,
  tone,
  needsReason,
  key,
});
const only = (label: string): DecisionOption[] => [option(null, null, label, 'T', 'primary')];
const step = (decisions: DecisionOption[], more: Partial<Step> = {}): Step => ({
  decisions,
  reviewStep: null,
  hint: null,
  showsRegister: false,
  ...more,
});

const REVIEW_DECISIONS = [
  option('reviewDecision', 'approve', '审核通过', 'T', 'primary'),
  option('reviewDecision', 'supplement', '退回补正', 'B', 'default', true),
  option('reviewDecision', 'refuse', '不予登记', 'J', 'danger', true),
];

export const STEPS: Record<StepId, Step> = {
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
    hint: '住建部门未找到合同或合同无效，请与申请人更正网签合同后重新备案。',
  }),
  Review: step(REVIEW_DECISIONS, { reviewStep: 'review', showsRegister: true }),
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
  PaymentProblem: step(only('已核实，重新生成缴款单'), { hint: '缴费失败，请与缴费人核实。' }),
  SealProblem: step(only('已处理，重新盖章'), { hint: '电子印章拒绝签章（过期或未授权），请处理后重试。' }),
  PrintCertificate: step([
    option('printDecision', 'printed', '打印完成', 'T', 'primary'),
    option('printDecision', 'void', '作废重打', 'Z', 'danger'),
  ]),
  Deliver: step(only('确认发证')),
  TaxProblem: step(only('已处理，继续'), { hint: '税务部门退回核定或没有查到缴款，请处理后继续。' }),
  ManualAssessment: step(only('提交核定结果'), { hint: '规则表没有对应的税率（例如非住宅），请人工核定。' }),
};

export const isKnownStep = (elementId: string): elementId is StepId => elementId in STEPS;

/** F-REVIEW 审核要点 by item; the codes are kept with the decision. */
export function checklistFor(itemCode: string): { code: string; text: string }[] {
  const common = [
    { code: 'identity', text: '申请人身份已核验，与申请材料一致' },
    { code: 'unit', text: '不动产坐落、面积、用途与登记簿一致' },
    { code: 'intention', text: '询问记录完整，申请为真实意思表示' },
    { code: 'restriction', text: '不动产没有查封、异议等限制本次登记的情形' },
  ];
  const byItem: Record<string, { code: string; text: string }[]> = {
    'BDC-07': [{ code: 'proof', text: '姓名（名称）变更证明来源可靠，前后为同一主体' }],
    'BDC-10': [
      { code: 'transferor', text: '转让方与登记簿现权利人（全体）一致' },
      { code: 'contract', text: '买卖合同已网签备案，当事人、价款、不动产一致' },
      { code: 'tax', text: '契税等已缴纳或依法免征（登簿前必须齐备）' },
      { code: 'mortgage', text: '已抵押的，转让不受限制或抵押权人已同意' },
    ],
    'BDC-17': [
      { code: 'mortgagor', text: '抵押人为登记簿现权利人（全体）' },
      { code: 'contract', text: '主债权及抵押合同信息表完整，数额、期限明确' },
      { code: 'object', text: '抵押财产不属于法律禁止抵押的范围（民法典 399）' },
    ],
  };
  return [...common, ...(byItem[itemCode] ?? [])];
}
