import type { CaseStory } from './case-story.ts';
import type { NoticeStory } from './court-story.ts';

/** How far the applications of the day came: cases of windows and banks, notices of courts. */
export interface Intake {
  filed: number;
  accepted: number;
  /** Ended without acceptance, or sent back to the court, as planned. */
  turnedAway: number;
  /** Not accepted yet at closing time; what each waits for is among the reasons. */
  inIntake: number;
  /** Numbers of those that came out otherwise than the plan says: turned away unplanned, or accepted instead. */
  unplanned: string[];
}

type Reached = 'accepted' | 'turnedAway' | 'inIntake';

export function intakeOf(stories: readonly CaseStory[], notices: readonly NoticeStory[]): Intake {
  const all: { no: string; meant: boolean; is: Reached }[] = [
    ...stories.map(({ caseNo, meantToBeAccepted, seen }) => ({
      no: caseNo,
      meant: meantToBeAccepted,
      is: ofCase(seen()),
    })),
    ...notices.map(({ noticeNo, step, seen }) => ({ no: noticeNo, meant: !step.faulty, is: ofNotice(seen()) })),
  ];
  const count = (reached: Reached) => all.filter(({ is }) => is === reached).length;
  return {
    filed: all.length,
    accepted: count('accepted'),
    turnedAway: count('turnedAway'),
    inIntake: count('inIntake'),
    unplanned: all
      .filter(({ is, meant }) => is !== 'inIntake' && is !== (meant ? 'accepted' : 'turnedAway'))
      .map(({ no }) => no),
  };
}

function ofCase(detail: ReturnType<CaseStory['seen']>): Reached {
  if (detail?.acceptedAt) return 'accepted';
  return detail?.closedAt ? 'turnedAway' : 'inIntake';
}

/** A notice is accepted from its delivery on, unless its papers were not in order. */
function ofNotice(notice: ReturnType<NoticeStory['seen']>): Reached {
  if (notice?.state === 'RETURNED') return 'turnedAway';
  return notice?.deliveredAt ? 'accepted' : 'inIntake';
}
