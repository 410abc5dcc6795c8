import { type Answers, doJobs, failAndRetry, inTurn, iso, type Vars } from '../support/scripted-workers.ts';
import type { Stage } from '../support/stage.ts';
import { familyFiles } from './families.ts';
import { HOUR, MINUTE, type Scenario } from './scenario.ts';

// The watch of a caution (预告、异议): the register says what the state is, the diagram waits, reminds and ends.

const WATCH = 'caution-7';
const DAY = 24 * HOUR;
const JOB_INPUTS = ['rightId', 'watchOutcome', 'remindDays', 'remindedDays'];

const work = (stage: Stage, answers: Answers): Promise<void> => doJobs(stage, answers, JOB_INPUTS);

async function watch(stage: Stage, more: { id: string; ttlMs: number } = { id: WATCH, ttlMs: 0 }): Promise<void> {
  const variables = { watchNo: WATCH, rightId: '7', remindedDays: null };
  await stage.publish('msg.caution.watch', WATCH, { variables, ...more });
}
const changed = (stage: Stage, ttlMs = 0): Promise<void> => stage.publish('msg.caution.changed', WATCH, { ttlMs });

/** What the register says at a look. */
const look = (stage: Stage, watchOutcome: string, days: number, remindDays: number | null = null): Vars => ({
  watchOutcome,
  lookAt: iso(stage, days * DAY),
  remindDays,
});
const says = (vars: Vars): Answers => ({ 'lapse.watch.read': vars });

export const cautionWatch: Scenario[] = [
  {
    name: 'an objection nobody acts on: reminded on the tenth day, lapsed behind the fifteenth',
    async play(stage) {
      await stage.deploy(...familyFiles('caution-watch'));
      await watch(stage);
      await work(stage, says(look(stage, 'RUNNING', 10)));
      await stage.advance(10 * DAY + MINUTE);
      await work(stage, {
        'lapse.watch.read': inTurn(look(stage, 'REMIND', 0, 5), look(stage, 'RUNNING', 6)),
        'lapse.remind': { remindedDays: 5 },
      });
      await stage.advance(6 * DAY);
      await work(stage, says(look(stage, 'LAPSED', 0)));
    },
  },
  {
    name: 'the register changes and nothing follows from it, then the suit is proved: kept',
    async play(stage) {
      await stage.deploy(...familyFiles('caution-watch'));
      await watch(stage);
      await work(stage, says(look(stage, 'RUNNING', 10)));
      await changed(stage);
      await work(stage, says(look(stage, 'RUNNING', 10)));
      await changed(stage);
      await work(stage, says(look(stage, 'KEPT', 10)));
    },
  },
  {
    name: 'converted by the registration it was made for; another one cancelled',
    async play(stage) {
      await stage.deploy(...familyFiles('caution-watch'));
      for (const end of ['CONVERTED', 'CANCELLED']) {
        await watch(stage);
        await work(stage, says(look(stage, 'RUNNING', 30)));
        await changed(stage);
        await work(stage, says(look(stage, end, 30)));
      }
    },
  },
  {
    name: 'told of a change before it waits: looked at again at once',
    async play(stage) {
      await stage.deploy(...familyFiles('caution-watch'));
      await watch(stage);
      await changed(stage, HOUR);
      await work(stage, { 'lapse.watch.read': inTurn(look(stage, 'RUNNING', 30), look(stage, 'CANCELLED', 30)) });
    },
  },
  {
    name: 'announced twice while it runs: the second watch begins when the first has ended',
    async play(stage) {
      await stage.deploy(...familyFiles('caution-watch'));
      await watch(stage);
      // An id of its own: 8.6.0 knows it until it sweeps the message away.
      await watch(stage, { id: 'again', ttlMs: HOUR });
      await watch(stage, { id: 'again', ttlMs: HOUR });
      await work(stage, says(look(stage, 'CONVERTED', 30)));
      await work(stage, says(look(stage, 'CONVERTED', 30)));
    },
  },
  {
    name: 'the register cannot be read: an incident, retried, and the watch goes on',
    async play(stage) {
      await stage.deploy(...familyFiles('caution-watch'));
      await watch(stage);
      await failAndRetry(stage, 'lapse.watch.read', look(stage, 'RUNNING', 10), JOB_INPUTS);
      await changed(stage);
      await work(stage, says(look(stage, 'KEPT', 10)));
    },
  },
];
