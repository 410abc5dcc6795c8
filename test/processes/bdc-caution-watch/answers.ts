import { done, type ProcessAnswers } from '../support/script.ts';

const DAY = 86_400_000;

/** Ninety days from the first look; reminders at 30 and 10 days before the last one, as the register's worker says them. */
export const answers: ProcessAnswers = {
  start: (watchNo) => ({ message: 'msg.caution.watch', key: watchNo }),
  variables: (watchNo) => ({ watchNo, rightId: '7', remindedDays: null }),
  jobs: {
    'lapse.watch.read': (_job, play) => {
      const begins = play.notes.begins ?? play.now().getTime();
      play.notes.begins = begins;
      const gone = Math.floor((play.now().getTime() - begins) / DAY);
      const at = (days: number) => new Date(begins + days * DAY).toISOString();
      const reminded = play.notes.reminded ?? 99;
      if (gone > 90) return done({ watchOutcome: 'LAPSED', lookAt: at(gone), remindDays: null });
      const due = gone >= 80 ? 10 : gone >= 60 ? 30 : null;
      if (due !== null && due < reminded) return done({ watchOutcome: 'REMIND', lookAt: at(gone), remindDays: due });
      return done({ watchOutcome: 'RUNNING', lookAt: at(gone < 60 ? 60 : gone < 80 ? 80 : 91), remindDays: null });
    },
    'lapse.remind': (_job, play) => {
      const days = play.ran('RemindHolder') > 1 ? 10 : 30;
      play.notes.reminded = days;
      return done({ remindedDays: days });
    },
  },
};
