/** Deployment of diagrams, decisions and forms: versions, duplicates, message start subscriptions. */
import { createHash } from 'node:crypto';
import { type DrgModel, readDmn } from '../../dmn/index.ts';
import { parseJson } from '../../json-input.ts';
import { type ProcessModel, readBpmn } from '../../model/index.ts';
import { isTooLong, tooLongText } from '../limits.ts';
import { emit, newKey, Rejected, type Step } from '../step.ts';
import type {
  CommandOf,
  Decision,
  DecisionRequirements,
  DeployedResources,
  Form,
  Key,
  ProcessDefinition,
} from '../types.ts';
import { subscribeStarts } from './start-subscriptions.ts';

type Resource = { name: string; content: string; checksum: string };
type Read =
  | { kind: 'bpmn'; resource: Resource; processes: ProcessModel[] }
  | { kind: 'dmn'; resource: Resource; drg: DrgModel }
  | { kind: 'form'; resource: Resource; formId: string; versionTag: string | null };

export function deploy(step: Step, command: CommandOf<'deploy'>): DeployedResources {
  if (command.resources.length === 0) {
    throw new Rejected('INVALID_ARGUMENT', 'Expected to deploy at least one resource, but none given');
  }
  const read = readAll(command.resources);
  const deployment = { key: newKey(step), deployedAt: step.now };
  // As soon as one resource is new, all get a new version: they belong together.
  const allKnown = read.every((part) => isKnown(step, part));
  const result: DeployedResources = {
    deploymentKey: deployment.key,
    processes: [],
    forms: [],
    decisionRequirements: [],
    decisions: [],
  };
  for (const part of read) {
    if (part.kind === 'bpmn') deployProcesses(step, part, deployment.key, allKnown, result);
    else if (part.kind === 'dmn') deployDecisions(step, part, deployment.key, allKnown, result);
    else deployForm(step, part, deployment.key, allKnown, result);
  }
  emit(step, 'DEPLOYMENT', 'CREATED', deployment.key, deployment);
  if (!allKnown) for (const process of result.processes) subscribeStarts(step, process);
  return result;
}

function readAll(resources: readonly { name: string; content: string }[]): Read[] {
  const errors: string[] = [];
  const read: Read[] = [];
  for (const { name, content } of resources) {
    const resource: Resource = { name, content, checksum: createHash('md5').update(content).digest('hex') };
    const found = readResource(resource);
    if (typeof found === 'string') errors.push(found);
    else read.push(found);
  }
  errors.push(...read.flatMap(overlongIds), ...duplicateIds(read));
  if (errors.length > 0) {
    throw new Rejected(
      'INVALID_ARGUMENT',
      `Expected to deploy new resources, but encountered the following errors:\n${errors.join('\n')}`,
    );
  }
  return read;
}

function readResource(resource: Resource): Read | string {
  const { name, content } = resource;
  if (/\.(bpmn|bpmn20\.xml)$/.test(name)) {
    const reading = readBpmn(name, content);
    return reading.ok ? { kind: 'bpmn', resource, processes: reading.processes } : reading.message;
  }
  if (name.endsWith('.dmn')) {
    const reading = readDmn(name, content);
    return reading.ok ? { kind: 'dmn', resource, drg: reading.drg } : reading.message;
  }
  if (name.endsWith('.form')) {
    try {
      const form = parseJson(content) as { id?: unknown; versionTag?: unknown };
      if (typeof form.id !== 'string' || form.id === '')
        return `'${name}': Expected the form id to be present, but none given`;
      return {
        kind: 'form',
        resource,
        formId: form.id,
        versionTag: typeof form.versionTag === 'string' ? form.versionTag : null,
      };
    } catch (error) {
      return `'${name}': Failed to parse formId from form JSON. ${(error as Error).message}`;
    }
  }
  return `'${name}': unknown resource type; use a file that ends in .bpmn, .dmn or .form`;
}

/** What a part defines: `process order`, `form intake`. */
function idsIn(part: Read): string[] {
  if (part.kind === 'bpmn') return part.processes.map((process) => `process ${process.bpmnProcessId}`);
  if (part.kind === 'form') return [`form ${part.formId}`];
  return [`decision requirements ${part.drg.id}`, ...[...part.drg.decisions.keys()].map((id) => `decision ${id}`)];
}

