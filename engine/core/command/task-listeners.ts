/** What a task listener may say when its job is done. Texts as in Camunda 8.8. */
import { pendingOf } from '../behaviour/listened-task.ts';
import { agree, deny } from '../behaviour/task-transitions.ts';
import { Rejected, type Step } from '../step.ts';
import type { CommandOf, ElementInstance, Job, JobResult, TaskAttributes } from '../types.ts';
import { checkAttributes } from './user-tasks.ts';

type Complete = CommandOf<'completeJob'>;
type Corrections = Partial<TaskAttributes>;

const DENIABLE: readonly Job['listenerEvent'][] = ['ASSIGNING', 'COMPLETING', 'UPDATING'];

/** @throws Rejected when the listener asks for what it cannot have */
export function checkTaskListener(step: Step, job: Job, { variables = {}, result }: Complete): void {
  const about = `(job key '${job.key}', type '${job.type}', processInstanceKey '${job.processInstanceKey}')`;
  const invalid = (reason: string) => new Rejected('INVALID_ARGUMENT', reason);
  if (Object.keys(variables).length > 0) {
    throw invalid(
      `Task Listener job completion with variables payload provided is not yet supported ${about}. Support will be enabled with the resolution of issue #23702.`,
    );
  }
  const { denied, corrections } = ofTask(result);
  if (denied && !DENIABLE.includes(job.listenerEvent)) {
    throw invalid(
      `Denying result is not supported for '${job.listenerEvent}' task listener jobs ${about}. Only the following listener event types support denying: [${DENIABLE.join(', ')}].`,
    );
  }
  if (denied && Object.keys(corrections).length > 0) {
    throw invalid(
      `Expected to complete task listener job with corrections, but the job result is denied ${about}. The corrections would be reverted by the denial. Either complete the job with corrections without setting denied, or complete the job with a denied result but no corrections.`,
    );
  }
  const assignedByModel = pendingOf(step, job)?.transition?.assignAfterwards !== '';
  if (job.listenerEvent === 'CREATING' && corrections.assignee !== undefined && assignedByModel) {
    throw invalid(
      `Expected to complete task listener job, but correcting the assignee on 'CREATING' event is not supported when the user task has an assignee defined in the model ${about}.`,
    );
  }
  checkAttributes(corrections);
}

function ofTask(result: JobResult | undefined): { denied: boolean; deniedReason: string; corrections: Corrections } {
  if (result?.type !== 'userTask') return { denied: false, deniedReason: '', corrections: {} };
  return { denied: result.denied, deniedReason: result.deniedReason, corrections: result.corrections };
}

/** What is kept of a denial with the listener's job; null when there is none. */
export function deniedReasonOf({ kind }: Job, result: JobResult | undefined): string | null {
  const { denied, deniedReason } = ofTask(result);
  return kind === 'TASK_LISTENER' && denied ? deniedReason : null;
}

export function taskListened(step: Step, instance: ElementInstance, result: JobResult | undefined): void {
  const { denied, deniedReason, corrections } = ofTask(result);
  if (denied) deny(step, instance, deniedReason);
  else agree(step, instance, corrections);
}
