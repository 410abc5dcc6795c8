/** Resolving incidents. */
import { resolve } from '../behaviour/incidents.ts';
import { offerJob } from '../behaviour/jobs.ts';
import { repeatTransition } from '../behaviour/task-transitions.ts';
import { continueActivation, continueCompletion } from '../lifecycle.ts';
import { Rejected, type Step } from '../step.ts';
import { type CommandOf, NO_KEY, type Nothing } from '../types.ts';

/** The instance goes on where it stopped: the failed step is tried again. */
export function resolveIncident(step: Step, { incidentKey }: CommandOf<'resolveIncident'>): Nothing {
  const incident = step.state.incident.get(incidentKey);
  if (!incident) {
    throw new Rejected(
      'NOT_FOUND',
      `Expected to resolve incident with key '${incidentKey}', but no such incident was found`,
    );
  }
  const job = step.state.job.get(incident.jobKey);
  if (incident.jobKey !== NO_KEY && job && job.retries <= 0) {
    throw new Rejected(
      'NOT_FOUND',
      `Expected to resolve incident with key '${incidentKey}', but job with key '${job.key}' has no retries left. Please update the job retries and retry resolving the incident`,
    );
  }
  resolve(step, incident);
  if (incident.jobKey !== NO_KEY) {
    const available = step.state.job.get(incident.jobKey);
    if (available?.state === 'ACTIVATABLE') offerJob(step, available);
    return {};
  }
  const instance = step.state.elementInstance.get(incident.elementInstanceKey);
  if (instance?.state === 'ACTIVATING') continueActivation(step, instance.key);
  else if (instance?.state === 'COMPLETING') continueCompletion(step, instance.key);
  else if (instance) repeatTransition(step, instance);
  return {};
}
