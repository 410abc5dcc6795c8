import { decisions } from './decisions.ts';
import { errors } from './errors.ts';
import { events } from './events.ts';
import { expressions } from './expressions.ts';
import { gateways } from './gateways.ts';
import { registration } from './registration.ts';
import type { Scenario } from './scenario.ts';
import { scopes } from './scopes.ts';
import { tasks } from './tasks.ts';

/** The whole corpus, by subject. */
export const CORPUS: Record<string, Scenario[]> = {
  tasks,
  errors,
  gateways,
  events,
  scopes,
  expressions,
  decisions,
  registration,
};
