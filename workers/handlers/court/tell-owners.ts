import { type JobContext, TechnicalFailure } from '../../job.ts';

const TEMPLATE = 'seizure_lifted' as const;

/**
 * The owner hears that the home is free again (domain §5.3, CT-06); of a seizure the court tells him itself. A phone that takes
 * no message never holds the receipt up. Once by the key of owner and notice.
 */
export async function tellOwners({ deps, call, lastAttempt }: JobContext, noticeNo: string): Promise<void> {
  for (const { personId, phone } of await deps.registry.court.ownersFreedBy(noticeNo)) {
    const message = { caseNo: noticeNo, template: TEMPLATE, to: phone, vars: { caseNo: noticeNo } };
    const result = await deps.clients.sms.send(message, call(noticeNo, `${TEMPLATE}:${personId}`));
    if (result.kind === 'unavailable' && !lastAttempt) throw new TechnicalFailure(result.technical.message);
    if (result.kind !== 'ok')
      deps.log.warn({ noticeNo, personId }, 'the owner could not be told that the seizure is lifted');
  }
}
