import Type from 'typebox';
import type { SmsTemplate } from '../../../departments/sms/contract.ts';
import { smsTemplates, templateVars } from '../../../departments/sms/contract.ts';
import type { Registry } from '../../../registry/index.ts';
import { complete, defineJob } from '../../job.ts';
import { CaseNo } from '../../shapes.ts';
import { caseOf, dayOf, minuteOf } from '../case-of.ts';
import { DELIVERY_WORDS } from '../documents/words.ts';
import { sendText } from './send-text.ts';

/** Refusals of one number (blacklisted, empty) are recorded by not counting them; they never stop a case. */
export const sendNotification = defineJob({
  type: 'notify.send',
  department: 'sms',
  description: '短信通知申请人',
  input: Type.Object({
    caseNo: CaseNo,
    template: Type.Union(Object.keys(smsTemplates).map((name) => Type.Literal(name as SmsTemplate))),
  }),
  output: Type.Object({ notified: Type.Integer() }),
  bpmnErrors: [],
  timeoutMs: 60_000,
  idempotency: 'the platform knows the key of party and element instance and sends one message',
  async handle({ caseNo, template }, context) {
    const { deps, job } = context;
    const { itemName, startVariables } = await caseOf(deps.registry, caseNo);
    const words: Record<string, string> = {
      caseNo,
      itemName,
      delivery: DELIVERY_WORDS[startVariables.delivery] ?? '',
      dueDate: await dueDateOf(template, deps.registry, caseNo),
      onsiteTime: template === 'onsite' ? await onSiteTime(deps.registry, caseNo) : '',
    };
    const vars = Object.fromEntries(templateVars(template).map((name) => [name, words[name] ?? '']));
    let notified = 0;
    for (const party of await deps.registry.people.getParties(caseNo)) {
      if (!party.phone) continue;
      const key = `${template}:${party.partyNo}:${job.elementInstanceKey}`;
      const messageId = await sendText(context, { caseNo, template, to: party.phone, vars }, key);
      if (!messageId) continue;
      await deps.registry.cases.recordNotification({ caseNo, key, template, partyNo: party.partyNo, messageId });
      notified += 1;
    }
    return complete({ notified });
  },
});

/** 补正 and 公告 name the day on which they end. */
async function dueDateOf(template: SmsTemplate, registry: Registry, caseNo: string): Promise<string> {
  if (template === 'supplement') return supplementDue(registry, caseNo);
  if (template !== 'publicity') return '';
  const running = await registry.publicity.get(caseNo);
  return running ? dayOf(running.dueAt) : '公告所载日期';
}

async function supplementDue({ cases }: Registry, caseNo: string): Promise<string> {
  const asked = await cases.lastSupplement(caseNo);
  return asked ? dayOf(asked.dueAt) : '通知书所载日期';
}

async function onSiteTime({ cases }: Registry, caseNo: string): Promise<string> {
  const last = (await cases.onSiteViews(caseNo)).at(-1);
  return last ? minuteOf(last.appointedAt) : '约定时间';
}
