import fc from 'fast-check';
import { HOUR, MINUTE } from '../scenarios/scenario.ts';
import type { Stage } from '../support/stage.ts';
import { CORRELATION, type Drawn, ERRORS, MESSAGES, SIGNALS } from './draw.ts';

/** Something done to a running process; `pick` chooses among what there is at that moment, the same on both engines. */
export type Action =
  | { do: 'complete' | 'fail' | 'failForGood' | 'throw' | 'task' | 'assign'; pick: number }
  | { do: 'publish'; pick: number; kept: boolean }
  | { do: 'broadcast'; pick: number }
  | { do: 'advance'; minutes: number }
  | { do: 'resolve' | 'cancel' }
  | { do: 'set'; n: number };

const pick = fc.nat({ max: 11 });
export const actions: fc.Arbitrary<Action[]> = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: fc.record({ do: fc.constant('complete' as const), pick }) },
    {
      weight: 3,
      arbitrary: fc.record({ do: fc.constantFrom('fail', 'failForGood', 'throw', 'task', 'assign'), pick }),
    },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('publish' as const), pick, kept: fc.boolean() }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('broadcast' as const), pick }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('advance' as const), minutes: fc.constantFrom(1, 60, 180) }) },
    { weight: 2, arbitrary: fc.constant<Action>({ do: 'resolve' }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('set' as const), n: fc.nat({ max: 5 }) }) },
  ),
  { maxLength: 10 },
);

const at = <T>(list: readonly T[], index: number): T | undefined => list[index % Math.max(1, list.length)];

export async function act(
  stage: Stage,
  { jobTypes, userTasks }: Drawn,
  instance: string,
  action: Action,
): Promise<void> {
  switch (action.do) {
    case 'complete':
    case 'fail':
    case 'failForGood':
    case 'throw': {
      const type = at(jobTypes, action.pick);
      if (!type) return;
      const [job] = await stage.activate(type);
      if (!job) return;
      if (action.do === 'complete') await stage.complete(job, { n: action.pick });
      else if (action.do === 'throw') await stage.throwError(job, at(ERRORS, action.pick) ?? '', 'fuzz');
      else await stage.fail(job, { retries: action.do === 'fail' ? 1 : 0, message: 'fuzz' });
      return;
    }
    case 'task': {
      const task = at(userTasks, action.pick);
      return task ? stage.completeTask(task, { n: action.pick }) : undefined;
    }
    case 'assign': {
      const task = at(userTasks, action.pick);
      return task ? stage.assign(task, 'somebody', { allowOverride: true }) : undefined;
    }
    case 'publish':
      return stage.publish(at(MESSAGES, action.pick) ?? '', CORRELATION, {
        ttlMs: action.kept ? 2 * HOUR : 0,
        variables: { n: action.pick },
      });
    case 'broadcast':
      return stage.broadcast(at(SIGNALS, action.pick) ?? '');
    case 'advance':
      return stage.advance(action.minutes * MINUTE);
    case 'resolve':
      return stage.resolveIncident();
    case 'set':
      return stage.setVariables(instance, { n: action.n });
    case 'cancel':
      return stage.cancel(instance);
  }
}

const ROUNDS = 4;

/** Lets everything that still waits go on for a few rounds, so that ends are compared, too. */
export async function workOff(stage: Stage, { jobTypes, userTasks }: Drawn): Promise<void> {
  for (let round = 0; round < ROUNDS; round++) {
    let worked = 0;
    for (const type of jobTypes) {
      for (const job of await stage.activate(type, { max: 5 })) {
        await stage.complete(job, { n: round });
        worked++;
      }
    }
    for (const task of userTasks) if (round % 2 === 0) await stage.completeTask(task);
    for (const message of MESSAGES) await stage.publish(message, CORRELATION, { ttlMs: 0 });
    if (worked === 0) await stage.advance(HOUR);
  }
}
