import type { DeskSweep } from './desk-sweeps.ts';

/** Every table of schema `desk`: the sweep it goes with, or why it does not grow. */
export const keptDeskTables: Record<string, { kept: DeskSweep } | { kept: 'bounded'; why: string }> = {
  session: { kept: 'sessions' },
  sign_in_failure: { kept: 'signInFailures' },
  task_inbox: { kept: 'tasks' },
  ended_task: { kept: 'taskKeys' },
  draft: { kept: 'drafts' },
  intake_draft: { kept: 'intakeDrafts' },
  incident: { kept: 'incidents' },
  incident_retry: { kept: 'retries' },
  sweep: { kept: 'sweeps' },
  swept: { kept: 'sweeps' },
  lease: { kept: 'bounded', why: 'a row a kind of background work' },
  bundled_deployment: { kept: 'bounded', why: 'a row a release' },
  deployment: { kept: 'bounded', why: 'who deployed what: a row a deployment of an analyst' },
  deployed_process: { kept: 'bounded', why: 'a row a deployed diagram' },
  resource: { kept: 'bounded', why: 'the newest text of a table or form' },
  hall_device: { kept: 'bounded', why: 'a row a screen or kiosk' },
  migration: { kept: 'bounded', why: 'a row a file of this release' },
};
