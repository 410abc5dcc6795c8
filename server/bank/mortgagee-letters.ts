import type { ServerDeps } from '../deps.ts';
import { type Loop, startLoop } from '../loops/loop.ts';

const BATCH = 20;
const IDLE_MS = 1_000;

/**
 * Tells a bank that a home mortgaged to it has a new owner (INV-18), or was seized under its 最高额抵押 (INV-20). Leased in the register, so several servers share the work;
 * the bank knows a letter by its key, and one that does not answer is written to again with the back-off of the outbox.
 */
export function startMortgageeLetters({
  registry,
  departments,
  log,
}: Pick<ServerDeps, 'registry' | 'departments' | 'log'>): Loop {
  return startLoop({
    name: 'mortgagee-letters',
    log,
    round: async () => {
      const letters = await registry.outbox.claimLetters(BATCH);
      for (const letter of letters) {
        const { id, topic, caseNo, bankId, unitCode, certificateNo } = letter;
        const kind = topic === 'mortgage.seized' ? 'mortgage_seized' : 'mortgage_followed';
        const answer = await departments.loanbank.notifyMortgagee(
          { bankId, caseNo, kind, unitCode, ...(certificateNo ? { certificateNo } : {}) },
          { idempotencyKey: id, traceId: id },
        );
        if (answer.kind === 'ok') {
          const { receiptNo, receivedAt, claimFen } = answer.value;
          await registry.outbox.letterSent(letter, {
            receiptNo,
            receivedAt: new Date(receivedAt),
            ...(claimFen === undefined ? {} : { claimFen }),
          });
          continue;
        }
        const reason = answer.kind === 'refused' ? answer.message : answer.technical.message;
        log.warn({ caseNo, bankId, reason }, 'the bank has not taken the letter yet');
        await registry.outbox.failOutbox(id, reason);
      }
      return letters.length === BATCH ? 0 : IDLE_MS;
    },
  });
}
