import type { JobContext } from '../../job.ts';
import { sendText } from '../notify/send-text.ts';

const TEMPLATE = 'seizure_lifted' as const;

/**
 * The owner hears that the home is free again (domain §5.3, CT-06); of a seizure the court tells him itself. A phone that takes
 * no message never holds the receipt up. Once by the key of owner and notice.
 */
export async function tellOwners(context: JobContext, noticeNo: string): Promise<void> {
  for (const { personId, phone } of await context.deps.registry.court.ownersFreedBy(noticeNo)) {
    const message = { caseNo: noticeNo, template: TEMPLATE, to: phone, vars: { caseNo: noticeNo } };
    await sendText(context, message, `${TEMPLATE}:${personId}`);
  }
}
