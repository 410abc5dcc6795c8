import { type Answers, doJobs, inTurn, iso, type Vars } from '../support/scripted-workers.ts';
import type { Stage } from '../support/stage.ts';
import { familyFiles } from './families.ts';
import { HOUR, MINUTE, type Scenario } from './scenario.ts';

// The watch of a seizure's term: four reminders that interrupt nothing, and what ends the term.

const SEIZURE = 'seizure-7';
const DAY = 24 * HOUR;
const JOB_INPUTS = ['seizureNo', 'rightId', 'promoted', 'watchOutcome'];

/** Days from now to the four reminders and the end: years would be too long for a case's own two months. */
const term = (stage: Stage, days = [1, 2, 3, 4, 5]): Vars => {
  const [remind90At, remind30At, remind7At, remind1At, endsAt] = days.map((day) => iso(stage, day * DAY));
  return { watchOutcome: 'RUNNING', remind90At, remind30At, remind7At, remind1At, endsAt };
};

const work = (stage: Stage, special: Answers = {}): Promise<void> =>
  doJobs(
    stage,
    {
      'seizure.watch.arm': () => term(stage),
      'registry.seizure.expire': { watchOutcome: 'EXPIRED' },
      'court.remind': { told: true },
      'court.notify.promoted': { told: true },
      'court.notify.lapsed': { told: 1 },
      ...special,
    },
    JOB_INPUTS,
  );

async function announced(stage: Stage, promoted = false): Promise<void> {
  await stage.deploy(...familyFiles('seizure-watch'));
  const variables = { seizureNo: SEIZURE, rightId: '7', promoted };
  await stage.publish('msg.seizure.watch', SEIZURE, { variables, id: SEIZURE, ttlMs: 0 });
}
/** A watch that has been armed. */
async function watch(stage: Stage, more: { promoted?: boolean; special?: Answers } = {}): Promise<void> {
  await announced(stage, more.promoted);
  await work(stage, more.special);
}
const tell = (stage: Stage, what: 'renewed' | 'lifted' | 'disposed'): Promise<void> =>
  stage.publish(`msg.seizure.${what}`, SEIZURE, { ttlMs: 0 });

export const seizureWatch: Scenario[] = [
  {
    name: 'reminded four times, never renewed: expires',
    async play(stage) {
      await watch(stage);
      for (let day = 1; day <= 5; day += 1) {
        await stage.advance(DAY + MINUTE);
        await work(stage);
      }
    },
  },
  {
    name: 'the clock jumps over the whole term: everything is due at once, in its order',
    async play(stage) {
      await watch(stage);
      await stage.advance(6 * DAY);
      await work(stage);
    },
  },
  {
    name: 'renewed after the first reminder: armed again, reminded of the new end, expires',
    async play(stage) {
      await watch(stage);
      await stage.advance(DAY + MINUTE);
      await work(stage);
      await tell(stage, 'renewed');
      await work(stage, { 'seizure.watch.arm': () => term(stage, [10, 11, 12, 13, 14]) });
      await stage.advance(9 * DAY);
      await stage.advance(DAY + MINUTE);
      await work(stage);
      await stage.advance(5 * DAY);
      await work(stage);
    },
  },
  {
    name: 'promoted from the queue, its court is told; lifted while a reminder is still on its way',
    async play(stage) {
      await watch(stage, { promoted: true });
      await stage.advance(DAY + MINUTE);
      await tell(stage, 'lifted');
      await work(stage);
    },
  },
  {
    name: 'disposed of by the court: those behind it are told',
    async play(stage) {
      await watch(stage);
      await tell(stage, 'disposed');
      await work(stage);
      await tell(stage, 'lifted');
    },
  },
  {
    name: 'at its end the register knows of a renewal, the next time of a lift',
    async play(stage) {
      await watch(stage);
      await stage.advance(6 * DAY);
      const found = inTurn({ watchOutcome: 'RENEWED' }, { watchOutcome: 'LIFTED' });
      await work(stage, { 'registry.seizure.expire': found });
      await stage.advance(6 * DAY);
      await work(stage, { 'registry.seizure.expire': found });
    },
  },
  {
    name: 'reminders whose day is over fire at once, and the watch goes on',
    async play(stage) {
      await announced(stage);
      const [arm] = await stage.activate('seizure.watch.arm', { fetch: JOB_INPUTS });
      await stage.complete(arm, term(stage, [-3, -2, -1, 1, 2]));
      // What is due at once comes some real moment later: only a move of the clock waits for it.
      await stage.advance(MINUTE);
      await work(stage);
      await tell(stage, 'lifted');
      await work(stage);
    },
  },
  {
    name: 'armed without an end: an incident until the variable is there',
    async play(stage) {
      await watch(stage, { special: { 'seizure.watch.arm': () => ({ ...term(stage), endsAt: null }) } });
      await stage.setVariables(stage.instanceOf('bdc-seizure-watch'), { endsAt: iso(stage, DAY / 2) });
      await stage.resolveIncident();
      await stage.advance(DAY / 2 + MINUTE);
      await work(stage);
    },
  },
];
