/** Incidents: raised where an instance cannot go on, resolved by a person or by the end of the element. */
import { emit, newKey, type Step } from '../step.ts';
import { type ElementInstance, type Incident, type IncidentErrorType, type Job, NO_KEY } from '../types.ts';
import type { IncidentFailure } from './failure.ts';
import { limitedIncidentMessage } from './message-limit.ts';

export function raiseElementIncident(step: Step, instance: ElementInstance, failure: IncidentFailure): void {
  const key = newKey(step);
  create(step, {
    ...base(step, key, instance),
    errorType: failure.errorType,
    errorMessage: failure.message,
    variableScopeKey: failure.variableScopeKey ?? instance.key,
  });
}

export function raiseJobIncident(step: Step, job: Job, errorType: IncidentErrorType, errorMessage: string): void {
  const key = newKey(step);
  create(step, {
    ...base(step, key, {
      key: job.elementInstanceKey,
      elementId: job.elementId,
      processInstanceKey: job.processInstanceKey,
      processDefinitionKey: job.processDefinitionKey,
      bpmnProcessId: job.bpmnProcessId,
    }),
    errorType,
    errorMessage,
    jobKey: job.key,
    variableScopeKey: job.elementInstanceKey,
  });
}

type About = Pick<
  ElementInstance,
  'key' | 'elementId' | 'processInstanceKey' | 'processDefinitionKey' | 'bpmnProcessId'
>;

function base(
  step: Step,
  key: string,
  about: About,
): Omit<Incident, 'errorType' | 'errorMessage' | 'variableScopeKey'> {
  return {
    key,
    processInstanceKey: about.processInstanceKey,
    processDefinitionKey: about.processDefinitionKey,
    bpmnProcessId: about.bpmnProcessId,
    elementId: about.elementId,
    elementInstanceKey: about.key,
    jobKey: NO_KEY,
    state: 'ACTIVE',
    createdAt: step.now,
    resolvedAt: null,
  };
}

function create(step: Step, found: Incident): void {
  const incident = { ...found, errorMessage: limitedIncidentMessage(found.errorMessage) };
  emit(step, 'INCIDENT', 'CREATED', incident.key, incident);
  step.effects.push({
    kind: 'incidentChanged',
    incidentKey: incident.key,
    processInstanceKey: incident.processInstanceKey,
  });
}

export function resolve(step: Step, incident: Incident): void {
  emit(step, 'INCIDENT', 'RESOLVED', incident.key, { ...incident, state: 'RESOLVED', resolvedAt: step.now });
  step.effects.push({
    kind: 'incidentChanged',
    incidentKey: incident.key,
    processInstanceKey: incident.processInstanceKey,
  });
}

/** The element ends: whatever was wrong with it is over. */
export function resolveIncidentsOf(step: Step, ownerKey: string): void {
  for (const incident of [...step.state.by.incidentsOf.get(ownerKey)]) resolve(step, incident);
}
