/** One item of a batch: the command for its process instance, and what became of it. */
import { attempt, emit, newKey, Rejected, type Step } from '../../step.ts';
import type { BatchItemState, BatchOperation, BatchOperationItem, CommandOf, Key, Nothing } from '../../types.ts';
import { resolveIncident } from '../incidents.ts';
import { updateJob } from '../jobs.ts';
import { migrateProcessInstance } from '../migration/migrate.ts';
import { modifyProcessInstance } from '../modification/modify.ts';
import { cancelProcessInstance } from '../process-instances.ts';
import { completeWhenDone } from './lifecycle.ts';

/** A refused command leaves nothing behind but its reason. */
export function executeBatchOperationItem(step: Step, { key }: CommandOf<'executeBatchOperationItem'>): Nothing {
  const item = step.state.batchOperationItem.get(key);
  const batch = item && step.state.batchOperation.get(item.batchOperationKey);
  if (!item || batch?.state !== 'ACTIVE') return {};
  const refused = attempt(step, () => carryOut(step, batch, item));
  if (!refused) ended(step, item, 'COMPLETED', null);
  else ended(step, item, refused.rejectionType === 'NOT_FOUND' ? 'SKIPPED' : 'FAILED', reasonOf(refused));
  return {};
}

/** The engine itself failed at it. */
export function failBatchOperationItem(step: Step, command: CommandOf<'failBatchOperationItem'>): Nothing {
  const item = step.state.batchOperationItem.get(command.key);
  if (item) ended(step, item, 'FAILED', command.errorMessage);
  return {};
}

const reasonOf = ({ rejectionType, message }: Rejected): string => `${rejectionType}: ${message}`;

function ended(step: Step, item: BatchOperationItem, state: BatchItemState, errorMessage: string | null): void {
  const done = { ...item, state, errorMessage, processedAt: step.now };
  emit(step, 'BATCH_OPERATION_EXECUTION', 'EXECUTED', newKey(step), done);
  completeWhenDone(step, item.batchOperationKey);
}

function carryOut(step: Step, { type, plan }: BatchOperation, item: BatchOperationItem): void {
  const { processInstanceKey } = item;
  if (type === 'CANCEL_PROCESS_INSTANCE') cancelProcessInstance(step, { processInstanceKey });
  else if (type === 'RESOLVE_INCIDENT') tryAgain(step, item.itemKey);
  else if ('moves' in plan) move(step, processInstanceKey, plan.moves);
  else if ('mapping' in plan) {
    migrateProcessInstance(step, { type: 'migrateProcessInstance', processInstanceKey, ...plan });
  }
}

/** A job without retries gets one: otherwise its incident could not be resolved. */
function tryAgain(step: Step, incidentKey: Key): void {
  const incident = step.state.incident.get(incidentKey);
  const job = incident && step.state.job.get(incident.jobKey);
  if (job && job.retries <= 0) updateJob(step, { type: 'updateJob', jobKey: job.key, retries: 1 });
  resolveIncident(step, { type: 'resolveIncident', incidentKey });
}

/** Every active instance of a source element ends, and its target begins in the same scope where that is possible. */
function move(
  step: Step,
  processInstanceKey: Key,
  moves: { sourceElementId: string; targetElementId: string }[],
): void {
  const instance = step.state.elementInstance.get(processInstanceKey);
  const model = instance && step.state.model(instance.processDefinitionKey);
  const active = instance ? within(step, processInstanceKey) : [];
  const taken = moves.flatMap(({ sourceElementId, targetElementId }) =>
    active
      .filter(({ elementId }) => elementId === sourceElementId)
      .map((source) => {
        const sameScope =
          model?.elements.get(sourceElementId)?.parentId === model?.elements.get(targetElementId)?.parentId;
        return { source, targetElementId, ancestor: sameScope ? source.flowScopeKey : undefined };
      }),
  );
  if (instance && taken.length === 0) {
    const ids = moves.map(({ sourceElementId }) => `'${sourceElementId}'`).join(', ');
    throw new Rejected('NOT_FOUND', `Expected to move from element ${ids}, but none of it is active`);
  }
  modifyProcessInstance(step, {
    type: 'modifyProcessInstance',
    processInstanceKey,
    activate: taken.map(({ targetElementId, ancestor }) => ({
      elementId: targetElementId,
      ancestorElementInstanceKey: ancestor,
      variables: [],
    })),
    terminate: taken.map(({ source }) => source.key),
  });
}

/** Element instances inside a scope. An activity with many instances is moved as a whole: what is in its body is left out. */
function within(step: Step, scopeKey: Key) {
  return [...step.state.by.children.get(scopeKey)].flatMap((child): (typeof child)[] =>
    child.elementType === 'MULTI_INSTANCE_BODY' ? [child] : [child, ...within(step, child.key)],
  );
}
