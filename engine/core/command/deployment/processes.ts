/** The processes of a deployed diagram. */
import { emit, newKey, type Step } from '../../step.ts';
import type { DeployedResources, Key, ProcessDefinition } from '../../types.ts';
import type { ReadAs } from './read-files.ts';

export function deployProcesses(
  step: Step,
  { file, processes }: ReadAs<'bpmn'>,
  deploymentKey: Key,
  known: boolean,
  result: DeployedResources,
): void {
  for (const model of processes) {
    const latest = step.state.by.processVersionsEver.last(model.bpmnProcessId);
    if (known && latest) {
      result.processes.push(latest);
      continue;
    }
    const key = newKey(step);
    const definition: ProcessDefinition = {
      key,
      deploymentKey,
      bpmnProcessId: model.bpmnProcessId,
      name: model.name,
      version: (latest?.version ?? 0) + 1,
      versionTag: model.versionTag,
      startFormId: model.startFormId,
      resourceName: file.name,
      resource: file.content,
      checksum: file.checksum,
      deployedAt: step.now,
      deletedAt: null,
    };
    step.state.keepModel(key, model);
    emit(step, 'PROCESS', 'CREATED', key, definition);
    result.processes.push(definition);
  }
}
