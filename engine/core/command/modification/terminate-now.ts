/** Ending elements by hand: at once, with all that is in them, and without any scope going on because of it. */
import { deleteCompensations } from '../../behaviour/compensation.ts';
import { resolveIncidentsOf } from '../../behaviour/incidents.ts';
import { releaseStartLock } from '../../behaviour/message-starts.ts';
import type { Step } from '../../step.ts';
import { contextOf, release, transition } from '../../transitions.ts';
import type { Key } from '../../types.ts';

/** What a compensation event waits for stays with its scope, though the event be gone (measured on 8.6.0). */
export function terminateNow(step: Step, key: Key): void {
  const context = contextOf(step.state, key);
  if (!context) return;
  const { instance } = context;
  transition(step, context, 'ELEMENT_TERMINATING');
  release(step, context, false);
  resolveIncidentsOf(step, key);
  deleteCompensations(step, instance);
  for (const child of [...step.state.by.children.get(key)]) terminateNow(step, child.key);
  for (const called of [...step.state.by.calledBy.get(key)]) terminateNow(step, called.key);
  const process = step.state.processInstance.get(key);
  transition(step, context, 'ELEMENT_TERMINATED');
  if (!process) return;
  step.effects.push({ kind: 'processInstanceTerminated', processInstanceKey: key });
  releaseStartLock(step, process);
}
