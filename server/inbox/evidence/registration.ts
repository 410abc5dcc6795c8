import type { REGISTRATION_COMPLETIONS } from '../../api/completions/index.ts';
import { type EvidenceOf, note, recordDecision } from './evidence.ts';
import { recordIntake, recordOpenIdentities } from './intake.ts';
import { recordReview } from './review.ts';

export const REGISTRATION_EVIDENCE: EvidenceOf<typeof REGISTRATION_COMPLETIONS> = {
  ManualIdentity: recordOpenIdentities,
  CollectMaterials: recordIntake,
  FixContract: async ({ registry }, task, completion, user) => {
    await note(registry, task, user, completion.note, { contractNo: completion.contractNo });
    // The filing takes a corrected number as a variable: it names a contract, not a person.
    return completion.contractNo ? { contractNo: completion.contractNo } : {};
  },
  Review: recordReview,
  ReReview: recordReview,
  SignBook: async ({ registry }, task, completion, user) => {
    await recordDecision(registry, task, completion, user, completion.signDecision);
    return { signDecision: completion.signDecision };
  },
  ConfirmRefusal: async ({ registry }, task, completion, user) => {
    await recordDecision(registry, task, completion, user, completion.refusalDecision);
    return { refusalDecision: completion.refusalDecision };
  },
  ConfirmSuperseded: async ({ registry }, task, completion, user) => {
    await recordDecision(registry, task, completion, user, 'confirm');
    return {};
  },
};
