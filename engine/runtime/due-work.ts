import type { Logger } from 'pino';
import type { PinnableClock } from '../clock.ts';
import type { Command, Core } from '../core/types.ts';
import { CommandRejected } from './errors.ts';
import type { GroupCommit } from './group-commit.ts';
import { createWakeUp } from './wake-up.ts';

/** What time brings: timers, job time-outs, ends of back-offs, expiry of messages. */
export interface DueWork {
  /** Wakes up when the next thing is due. */
  arm(): void;
  disarm(): void;
  /** Carries out all that is due now. */
  tick(): Promise<void>;
}

export interface DueWorkOptions {
  core: Core;
  commits: () => GroupCommit;
  clock: PinnableClock;
  log: Logger;
  /** False while nothing may be carried out (standby, recovery, stop). */
  active: () => boolean;
}

/** Due commands carried out in one transaction. */
const DUE_BATCH = 500;
/** A clock moved over years of a repeating timer must not hold its caller for ever; the rest follows by wake-up. */
const TICK_ROUNDS = 50;
/** While something due cannot be carried out, what is due is looked at this often: it would otherwise be tried without end. */
const LOOK_AGAIN_MS = 1000;
/** It is itself tried after so long, and each time after twice as long: a diagram that loops costs seconds of everybody's time. */
const FIRST_RETRY_MS = 1000;
const LONGEST_RETRY_MS = 5 * 60 * 1000;

interface Failing {
  times: number;
  /** In `performance.now()`: the engine's own clock may be pinned. */
  again: number;
}

/** What was due has gone in the meantime: a timer ended the job whose activation also ran out. */
function overtaken(reason: unknown): boolean {
  return reason instanceof CommandRejected && reason.code === 'NOT_FOUND';
}

const identityOf = (command: Command): string => Object.values(command).join(':');

export function createDueWork({ core, commits, clock, log, active }: DueWorkOptions): DueWork {
  let pause: NodeJS.Timeout | null = null;
  /** By the command's identity. */
  const failing = new Map<string, Failing>();
  const wakeUp = createWakeUp(clock, () => void run());

  /** Rejected commands are logged; they must not stop the others. @returns how many were carried out */
  async function carryOut(): Promise<number> {
    const began = performance.now();
    const due = core.dueCommands(clock.now().getTime(), DUE_BATCH + failing.size);
    const identities = new Set(due.map(identityOf));
    for (const identity of failing.keys()) if (!identities.has(identity)) failing.delete(identity);
    const commands = due.filter((command) => (failing.get(identityOf(command))?.again ?? 0) <= began);
    const results = await Promise.allSettled(commands.map((command) => commits().submit(command, { internal: true })));
    let done = 0;
    for (const [at, result] of results.entries()) {
      const identity = identityOf(commands[at] as Command);
      if (result.status === 'fulfilled' || overtaken(result.reason)) {
        failing.delete(identity);
        done += 1;
        continue;
      }
      const times = (failing.get(identity)?.times ?? 0) + 1;
      const rest = Math.min(FIRST_RETRY_MS * 2 ** (times - 1), LONGEST_RETRY_MS);
      failing.set(identity, { times, again: performance.now() + rest });
      log.error({ reason: String(result.reason), times }, 'something due could not be done; trying again later');
    }
    return done;
  }

  async function run(): Promise<void> {
    if (!active()) return;
    const done = await carryOut();
    // What is left is due already: without a pause it would be looked at without end.
    if (done === 0 && failing.size > 0 && !pause) pause = setTimeout(resume, LOOK_AGAIN_MS);
    arm();
  }

  function resume() {
    pause = null;
    arm();
  }

  function arm() {
    if (active() && !pause) wakeUp.arm(core.nextDueAt());
  }

  return {
    arm,
    disarm() {
      wakeUp.disarm();
      if (pause) clearTimeout(pause);
      pause = null;
      failing.clear();
    },
    async tick() {
      for (let round = 0; round < TICK_ROUNDS; round += 1) {
        if ((await carryOut()) === 0) break;
      }
      arm();
    },
  };
}
