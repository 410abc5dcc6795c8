import fc from 'fast-check';
import { HOUR, MINUTE, SECOND } from '../scenarios/scenario.ts';
import type { Stage, StagedJob } from '../support/stage.ts';
import { mayBeMigrated, mayBeTakenOut, mayThrow } from './broker-faults.ts';
import type { Drawn } from './draw.ts';
import { CORRELATION, ERRORS, MESSAGES, SIGNALS, START_MESSAGE, START_SIGNAL } from './vocabulary.ts';

/** Something done to a running process; `pick` chooses among what there is at that moment, the same on both engines. */
export type Action =
  | { do: 'complete' | 'throw'; pick: number; brings: number }
  | { do: 'fail'; pick: number; retries: number }
  | { do: 'hold' | 'retries' | 'assign'; pick: number }
  | { do: 'task'; pick: number; brings: number }
  | { do: 'publish'; pick: number; kept: boolean; once: boolean }
  | { do: 'broadcast'; pick: number }
  | { do: 'advance'; minutes: number }
  | { do: 'resolve' | 'cancel' }
  | { do: 'set'; n: number; pick: number; local: boolean }
  | { do: 'modify'; takeOut: number | null; putIn: number | null; within: boolean }
  | { do: 'migrate'; without: number | null };

const pick = fc.nat({ max: 11 });
const brings = fc.nat({ max: 5 });
const kind = <T extends string>(...names: T[]) => fc.constantFrom(...names);

export const actions: fc.Arbitrary<Action[]> = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: fc.record({ do: kind('complete'), pick, brings }) },
    { weight: 2, arbitrary: fc.record({ do: kind('throw'), pick, brings }) },
    { weight: 2, arbitrary: fc.record({ do: kind('fail'), pick, retries: fc.constantFrom(0, 1) }) },
    { weight: 3, arbitrary: fc.record({ do: kind('task'), pick, brings }) },
    { weight: 1, arbitrary: fc.record({ do: kind('hold', 'retries', 'assign'), pick }) },
    { weight: 3, arbitrary: fc.record({ do: kind('publish'), pick, kept: fc.boolean(), once: fc.boolean() }) },
    { weight: 2, arbitrary: fc.record({ do: kind('broadcast'), pick }) },
    { weight: 2, arbitrary: fc.record({ do: kind('advance'), minutes: fc.constantFrom(1, 60, 180) }) },
    { weight: 2, arbitrary: fc.constant<Action>({ do: 'resolve' }) },
    { weight: 2, arbitrary: fc.record({ do: kind('set'), n: fc.nat({ max: 5 }), pick, local: fc.boolean() }) },
    {
      weight: 2,
      arbitrary: fc.record({
        do: kind('modify'),
        takeOut: fc.option(pick),
        putIn: fc.option(fc.nat({ max: 40 })),
        within: fc.boolean(),
      }),
    },
    { weight: 1, arbitrary: fc.record({ do: kind('migrate'), without: fc.option(pick, { freq: 1 }) }) },
    { weight: 1, arbitrary: fc.constant<Action>({ do: 'cancel' }) },
  ),
  { maxLength: 12 },
);

/** The process a migration goes to: the same diagram under this name. */
export const OTHER = 'fuzz-other';

const at = <T>(list: readonly T[], index: number): T | undefined => list[index % Math.max(1, list.length)];

/**
 * Jobs stay with who took them: on the real broker it is chance whether a job's time-out or a timer that is due in the same
 * moment comes first. Where a time-out is wanted, the clock moves just as far. Back-offs are for the corpus: when the broker notices,
 * after its clock was moved, that one is over is chance, too.
 */
const FOR_GOOD = 1000 * HOUR;
const A_MOMENT = 30 * SECOND;

/** What a worker or a person brings along; nothing, for some. */
const brought = (brings: number): Record<string, unknown> =>
  brings === 5 ? {} : brings === 4 ? { n: brings, deep: { n: [brings, null] } } : { n: brings };

/** A running case. */
export interface Running {
  drawn: Drawn;
  instance: string;
  /** An id that messages have in this case alone: an earlier one may not yet be swept away. */
  once: string;
}

