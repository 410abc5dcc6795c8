/** Broadcasting signals from outside. */
import { broadcast } from '../behaviour/signals.ts';
import { Rejected, type Step } from '../step.ts';
import type { CommandOf, Key } from '../types.ts';

export function broadcastSignal(
  step: Step,
  { signalName, variables = {} }: CommandOf<'broadcastSignal'>,
): { signalKey: Key } {
  if (signalName === '')
    throw new Rejected('INVALID_ARGUMENT', 'Expected to broadcast a signal with a name, but it is empty');
  return broadcast(step, { signalName, variables });
}
