import type { KeepDays } from '../../platform/keep-days.ts';
import type { RegistrySweep } from '../../registry/index.ts';
import type { DeskSweep } from './desk-sweeps.ts';

/** `days`: the setting that says how many, or the days where none does. Why, says docs/operations.md. */
export type SweepDefinition = { days: keyof KeepDays | number } & (
  | { schema: 'registry'; what: RegistrySweep }
  | { schema: 'desk'; what: DeskSweep }
);

const registry = (what: RegistrySweep, days: SweepDefinition['days']): SweepDefinition => ({
  schema: 'registry',
  what,
  days,
});
const desk = (what: DeskSweep, days: SweepDefinition['days']): SweepDefinition => ({ schema: 'desk', what, days });

/** What goes after its time, in this order. */
export const SWEEPS: readonly SweepDefinition[] = [
  registry('outbox', 'messages'),
  desk('tasks', 'tasks'),
  desk('taskKeys', 'taskKeys'),
  registry('tickets', 'tickets'),
  desk('drafts', 'drafts'),
  desk('intakeDrafts', 7),
  registry('links', 'links'),
  desk('incidents', 'incidents'),
  desk('retries', 'incidents'),
  registry('lookups', 'lookups'),
  registry('circuits', 1),
  desk('sessions', 1),
  desk('signInFailures', 1),
  desk('sweeps', 'sweeps'),
];

export const daysOf = ({ days }: SweepDefinition, settings: KeepDays) =>
  typeof days === 'number' ? days : settings[days];
