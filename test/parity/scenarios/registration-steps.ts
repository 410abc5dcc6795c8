import { type Answers, doJobs, type Vars } from '../support/scripted-workers.ts';
import type { Stage } from '../support/stage.ts';
import { familyFiles } from './families.ts';
import { application, CASE, JOB_INPUTS, usualAnswers } from './registration-case.ts';

// What the registration's scenarios begin with.

export const work = (stage: Stage, special: Answers = {}): Promise<void> =>
  doJobs(stage, { ...usualAnswers(stage), ...special }, JOB_INPUTS);

/** A change of name: no contract, no tax, one person. */
export const simple = (more: Vars = {}): Vars =>
  application({ itemCode: 'BDC-07', needsContract: false, needsTax: false, partyNos: [1], ...more });

export async function file(stage: Stage, variables: Vars): Promise<void> {
  await stage.deploy(...familyFiles('registration'));
  await stage.publish('msg.case.filed', CASE, { variables, id: CASE, ttlMs: 0 });
}

/** Files a case and brings it to the handling. */
export async function accepted(stage: Stage, variables: Vars, special: Answers = {}): Promise<void> {
  await file(stage, variables);
  await work(stage, special);
  await stage.completeTask('CollectMaterials', { intakeDecision: 'accept', missingMaterials: [] });
  await work(stage, special);
}
