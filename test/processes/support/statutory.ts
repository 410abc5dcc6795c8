import { done, firstThen, type Play, type ProcessAnswers, type Scenario, steps, type Variables } from './script.ts';

/** 30 working days after the Monday on which every play begins. */
const statutoryCheckAt = '2026-04-14T09:00:00Z';

/** 受理 starts the watch of 条例 §20. */
export function armStatutory(play: Play): void {
  play.message('msg.statutory.armed', play.caseNo, { statutoryCheckAt });
}

export const statutoryJobs: ProcessAnswers['jobs'] = {
  'sla.statutory': () => done({ statutoryReached: true, statutoryCheckAt }),
};

/** The watch of the thirty working days beside a review that waits, for every process that keeps one. */
export function statutoryScenarios(variables: Variables, ends: string): Scenario[] {
  return [
    {
      name: 'thirty working days gone: the supervisor is called, the case goes on',
      script: () => {
        const review = held();
        return {
          variables,
          tasks: { Review: review.answer },
          meanwhile: steps(['Review', (play) => play.clock('2026-04-14T09:00:01Z')], ['Review', review.release]),
        };
      },
      ends,
      passes: ['StatutoryGuard', 'EndStatutoryWatch', 'BookWrite'],
    },
    {
      name: 'thirty working days reach into a year without a calendar: looked at again when it is there',
      script: () => {
        const review = held();
        return {
          variables,
          jobs: { 'sla.statutory': laterThenReached('2026-04-20T09:00:00Z') },
          tasks: { Review: review.answer },
          meanwhile: steps(
            ['Review', (play) => play.clock('2026-04-14T09:00:01Z')],
            ['EgStatutory', (play) => play.clock('2026-04-20T09:00:01Z')],
            ['Review', review.release],
          ),
        };
      },
      ends,
      passes: ['StatutoryLater', 'StatutoryGuard'],
    },
    {
      name: 'a holiday that becomes a working day brings the thirtieth day forward: the watch looks at once',
      script: () => {
        const review = held();
        return {
          variables,
          jobs: { 'sla.statutory': laterThenReached('2026-04-10T09:00:00Z') },
          tasks: { Review: review.answer },
          meanwhile: steps(
            ['EgStatutory', (play) => play.message('msg.statutory.moved', play.caseNo)],
            ['EgStatutory', (play) => play.clock('2026-04-10T09:00:01Z')],
            ['Review', review.release],
          ),
        };
      },
      ends,
      passes: ['StatutoryMoved', 'StatutoryLater', 'StatutoryGuard'],
    },
  ];
}

const laterThenReached = (checkAt: string) =>
  firstThen(
    done({ statutoryReached: false, statutoryCheckAt: checkAt }),
    done({ statutoryReached: true, statutoryCheckAt: checkAt }),
  );

/** A review that waits until it is let go. */
export function held() {
  let open = false;
  return {
    release: () => {
      open = true;
    },
    answer: () => (open ? { reviewDecision: 'approve', reasonCode: null } : undefined),
  };
}
