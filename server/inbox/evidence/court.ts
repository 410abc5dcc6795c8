import { actorOf } from '../../access/guard.ts';
import type { COURT_COMPLETIONS } from '../../api/completions/index.ts';
import { type EvidenceOf, note } from './evidence.ts';

export const COURT_EVIDENCE: EvidenceOf<typeof COURT_COMPLETIONS> = {
  // The register takes the time of delivery now, before the engine hears anything: an outage there delays no court.
  ApproveNotice: async ({ registry }, task, { approveDecision, note: reason }, user) => {
    if (approveDecision === 'sign') await registry.court.signNotice(task.caseNo, actorOf(user));
    else await registry.court.declineNotice(task.caseNo, actorOf(user));
    await note(registry, task, user, reason || '签发通知书', { approveDecision });
    return { approveDecision };
  },
};
