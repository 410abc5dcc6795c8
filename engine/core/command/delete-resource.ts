/** Deletion of what was deployed. What happens to its versions and start events was measured on 8.6.0. */
import { emit, newKey, Rejected, type Step } from '../step.ts';
import type { DecisionRequirements, Key, Nothing, ProcessDefinition } from '../types.ts';
import { closeStarts, openStarts } from './start-subscriptions.ts';

export function deleteResource(step: Step, { resourceKey }: { resourceKey: Key }): Nothing {
  const remove = deletionOf(step, resourceKey);
  if (!remove) {
    throw new Rejected('NOT_FOUND', `Expected to delete resource but no resource found with key \`${resourceKey}\``);
  }
  const deletionKey = newKey(step);
  emit(step, 'RESOURCE_DELETION', 'DELETING', deletionKey, { resourceKey });
  remove();
  emit(step, 'RESOURCE_DELETION', 'DELETED', deletionKey, { resourceKey });
  return {};
}

/** What has to be done; undefined when there is no such resource. */
function deletionOf(step: Step, key: Key): (() => void) | undefined {
  const process = step.state.processDefinition.get(key);
  if (process?.deletedAt === null) {
    refuseWhileRunning(step, key);
    return () => deleteProcess(step, process);
  }
  const requirements = step.state.decisionRequirements.get(key);
  if (requirements) return () => deleteDecisions(step, requirements);
  const form = step.state.form.get(key);
  if (form?.deletedAt === null) return () => emit(step, 'FORM', 'DELETED', key, { ...form, deletedAt: step.now });
  const resource = step.state.genericResource.get(key);
  if (resource?.deletedAt === null) {
    return () => emit(step, 'RESOURCE', 'DELETED', key, { ...resource, deletedAt: step.now });
  }
  return undefined;
}

/** A scan: deletions are rare, and an index would be paid for with every instance. */
function refuseWhileRunning(step: Step, definitionKey: Key): void {
  for (const { processDefinitionKey } of step.state.processInstance.values()) {
    if (processDefinitionKey !== definitionKey) continue;
    throw new Rejected(
      'INVALID_STATE',
      `Expected to delete resource with key \`${definitionKey}\` but there are still running instances`,
    );
  }
}

/** When it is the latest version, the one before takes its place, with all that starts it. */
function deleteProcess(step: Step, definition: ProcessDefinition): void {
  emit(step, 'PROCESS', 'DELETING', definition.key, definition);
  const versions = [...step.state.by.processVersions.get(definition.bpmnProcessId)];
  const before = versions.at(-2);
  if (versions.at(-1)?.key === definition.key) {
    closeStarts(step, definition);
    if (before) openStarts(step, before);
  }
  emit(step, 'PROCESS', 'DELETED', definition.key, { ...definition, deletedAt: step.now });
}

function deleteDecisions(step: Step, requirements: DecisionRequirements): void {
  for (const decision of [...step.state.by.decisionsOf.get(requirements.key)]) {
    emit(step, 'DECISION', 'DELETED', decision.key, { ...decision, deletedAt: step.now });
  }
  emit(step, 'DECISION_REQUIREMENTS', 'DELETED', requirements.key, { ...requirements, deletedAt: step.now });
}
