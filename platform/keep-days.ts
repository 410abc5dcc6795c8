/**
 * How many days the nightly sweep leaves what is over (docs/operations.md, "What is kept, and how long"). `least`: what somebody still
 * needs: a message its longest life in the engine, tasks and numbers the statistics of a month.
 */
export const KEEP_DAYS = {
  messages: { variable: 'YITONG_KEEP_MESSAGES_DAYS', days: 90, least: 8 },
  tasks: { variable: 'YITONG_KEEP_TASKS_DAYS', days: 400, least: 31 },
  taskKeys: { variable: 'YITONG_KEEP_TASK_KEYS_DAYS', days: 1_100, least: 31 },
  tickets: { variable: 'YITONG_KEEP_TICKETS_DAYS', days: 400, least: 31 },
  drafts: { variable: 'YITONG_KEEP_DRAFTS_DAYS', days: 180, least: 31 },
  links: { variable: 'YITONG_KEEP_LINKS_DAYS', days: 90, least: 1 },
  lookups: { variable: 'YITONG_KEEP_LOOKUPS_DAYS', days: 7, least: 2 },
  incidents: { variable: 'YITONG_KEEP_INCIDENTS_DAYS', days: 400, least: 31 },
  sweeps: { variable: 'YITONG_KEEP_SWEEPS_DAYS', days: 400, least: 7 },
} as const;

export type KeepDays = Record<keyof typeof KEEP_DAYS, number>;

export const defaultKeepDays = Object.fromEntries(
  Object.entries(KEEP_DAYS).map(([what, { days }]) => [what, days]),
) as KeepDays;
