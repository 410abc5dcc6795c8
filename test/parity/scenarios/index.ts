import { bankMortgage } from './bank-mortgage.ts';
import { bindings } from './bindings.ts';
import { cautionWatch } from './caution-watch.ts';
import { chance } from './chance.ts';
import { compensation } from './compensation.ts';
import { courtMeasure } from './court-measure.ts';
import { decisions } from './decisions.ts';
import { deletion } from './deletion.ts';
import { drawnElsewhereScenarios } from './drawn-elsewhere.ts';
import { elements } from './elements.ts';
import { errors } from './errors.ts';
import { escalations } from './escalation.ts';
import { events } from './events.ts';
import { expressions } from './expressions.ts';
import { gateways } from './gateways.ts';
import { incidents } from './incidents.ts';
import { inclusiveGateways } from './inclusive.ts';
import { interrupted } from './interrupted.ts';
import { links } from './links.ts';
import { executionListeners } from './listeners.ts';
import { migration } from './migration.ts';
import { modification } from './modification.ts';
import { readElsewhereScenarios } from './read-elsewhere.ts';
import { registration } from './registration.ts';
import { registrationEdges } from './registration-edges.ts';
import type { Scenario } from './scenario.ts';
import { scopes } from './scopes.ts';
import { secondhandYilutong } from './secondhand-yilutong.ts';
import { seizureWatch } from './seizure-watch.ts';
import { signals } from './signals.ts';
import { takenOut } from './taken-out.ts';
import { tasks } from './tasks.ts';
import { timerStarts } from './timer-starts.ts';
import { userTaskJobs } from './user-task-jobs.ts';
import { utilityTransfer } from './utility-transfer.ts';

/** The whole corpus, by subject. */
export const CORPUS: Record<string, Scenario[]> = {
  tasks,
  'user-task-jobs': userTaskJobs,
  bindings,
  errors,
  gateways,
  events,
  scopes,
  expressions,
  decisions,
  inclusive: inclusiveGateways,
  links,
  incidents,
  escalation: escalations,
  signals,
  'timer-starts': timerStarts,
  compensation,
  listeners: executionListeners,
  interrupted,
  chance,
  modification,
  'taken-out': takenOut,
  migration,
  deletion,
  'drawn-elsewhere': drawnElsewhereScenarios,
  'read-elsewhere': readElsewhereScenarios,
  registration: [...registration, ...registrationEdges],
  'bank-mortgage': bankMortgage,
  'court-measure': courtMeasure,
  'seizure-watch': seizureWatch,
  'caution-watch': cautionWatch,
  'utility-transfer': utilityTransfer,
  'secondhand-yilutong': secondhandYilutong,
  // Last: what it deploys starts by itself one day, and later cases move the clock.
  elements,
};
