import type { ServerDeps } from '../deps.ts';
import { type Loop, startLoop } from '../loops/loop.ts';

const BATCH = 20;
const IDLE_MS = 1_000;

/**
 * INV-18: tells a bank that a home mortgaged to it has a new owner. Leased in the register, so several servers share the work;
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
        const { id, caseNo, bankId, unitCode, certificateNo } = letter;
        const answer = await departments.loanbank.notifyMortgagee(
          { bankId, caseNo, kind: 'mortgage_followed', unitCode, ...(certificateNo ? { certificateNo } : {}) },
          { idempotencyKey: id, traceId: id },
        );
        if (answer.kind === 'ok') {
          await registry.outbox.letterSent(letter, answer.value.receiptNo);
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
