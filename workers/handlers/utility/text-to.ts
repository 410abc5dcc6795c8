import type { SmsTemplate } from '../../../departments/sms/contract.ts';
import type { Party } from '../../../registry/index.ts';
import { type JobContext, TechnicalFailure } from '../../job.ts';

/**
 * A message with the receiver's own link to the progress page. Numbers that cannot be reached are not counted and stop
 * nothing. A repeated job sends a new link: the old one is known by its hash only.
 */
export async function textTo(
  { deps, job, call, lastAttempt }: JobContext,
  caseNo: string,
  parties: Party[],
  template: SmsTemplate,
  words: (link: string) => Record<string, string>,
): Promise<number> {
  let notified = 0;
  for (const { partyNo, phone } of parties) {
    if (!phone) continue;
    const token = await deps.registry.yilutong.makeProgressLink({ caseNo, partyNo, phone });
    const key = `${template}:${partyNo}:${job.elementInstanceKey}`;
    const vars = words(`${deps.publicUrl}/p/${token}`);
    const result = await deps.clients.sms.send(
      { caseNo, template, to: phone, vars },
      call(caseNo, `${key}:${job.retries}`),
    );
    if (result.kind === 'unavailable') {
      if (!lastAttempt) throw new TechnicalFailure(result.technical.message);
      deps.log.warn({ caseNo, template, reason: result.technical.reason }, 'message given up, the case goes on');
      continue;
    }
    if (result.kind === 'refused') continue;
    await deps.registry.cases.recordNotification({ caseNo, key, template, partyNo, messageId: result.value.msgId });
    notified += 1;
  }
  return notified;
}
