import type { createTestClock } from '../../../platform/clock.ts';
import { dayOf, type Registry } from '../../../registry/index.ts';
import { actor } from './play.ts';

/** Numbers, seals, hands over and records a letter, all at the clock's time. */
export async function tellInWriting(
  registry: Registry,
  clock: ReturnType<typeof createTestClock>,
  letterId: string,
): Promise<void> {
  const clerk = actor('cert_clerk');
  const { letters } = registry;
  await letters.issue(letterId, clerk);
  const seal = { sealId: 'seal', signatureNo: 'S', certSerial: '1', signedAt: clock.now().toISOString() };
  await letters.putPaper(letterId, { bytes: Buffer.from('%PDF-1.7'), seal });
  const postedOn = dayOf(clock.now());
  await letters.posted(letterId, { way: 'person', postedOn, trackingNo: 'SD', address: '窗口' }, clerk);
  await letters.told(letterId, { toldAt: clock.now(), receiptNo: 'SD' }, clerk);
}
