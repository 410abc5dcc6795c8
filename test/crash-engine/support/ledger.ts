/** What the engine has acknowledged, as the client remembers it; tokens are values that only one command ever wrote. */
export interface Ledger {
  /** Key of the instance → its variable `id`. */
  created: Map<string, string>;
  canceled: Set<string>;
  /** Key of the job → instance. Its completion wrote variable `t_<key>`. */
  jobsCompleted: Map<string, string>;
  /** Keys of jobs; each is failed at most once, and has two retries from then on. */
  jobsFailed: Set<string>;
  /** Key of the user task → assignee. */
  assigned: Map<string, string>;
  /** Key of the user task → instance. Its completion wrote variable `u_<key>`. */
  tasksCompleted: Map<string, string>;
  /** Name of the variable → value. */
  variables: Map<string, string>;
  /** Correlation key of a published message; its variable `m_<key>` has the key for value. */
  published: Set<string>;
  /** The same for messages that start an instance. */
  begun: Set<string>;
  /** Commands that were not acknowledged because an engine or PostgreSQL was away. */
  unanswered: number;
}

export const createLedger = (): Ledger => ({
  created: new Map(),
  canceled: new Set(),
  jobsCompleted: new Map(),
  jobsFailed: new Set(),
  assigned: new Map(),
  tasksCompleted: new Map(),
  variables: new Map(),
  published: new Set(),
  begun: new Set(),
  unanswered: 0,
});

export function sizeOf(ledger: Ledger): number {
  const { created, canceled, jobsCompleted, jobsFailed, assigned, tasksCompleted, variables, published, begun } =
    ledger;
  const parts = [created, canceled, jobsCompleted, jobsFailed, assigned, tasksCompleted, variables, published, begun];
  return parts.reduce((sum, part) => sum + part.size, 0);
}
