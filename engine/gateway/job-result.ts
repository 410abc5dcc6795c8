import type { JobResult } from '../core/types.ts';
import type * as m from './messages.ts';
import { InvalidRequest } from './status.ts';

/** What a worker says besides that its job is done: wire → core. */
export function readJobResult(result: m.JobResult | null | undefined): JobResult | undefined {
  if (!result) return undefined;
  const { type = 'userTask', denied = false, deniedReason = '' } = result;
  if (type === 'userTask') return { type, denied, deniedReason, corrections: corrections(result.corrections ?? {}) };
  throw new InvalidRequest(`Expected the type of a job result to be one of [userTask], but it was '${type}'`);
}

/** Camunda's clients leave out what stays; an empty text or list clears. */
function corrections(given: NonNullable<m.JobResult['corrections']>): JobResult['corrections'] {
  const { candidateUsers, candidateGroups, ...rest } = given;
  const texts = Object.entries(rest).filter(([name, value]) => CORRECTABLE.has(name) && value !== undefined);
  return {
    ...Object.fromEntries(texts),
    ...(candidateUsers ? { candidateUsers: candidateUsers.values } : {}),
    ...(candidateGroups ? { candidateGroups: candidateGroups.values } : {}),
  };
}

const CORRECTABLE: ReadonlySet<string> = new Set(['assignee', 'dueDate', 'followUpDate', 'priority']);
