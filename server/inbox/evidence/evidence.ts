import type { Static, TSchema } from 'typebox';
import type { Registry, User } from '../../../registry/index.ts';
import { actorOf } from '../../access/guard.ts';
import type { Completion } from '../../api/completions/index.ts';
import type { ServerDeps } from '../../deps.ts';
import type { CaseTask } from '../access.ts';
import { STEPS } from '../steps/index.ts';

export type Deps = Pick<ServerDeps, 'registry' | 'clock'>;
export type Variables = Record<string, unknown>;

/**
 * Writes what one completed task proves into the register and answers the variables for the engine: decisions, codes and
 * amounts only. Idempotent by task, so a completion that failed half-way can be sent again.
 */
export type Evidence<Body> = (deps: Deps, task: CaseTask, completion: Body, user: User) => Promise<Variables>;

/** One handler for each completion of a process's list. */
export type EvidenceOf<Completions extends Record<string, TSchema>> = {
  [Id in keyof Completions]: Evidence<Static<Completions[Id]>>;
};

/** What was done about a problem, for the audit trail; free text never travels to the engine. */
export async function note(registry: Registry, task: CaseTask, user: User, text: string, detail: Variables = {}) {
  await registry.audit.record({
    actor: actorOf(user),
    action: `task.${task.elementId}`,
    purpose: text,
    caseNo: task.caseNo,
    detail: { taskKey: task.taskKey, ...detail },
  });
}

/** For a step that only has to be done: what was done is written down, and nothing is told to the engine. */
export const noteOnly: Evidence<{ note: string }> = async ({ registry }, task, completion, user) => {
  await note(registry, task, user, completion.note);
  return {};
};

/** 审核意见: a step that the register keeps as a decision (`reviewStep`); the database holds 受办分离. */
export async function recordDecision(
  registry: Registry,
  task: CaseTask,
  completion: Extract<Completion, { opinion: string }>,
  user: User,
  decision: string,
): Promise<void> {
  const step = STEPS[completion.elementId].reviewStep;
  if (!step) throw new Error(`${completion.elementId} is not a decision`);
  await registry.cases.recordReview({
    caseNo: task.caseNo,
    taskKey: task.taskKey,
    step,
    decision,
    reasonCode: 'reasonCode' in completion ? (completion.reasonCode ?? null) : null,
    opinion: completion.opinion,
    ...('seenVersions' in completion && completion.seenVersions ? { seenVersions: completion.seenVersions } : {}),
    ...('checklist' in completion ? { checklist: { entries: completion.checklist } } : {}),
    by: actorOf(user),
  });
}