export async function act(stage: Stage, { drawn, instance, once }: Running, action: Action): Promise<void> {
  const alive = stage.alive();
  async function withJob(index: number, then: (job: StagedJob) => Promise<void>): Promise<void> {
    const type = at(alive.jobTypes, index);
    const [job] = type ? await stage.activate(type, { timeoutMs: FOR_GOOD }) : [];
    if (job) await then(job);
  }
  switch (action.do) {
    case 'complete':
      return withJob(action.pick, (job) => stage.complete(job, brought(action.brings)));
    case 'throw':
      return withJob(action.pick, (job) =>
        mayThrow(job)
          ? stage.throwError(job, at([...ERRORS, 'unknown'], action.pick) ?? '', 'fuzz', brought(action.brings))
          : stage.complete(job),
      );
    case 'fail':
      return withJob(action.pick, (job) => stage.fail(job, { retries: action.retries, message: 'fuzz' }));
    case 'retries':
      return withJob(action.pick, (job) => stage.retries(job, 5));
    case 'hold': {
      const type = at(alive.jobTypes, action.pick);
      const held = type ? await stage.activate(type, { timeoutMs: A_MOMENT }) : [];
      return held.length > 0 ? stage.advance(A_MOMENT + SECOND) : undefined;
    }
    case 'task': {
      const task = at(alive.userTasks, action.pick);
      return task ? stage.completeTask(task, brought(action.brings)) : undefined;
    }
    case 'assign': {
      const task = at(alive.userTasks, action.pick);
      return task ? stage.assign(task, 'somebody', { allowOverride: true }) : undefined;
    }
    case 'publish':
      return stage.publish(at([...MESSAGES, START_MESSAGE], action.pick) ?? '', CORRELATION, {
        ttlMs: action.kept ? 2 * HOUR : 0,
        variables: { n: action.pick },
        ...(action.once ? { id: once } : {}),
      });
    case 'broadcast':
      return stage.broadcast(at([...SIGNALS, START_SIGNAL], action.pick) ?? '', { heard: action.pick });
    case 'advance':
      return stage.advance(action.minutes * MINUTE);
    case 'resolve':
      return alive.incidents.length > 0 ? stage.resolveIncident() : undefined;
    case 'set':
      return stage.setVariables(at(alive.elements, action.pick)?.key ?? instance, { n: action.n }, action.local);
    case 'modify':
      return modify(stage, drawn, instance, action);
    case 'migrate':
      return migrate(stage, drawn, instance, action.without);
    case 'cancel':
      return stage.cancel(instance);
  }
}

async function modify(
  stage: Stage,
  { elementIds }: Drawn,
  instance: string,
  { takeOut, putIn, within }: Action & { do: 'modify' },
): Promise<void> {
  const alive = stage.alive();
  const own = alive.elements.filter(({ processInstanceKey }) => processInstanceKey === instance);
  const out =
    takeOut === null
      ? undefined
      : at(
          own.filter((element) => mayBeTakenOut(alive, element)),
          takeOut,
        );
  const elementId = putIn === null ? undefined : at(elementIds, putIn);
  if (!out && !elementId) return;
  const ancestor = within
    ? at(
        own.filter(({ type }) => /PROCESS|BODY/.test(type)),
        putIn ?? 0,
      )?.key
    : undefined;
  await stage.modify(instance, {
    terminate: out ? [out.key] : [],
    activate: elementId ? [{ elementId, ...(ancestor ? { ancestor } : {}) }] : [],
  });
}

async function migrate(stage: Stage, drawn: Drawn, instance: string, without: number | null): Promise<void> {
  const left = without === null ? undefined : at(drawn.elementIds, without);
  if (!mayBeMigrated(drawn, left)) return;
  const mapped = drawn.elementIds.filter((id) => id !== left && drawn.xml.includes(` id="${id}"`));
  await stage.migrate(
    instance,
    OTHER,
    mapped.map((id): [string, string] => [id, id]),
  );
}

const ROUNDS = 6;

/** Lets everything that still waits go on for a few rounds, so that ends are compared, too. */
export async function workOff(stage: Stage): Promise<void> {
  for (let round = 0; round < ROUNDS; round++) {
    const { elements, jobTypes, userTasks, messages, incidents } = stage.alive();
    if (elements.length === 0) return;
    let worked = 0;
    for (const type of jobTypes) {
      for (const job of await stage.activate(type, { max: 5, timeoutMs: FOR_GOOD })) {
        await stage.complete(job, { n: round });
        worked++;
      }
    }
    for (const task of userTasks) await stage.completeTask(task);
    if (worked + userTasks.length > 0) continue;
    if (incidents.length > 0 && round % 2 === 0) {
      const root = elements.find(({ type }) => type === 'PROCESS');
      if (root) await stage.setVariables(root.key, { n: round });
      await stage.resolveIncident();
    } else {
      for (const message of messages) await stage.publish(message, CORRELATION, { ttlMs: 0 });
      await stage.advance(HOUR);
    }
  }
}
