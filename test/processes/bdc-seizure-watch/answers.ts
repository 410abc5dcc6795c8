import { done, type ProcessAnswers } from '../support/script.ts';

const DAY = 86_400_000;

/** A term of 120 days from the first arming; a renewal makes it 120 more. */
export const answers: ProcessAnswers = {
  start: (seizureNo) => ({ message: 'msg.seizure.watch', key: seizureNo }),
  variables: (seizureNo) => ({ seizureNo, rightId: '7', promoted: false }),
  jobs: {
    'seizure.watch.arm': (_job, play) => {
      const begins = play.notes.begins ?? play.now().getTime();
      play.notes.begins = begins;
      play.notes.terms = (play.notes.terms ?? 0) + 1;
      const end = begins + play.notes.terms * 120 * DAY;
      const at = (days: number) => {
        const when = end - days * DAY;
        return new Date(when > play.now().getTime() ? when : end + DAY).toISOString();
      };
      return done({
        watchOutcome: 'RUNNING',
        endsAt: new Date(end).toISOString(),
        remind90At: at(90),
        remind30At: at(30),
        remind7At: at(7),
        remind1At: at(1),
      });
    },
    'registry.seizure.expire': () => done({ watchOutcome: 'EXPIRED' }),
    'court.remind': () => done({ told: true }),
    'court.notify.promoted': () => done({ told: true }),
    'court.notify.lapsed': () => done({ told: 1 }),
  },
};
