import type { Logger } from 'pino';
import type { PinnableClock } from '../clock.ts';
import type { Core } from '../core/types.ts';
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
/** Pause before asking again when something due could not be carried out: otherwise it would be tried without end. */
const DUE_RETRY_MS = 1000;

/** What was due has gone in the meantime: a timer ended the job whose activation also ran out. */
function overtaken(reason: unknown): boolean {
  return reason instanceof CommandRejected && reason.code === 'NOT_FOUND';
}

export function createDueWork({ core, commits, clock, log, active }: DueWorkOptions): DueWork {
  let pause: NodeJS.Timeout | null = null;
  const wakeUp = createWakeUp(clock, () => void run());

  /** Rejected commands are logged; they must not stop the others. */
  async function carryOut(): Promise<{ due: number; failed: number }> {
    const commands = core.dueCommands(clock.now().getTime(), DUE_BATCH);
    const results = await Promise.allSettled(commands.map((command) => commits().submit(command, { internal: true })));
    const failures = results
      .filter((result) => result.status === 'rejected')
      .filter(({ reason }) => !overtaken(reason));
    for (const failure of failures) log.error({ reason: String(failure.reason) }, 'something due could not be done');
    return { due: commands.length, failed: failures.length };
  }

  async function run(): Promise<void> {
    if (!active()) return;
    const { due, failed } = await carryOut();
    if (due > 0 && failed === due && !pause) pause = setTimeout(resume, DUE_RETRY_MS);
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
    },
    async tick() {
      for (let round = 0; round < TICK_ROUNDS; round += 1) {
        const { due, failed } = await carryOut();
        if (due === failed) break;
      }
      arm();
    },
  };
}
