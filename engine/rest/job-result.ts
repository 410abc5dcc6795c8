import type { BegunElement, JobResult, TaskAttributes, Variables } from '../core/types.ts';
import { badRequest } from './problem.ts';
import { int32, textList, variablesSchema } from './schemas.ts';

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

const nullable = (type: string) => ({ type: [type, 'null'] });

/** An element to begin in an ad-hoc sub-process. */
export const begunElementSchema = {
  type: 'object',
  required: ['elementId'],
  properties: { elementId: { type: 'string', minLength: 1 }, variables: variablesSchema },
} as const;

export const jobResultSchema = {
  type: ['object', 'null'],
  properties: {
    type: nullable('string'),
    denied: nullable('boolean'),
    deniedReason: nullable('string'),
    corrections: {
      type: ['object', 'null'],
      properties: {
        assignee: nullable('string'),
        dueDate: nullable('string'),
        followUpDate: nullable('string'),
        candidateUsers: { ...textList, type: ['array', 'null'] },
        candidateGroups: { ...textList, type: ['array', 'null'] },
        priority: { ...int32, type: ['integer', 'null'] },
      },
    },
    activateElements: { type: ['array', 'null'], items: begunElementSchema },
    isCompletionConditionFulfilled: nullable('boolean'),
    isCancelRemainingInstances: nullable('boolean'),
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
