import type { SendMessageRequest, SmsTemplate } from '../../../departments/sms/contract.ts';
import { type JobContext, TechnicalFailure } from '../../job.ts';

/**
 * One text message, once by `key`. Numbers that are blacklisted or empty, and a platform that is still away at the last attempt,
 * never stop a case.
 * @returns the platform's number of the message, null when nothing was sent. @throws TechnicalFailure to be tried again
 */
export async function sendText(
  { deps, call, lastAttempt }: Pick<JobContext, 'deps' | 'call' | 'lastAttempt'>,
  message: SendMessageRequest & { template: SmsTemplate },
  key: string,
): Promise<string | null> {
  const { caseNo, template } = message;
  const result = await deps.clients.sms.send(message, call(caseNo, key));
  if (result.kind === 'ok') return result.value.msgId;
  if (result.kind === 'unavailable' && !lastAttempt) throw new TechnicalFailure(result.technical.message);
  const reason = result.kind === 'refused' ? result.code : result.technical.reason;
  deps.log.warn({ caseNo, template, reason }, 'message given up, the case goes on');
  return null;
}
