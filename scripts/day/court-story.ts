import { random } from '../../registry/city/random.ts';
import { type CourtNotice, NOTICE_STATES } from '../../server/api/index.ts';
import { courtNotice, fileNotice, isAnswered, ownSeizures, signNotice } from '../play/court.ts';
import type { DeskClient } from '../play/desk-client.ts';
import type { CourtArrival, CourtStep } from './arrival.ts';
import type { Surroundings } from './case-story.ts';
import { APPROVED_WITHIN, NEXT_NOTICE_WITHIN } from './mix.ts';

/** One notice of a court, from its filing to our sealed answer. */
export interface NoticeStory {
  noticeNo: string;
  step: CourtStep;
  look(): Promise<void>;
  seen(): CourtNotice | null;
}

/** Files the first notice of the matter; each further one when the one before it has been answered. */
export function beginMatter(
  arrival: CourtArrival,
  around: Surroundings,
  begun: (story: NoticeStory) => void,
): Promise<void> {
  const roll = random(arrival.seed);
  const between = ([from, to]: readonly [number, number]) => from + roll() * (to - from);

  async function file(n: number): Promise<void> {
    const step = arrival.steps[n];
    if (!step) return;
    const officer = await around.staff.as(`courtofficer-${step.court}`);
    const approver = await around.staff.as(`courtapprover-${step.court}`);
    const noticeNo = await fileNotice(officer, await noticeOf(arrival, step, officer));
    let last: CourtNotice | null = null;
    let answered = false;
    const look = async () => {
      last = await officer.get<CourtNotice>(`/api/court/notices/${noticeNo}`);
      if (answered || !isAnswered(last)) return;
      answered = true;
      around.later(between(NEXT_NOTICE_WITHIN), () => file(n + 1));
    };
    // Nobody tells a court that its notice is answered before the answer is there: its officers look.
    const lookAgain = async () => {
      await look();
      if (!answered) around.later(1, lookAgain);
    };
    around.later(1, lookAgain);
    begun({ noticeNo, step, look, seen: () => last });
    if (step.kind !== 'query')
      around.later(between(APPROVED_WITHIN), async () => {
        await signNotice(approver, noticeNo);
      });
  }
  return file(0);
}

async function noticeOf({ home, running }: CourtArrival, step: CourtStep, officer: DeskClient) {
  const [owner] = home.owners;
  const respondent = { name: owner?.name ?? '', idNo: owner?.idNo ?? '' };
  const { kind, court } = step;
  if (kind === 'query') return courtNotice(court, running, { kind, content: { respondent } });
  if (kind === 'seize') {
    const papers = step.faulty ? { papers: [] } : {};
    return courtNotice(court, running, { kind, ...papers, content: { respondent, unitCodes: [home.unitCode] } });
  }
  const own = (await ownSeizures(officer)).find(({ unitCode }) => unitCode === home.unitCode);
  if (!own) throw new Error(`${court} has no seizure on ${home.unitCode} to ${kind}`);
  return courtNotice(court, running, { kind, targetRightId: own.rightId });
}

export const wordOf = (notice: CourtNotice): string => NOTICE_STATES[notice.state];
