import type { Static } from 'typebox';
import { BANK_COMPLETIONS } from './bank.ts';
import { CERTIFICATE_COMPLETIONS } from './certificate.ts';
import { COURT_COMPLETIONS } from './court.ts';
import { REGISTRATION_COMPLETIONS } from './registration.ts';
import { REVIEW_COMPLETIONS } from './review.ts';
import { TAX_COMPLETIONS } from './tax.ts';
import { YILUTONG_COMPLETIONS } from './yilutong.ts';

export * from './bank.ts';
export * from './certificate.ts';
export * from './court.ts';
export * from './decision.ts';
export * from './reasons.ts';
export * from './registration.ts';
export * from './review.ts';
export * from './tax.ts';
export * from './yilutong.ts';

/**
 * What each step asks of the person who completes it: the body of POST /api/tasks/:taskKey/complete, by element.
 * `elementId` names the step and tells the bodies apart; it must be the element of the task.
 * Only decisions and codes travel on to the engine; opinions and names stay in the register's schema.
 * Each process has a file of its own here, in `server/inbox/steps` and in `server/inbox/evidence`.
 */
export const COMPLETIONS = {
  ...REGISTRATION_COMPLETIONS,
  ...REVIEW_COMPLETIONS,
  ...CERTIFICATE_COMPLETIONS,
  ...TAX_COMPLETIONS,
  ...YILUTONG_COMPLETIONS,
  ...COURT_COMPLETIONS,
  ...BANK_COMPLETIONS,
} as const;

export type StepId = keyof typeof COMPLETIONS;
/** The completion of one step. */
export type CompletionOf<Id extends StepId> = Static<(typeof COMPLETIONS)[Id]>;
export type Completion = { [Id in StepId]: CompletionOf<Id> }[StepId];
