import type { BegunElement, JobResult, TaskAttributes, Variables } from '../core/types.ts';
import { badRequest } from './problem.ts';
import { int32, nullable, nullableList, nullableText, variablesSchema } from './schemas.ts';

/** `result` of a job completion, as the Orchestration Cluster API of 8.8 has it. */
export interface JobResultBody {
  type?: string | null;
  denied?: boolean | null;
  deniedReason?: string | null;
  corrections?: { [F in keyof TaskAttributes]?: TaskAttributes[F] | null } | null;
  activateElements?: { elementId: string; variables?: Variables | null }[] | null;
  isCompletionConditionFulfilled?: boolean | null;
  isCancelRemainingInstances?: boolean | null;
}

/** An element to begin in an ad-hoc sub-process. */
export const begunElementSchema = {
  type: 'object',
  required: ['elementId'],
  properties: { elementId: { type: 'string', minLength: 1 }, variables: variablesSchema },
} as const;

export const jobResultSchema = {
  type: ['object', 'null'],
  properties: {
    type: nullableText,
    denied: nullable({ type: 'boolean' }),
    deniedReason: nullableText,
    corrections: {
      type: ['object', 'null'],
      properties: {
        assignee: nullableText,
        dueDate: nullableText,
        followUpDate: nullableText,
        candidateUsers: nullableList,
        candidateGroups: nullableList,
        priority: nullable(int32),
      },
    },
    activateElements: nullable({ type: 'array', items: begunElementSchema }),
    isCompletionConditionFulfilled: nullable({ type: 'boolean' }),
    isCancelRemainingInstances: nullable({ type: 'boolean' }),
  },
} as const;

const CORRECTABLE = ['assignee', 'dueDate', 'followUpDate', 'candidateUsers', 'candidateGroups', 'priority'] as const;

export function readJobResult(body: JobResultBody | null | undefined): JobResult | undefined {
  if (!body) return undefined;
  const type = body.type ?? 'userTask';
  if (type === 'adHocSubProcess') {
    return {
      type,
      activateElements: readBegun(body.activateElements ?? []),
      isCompletionConditionFulfilled: body.isCompletionConditionFulfilled ?? false,
      isCancelRemainingInstances: body.isCancelRemainingInstances ?? false,
    };
  }
  if (type !== 'userTask') {
    throw badRequest(`The value for result.type is '${type}' but must be one of [userTask, adHocSubProcess].`);
  }
  const given = body.corrections ?? {};
  // null and "left out" are the same here: the attribute stays.
  const corrected = CORRECTABLE.flatMap((name) => (given[name] == null ? [] : [[name, given[name]] as const]));
  return {
    type,
    denied: body.denied ?? false,
    deniedReason: body.deniedReason ?? '',
    corrections: Object.fromEntries(corrected),
  };
}

export const readBegun = (elements: readonly { elementId: string; variables?: Variables | null }[]): BegunElement[] =>
  elements.map(({ elementId, variables }) => ({ elementId, variables: variables ?? {} }));
