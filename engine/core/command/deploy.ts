/** Deployment of diagrams, decisions, forms and other resources: versions, duplicates, message start subscriptions. */
import { emit, newKey, Rejected, type Step } from '../step.ts';
import type { CommandOf, DeployedResources } from '../types.ts';
import { deployDecisions } from './deployment/decisions.ts';
import { deployProcesses } from './deployment/processes.ts';
import { type ReadFile, readFiles } from './deployment/read-files.ts';
import { deployForm, deployResource } from './deployment/tagged.ts';
import { subscribeStarts } from './start-subscriptions.ts';

export function deploy(step: Step, command: CommandOf<'deploy'>): DeployedResources {
  if (command.resources.length === 0) {
    throw new Rejected('INVALID_ARGUMENT', 'Expected to deploy at least one resource, but none given');
  }
  const read = readFiles(command.resources);
  const deployment = { key: newKey(step), deployedAt: step.now };
  // As soon as one resource is new, all get a new version: they belong together.
  const allKnown = read.every((part) => isKnown(step, part));
  const result: DeployedResources = {
    deploymentKey: deployment.key,
    processes: [],
    forms: [],
    resources: [],
    decisionRequirements: [],
    decisions: [],
  };
  for (const part of read) {
    if (part.kind === 'bpmn') deployProcesses(step, part, deployment.key, allKnown, result);
    else if (part.kind === 'dmn') deployDecisions(step, part, deployment.key, allKnown, result);
    else if (part.kind === 'form') result.forms.push(deployForm(step, part, deployment.key, allKnown));
    else result.resources.push(deployResource(step, part, deployment.key, allKnown));
  }
  emit(step, 'DEPLOYMENT', 'CREATED', deployment.key, deployment);
  if (!allKnown) for (const process of result.processes) subscribeStarts(step, process);
  return result;
}

function isKnown({ state }: Step, part: ReadFile): boolean {
  const same = (row: { checksum: string; resourceName: string } | undefined) =>
    row?.checksum === part.file.checksum && row.resourceName === part.file.name;
  switch (part.kind) {
    case 'form':
      return same(state.by.formVersions.last(part.id));
    case 'resource':
      return same(state.by.resourceVersions.last(part.id));
    case 'dmn':
      return same(state.by.requirementVersions.last(part.drg.id));
    case 'bpmn':
      return part.processes.every(({ bpmnProcessId }) => {
        // Compared is what was deployed last; once that is deleted the version before is new, too (measured on 8.6.0).
        const last = state.by.processVersionsEver.last(bpmnProcessId);
        return last?.deletedAt === null && same(last);
      });
  }
}
