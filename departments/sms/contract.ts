/** Text-message platform (短信/浙里办). domain §5.0.4 `notify.send`. */
import Type from 'typebox';
import { defineOperations } from '../shared/operation.ts';
import { CaseNo, Instant } from '../shared/wire.ts';

/**
 * Templates registered with the platform; `{…}` are the variables each one needs. A row is added here and nowhere else.
 * A message that would be longer than `smsMaxLength` characters is refused.
 */
export const smsTemplates = {
  accepted: '您申请的{itemName}已受理，业务号{caseNo}，请留意后续通知。',
  supplement: '您的业务{caseNo}需要补正材料，请于{dueDate}前到窗口办理。',
  told_once: '您申请的业务{caseNo}材料不齐，一次性告知书已出具，请补齐后重新申请。',
  onsite: '您的业务{caseNo}需要实地查看，请于{onsiteTime}在现场等候工作人员。',
  publicity: '您的业务{caseNo}已发布公告（公示），{dueDate}期满无异议后继续办理。',
  tax_reminder: '您的业务{caseNo}有待缴税款，请尽快缴纳，以免影响登记。',
  payment_reminder: '您的业务{caseNo}登记费待缴，请扫码缴费后领取证书。',
  completed: '您的业务{caseNo}已完成登记，证书可通过{delivery}领取。',
  not_accepted: '您的业务{caseNo}不予受理，通知书已出具，请到窗口领取。',
  refused: '您的业务{caseNo}不予登记，决定书已出具，请到窗口领取。',
  withdrawn: '您的业务{caseNo}已按申请撤回。',
  superseded: '您的业务{caseNo}因查封不予登记，通知书已出具，请到窗口领取。',
  link_code: '验证码{code}，用于不动产登记，十分钟内有效，请勿告诉他人。',
  closed_unanswered: '您的业务{caseNo}逾期未补正，已终止办理，如需办理请重新申请。',
  mortgage_registered: '您的抵押登记{caseNo}已完成，登记证明号{certificateNo}。',
  mortgage_cancelled: '您的抵押已注销，业务号{caseNo}，不动产恢复无该项抵押。',
  consent_request: '贷款银行请您同意查询不动产登记，一天内有效，请勿转发：{link}',
  sign_request: '业务{caseNo}等您签署，七天内有效，请勿转发：{link}',
  loan_refused: '业务{caseNo}抵押登记已生效，但银行没有放款；需要注销抵押的，请与贷款银行联系。',
  loan_reminder: '业务{caseNo}抵押登记已完成，银行尚未放款，请与贷款银行联系。',
  rank_changed: '业务{caseNo}抵押顺位已变为第{rank}顺位，请确认。',
  seizure_lifted: '您名下不动产的查封已解除，业务号{caseNo}。',
  escrow_deposit: '业务{caseNo}监管账户{escrowNo}已开立，请存入{amount}元。',
  escrow_released: '业务{caseNo}监管资金{amount}元已划付卖方。',
  escrow_refunded: '业务{caseNo}监管资金{amount}元已退回买方。',
  progress_link: '业务{caseNo}已完成登记，水电气等过户进度请查看{link}',
  utility_done: '业务{caseNo}的{service}过户已完成。',
  utility_arrears: '业务{caseNo}的{service}户尚欠{amount}元，请先缴清，缴费入口{link}',
  utility_correct: '业务{caseNo}的{service}户号未查到，请于{dueDate}前更正，入口{link}',
  utility_skipped: '业务{caseNo}的{service}过户未办理，请自行到营业厅办理。',
  hukou_occupied: '业务{caseNo}的房屋内尚有户籍未迁出，请到派出所咨询。',
  progress_open: '您的一路通业务{caseNo}已受件，进度、税款确认和过户请查看{link}',
  escrow_reminder: '您的业务{caseNo}购房款尚未存入监管账户，请尽快存入。',
  tax_confirm_reminder: '您的业务{caseNo}税款待确认，请在进度页确认。',
  caution_lapsing: '业务{caseNo}的预告登记将于{dueDate}后失效，请在此前申请不动产登记。',
  objection_lapsing: '业务{caseNo}的异议登记将于{dueDate}后失效，请在此前提交起诉或仲裁的受理证明。',
  delivery_sent: '业务{caseNo}的证书已寄出，邮件号{trackingNo}。',
} as const;
/** Two joined messages of 70 and 67 characters, sign included: the usual limit of a government platform. */
export const smsMaxLength = 134;
/** Put in front of every message by the platform. */
export const smsSign = '【宁波不动产登记】';
export type SmsTemplate = keyof typeof smsTemplates;

export const SendMessageRequest = Type.Object(
  {
    caseNo: CaseNo,
    template: Type.String({ minLength: 1 }),
    /** Mobile number; an empty string is refused as SMS_EMPTY_NUMBER. */
    to: Type.String({ maxLength: 20 }),
    vars: Type.Record(Type.String(), Type.String()),
  },
  { additionalProperties: false },
);
export type SendMessageRequest = Type.Static<typeof SendMessageRequest>;

export const SendMessageAnswer = Type.Object({ msgId: Type.String(), acceptedAt: Instant });
export type SendMessageAnswer = Type.Static<typeof SendMessageAnswer>;

/** A message that cannot be delivered never stops a case: the worker records it and goes on. */
export const sendRefusals = [
  'SMS_BLACKLISTED',
  'SMS_EMPTY_NUMBER',
  'SMS_TEMPLATE_UNKNOWN',
  'SMS_VARS_MISSING',
  'SMS_TOO_LONG',
] as const;

/** The message as it is sent. */
export function messageText(template: SmsTemplate, vars: Readonly<Record<string, string>>): string {
  const text = smsTemplates[template].replace(/\{(\w+)\}/g, (_, name: string) => vars[name] ?? '');
  return `${smsSign}${text}`;
}

/** Names of the variables a template needs. */
export function templateVars(template: SmsTemplate): string[] {
  return [...smsTemplates[template].matchAll(/\{(\w+)\}/g)].map((match) => match[1]!);
}

export const smsOperations = defineOperations({
  send: {
    method: 'POST',
    path: '/messages',
    summary: '发送短信',
    body: SendMessageRequest,
    answer: SendMessageAnswer,
    refusals: sendRefusals,
  },
});
