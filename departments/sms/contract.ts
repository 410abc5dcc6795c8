/** Text-message platform (短信/浙里办). domain.md §5.0.4 `notify.send`. */
import Type from 'typebox';
import { CaseNo, Instant } from '../shared/wire.ts';

/** Templates registered with the platform; `{…}` are the variables each one needs. */
export const smsTemplates = {
  accepted: '您申请的{itemName}已受理，业务号{caseNo}，请留意后续通知。',
  supplement: '您的业务{caseNo}需要补正材料，请于{dueDate}前到窗口办理。',
  tax_reminder: '您的业务{caseNo}有待缴税款，请尽快缴纳，以免影响登记。',
  payment_reminder: '您的业务{caseNo}登记费待缴，请扫码缴费后领取证书。',
  completed: '您的业务{caseNo}已完成登记，证书可通过{delivery}领取。',
  not_accepted: '您的业务{caseNo}不予受理，通知书已出具，请到窗口领取。',
  refused: '您的业务{caseNo}不予登记，决定书已出具，请到窗口领取。',
  withdrawn: '您的业务{caseNo}已按申请撤回。',
  superseded: '您的业务{caseNo}因查封不予登记，通知书已出具，请到窗口领取。',
} as const;
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
] as const;

/** Names of the variables a template needs. */
export function templateVars(template: SmsTemplate): string[] {
  return [...smsTemplates[template].matchAll(/\{(\w+)\}/g)].map((match) => match[1]!);
}
