import type { CaseStory } from './case-story.ts';

/** How far the applications of the day came at the window. */
export interface Intake {
  filed: number;
  accepted: number;
  /** Ended without acceptance, as planned. */
  turnedAway: number;
  /** Not accepted yet at closing time; what each waits for is among the reasons. */
  inIntake: number;
  /** Numbers of those that came out otherwise than the plan says: turned away unplanned, or accepted instead. */
  unplanned: string[];
}

export function intakeOf(stories: readonly CaseStory[]): Intake {
  const intake: Intake = { filed: stories.length, accepted: 0, turnedAway: 0, inIntake: 0, unplanned: [] };
  for (const { arrival, caseNo, seen } of stories) {
    const detail = seen();
    const meant = arrival.turn === 'notAccepted' ? 'turnedAway' : 'accepted';
    const is = detail?.acceptedAt ? 'accepted' : detail?.closedAt ? 'turnedAway' : 'inIntake';
    intake[is] += 1;
    if (is !== 'inIntake' && is !== meant) intake.unplanned.push(caseNo);
  }
  return intake;
}
