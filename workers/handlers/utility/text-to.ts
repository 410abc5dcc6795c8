import type { SmsTemplate } from '../../../departments/sms/contract.ts';
import type { Party } from '../../../registry/index.ts';
import type { JobContext } from '../../job.ts';
import { sendText } from '../notify/send-text.ts';

/**
 * A message with the receiver's own link to the progress page. Numbers that cannot be reached are not counted and stop
 * nothing. A repeated job sends a new link: the old one is known by its hash only.
 */
export async function textTo(
  context: JobContext,
  caseNo: string,
  parties: Party[],
  template: SmsTemplate,
  words: (link: string) => Record<string, string>,
): Promise<number> {
  const { deps, job } = context;
  let notified = 0;
  for (const { partyNo, phone } of parties) {
    if (!phone) continue;
    const token = await deps.registry.yilutong.makeProgressLink({ caseNo, partyNo, phone });
    const key = `${template}:${partyNo}:${job.elementInstanceKey}`;
    const vars = words(`${deps.publicUrl}/p/${token}`);
    const messageId = await sendText(context, { caseNo, template, to: phone, vars }, `${key}:${job.retries}`);
    if (!messageId) continue;
    await deps.registry.cases.recordNotification({ caseNo, key, template, partyNo, messageId });
    notified += 1;
  }
  return notified;
}
