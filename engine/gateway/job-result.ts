import type { JobResult, TaskAttributes } from '../core/types.ts';
import type * as m from './messages.ts';
import { parseVariables } from './parse.ts';
import { InvalidRequest } from './status.ts';

/** What a worker says besides that its job is done: wire → core. */
export function readJobResult(result: m.JobResult | null | undefined): JobResult | undefined {
  if (!result) return undefined;
  const { type = 'userTask', denied = false, deniedReason = '' } = result;
  if (type === 'userTask') return { type, denied, deniedReason, corrections: corrections(result.corrections ?? {}) };
  if (type !== 'adHocSubProcess') {
    throw new InvalidRequest(
      `Expected the type of a job result to be one of [userTask, adHocSubProcess], but it was '${type}'`,
    );
  }
  return {
    type,
    activateElements: result.activateElements.map(({ elementId, variables }) => ({
      elementId,
      variables: parseVariables(variables) ?? {},
    })),
    isCompletionConditionFulfilled: result.isCompletionConditionFulfilled ?? false,
    isCancelRemainingInstances: result.isCancelRemainingInstances ?? false,
  };
}

/** Camunda's clients leave out what stays; an empty text or list clears. */
function corrections(given: NonNullable<m.JobResult['corrections']>): Partial<TaskAttributes> {
  const { candidateUsers, candidateGroups, ...rest } = given;
  const texts = Object.entries(rest).filter(([name, value]) => CORRECTABLE.has(name) && value !== undefined);
  return {
    ...Object.fromEntries(texts),
    ...(candidateUsers ? { candidateUsers: candidateUsers.values } : {}),
    ...(candidateGroups ? { candidateGroups: candidateGroups.values } : {}),
  };
}

const CORRECTABLE: ReadonlySet<string> = new Set(['assignee', 'dueDate', 'followUpDate', 'priority']);