function overlongIds(part: Read): string[] {
  return idsIn(part)
    .filter(isTooLong)
    .map((id) => `'${part.resource.name}': ${tooLongText('the id of', id)}`);
}

function duplicateIds(read: readonly Read[]): string[] {
  const seen = new Map<string, string>();
  const errors: string[] = [];
  for (const part of read) {
    for (const id of idsIn(part)) {
      const other = seen.get(id);
      if (other) errors.push(`Duplicated id of ${id} in resources '${other}' and '${part.resource.name}'`);
      seen.set(id, part.resource.name);
    }
  }
  return errors;
}

function isKnown(step: Step, part: Read): boolean {
  const same = (row: { checksum: string; resourceName: string } | undefined) =>
    row?.checksum === part.resource.checksum && row.resourceName === part.resource.name;
  if (part.kind === 'form') return same(step.state.by.formVersions.last(part.formId));
  if (part.kind === 'dmn') return same(step.state.by.requirementVersions.last(part.drg.id));
  return part.processes.every(({ bpmnProcessId }) => {
    // Compared is what was deployed last; once that is deleted the version before is new, too (measured on 8.6.0).
    const last = step.state.by.processVersionsEver.last(bpmnProcessId);
    return last?.deletedAt === null && same(last);
  });
}

function deployProcesses(
  step: Step,
  { resource, processes }: Extract<Read, { kind: 'bpmn' }>,
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
      resourceName: resource.name,
      resource: resource.content,
      checksum: resource.checksum,
      deployedAt: step.now,
      deletedAt: null,
    };
    step.state.keepModel(key, model);
    emit(step, 'PROCESS', 'CREATED', key, definition);
    result.processes.push(definition);
  }
}

function deployForm(
  step: Step,
  { resource, formId, versionTag }: Extract<Read, { kind: 'form' }>,
  deploymentKey: Key,
  known: boolean,
  result: DeployedResources,
): void {
  // Numbers go on behind a deleted version, and begin again once all are deleted (measured on 8.6.0).
  const anyLeft = step.state.by.formVersions.count(formId) > 0;
  const latest = anyLeft ? step.state.by.formVersionsEver.last(formId) : undefined;
  if (known && latest) {
    result.forms.push(latest);
    return;
  }
  const key = newKey(step);
  const form: Form = {
    key,
    deploymentKey,
    formId,
    version: (latest?.version ?? 0) + 1,
    versionTag,
    resourceName: resource.name,
    resource: resource.content,
    checksum: resource.checksum,
    deployedAt: step.now,
    deletedAt: null,
  };
  emit(step, 'FORM', 'CREATED', key, form);
  result.forms.push(form);
}

function deployDecisions(
  step: Step,
  { resource, drg }: Extract<Read, { kind: 'dmn' }>,
  deploymentKey: Key,
  known: boolean,
  result: DeployedResources,
): void {
  const latest = step.state.by.requirementVersions.last(drg.id);
  if (known && latest) {
    result.decisionRequirements.push(latest);
    result.decisions.push(...step.state.by.decisionsOf.get(latest.key));
    return;
  }
  const requirements: DecisionRequirements = {
    key: newKey(step),
    deploymentKey,
    decisionRequirementsId: drg.id,
    name: drg.name,
    version: (latest?.version ?? 0) + 1,
    resourceName: resource.name,
    resource: resource.content,
    checksum: resource.checksum,
    deployedAt: step.now,
    deletedAt: null,
  };
  emit(step, 'DECISION_REQUIREMENTS', 'CREATED', requirements.key, requirements);
  result.decisionRequirements.push(requirements);
  for (const model of drg.decisions.values()) {
    const before = step.state.by.decisionVersions.last(model.id);
    const decision: Decision = {
      key: newKey(step),
      deploymentKey,
      decisionId: model.id,
      name: model.name,
      version: (before?.version ?? 0) + 1,
      versionTag: model.versionTag,
      decisionRequirementsId: drg.id,
      decisionRequirementsKey: requirements.key,
      deletedAt: null,
    };
    emit(step, 'DECISION', 'CREATED', decision.key, decision);
    result.decisions.push(decision);
  }
}
