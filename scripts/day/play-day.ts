import type { Logger } from '../../platform/logger.ts';
import { closeBooks } from './books.ts';
import { intakeOf } from './intake.ts';
import { YILUTONG_OF_SALES } from './mix.ts';
import { startOffice } from './office.ts';
import { planOutages } from './outages.ts';
import { homesForDay, planDay } from './plan.ts';
import { planPartners } from './plan-partners.ts';
import { waitingReasons } from './reasons.ts';
import type { DayReport } from './report.ts';
import { incidentsSeen } from './settle.ts';
import { CLOSES, createDayClock, OPENS } from './virtual-clock.ts';
import { type DayOptions, runDay } from './virtual-day.ts';

export interface PlayDay {
  /** A database that `prepareOffice` has filled. */
  databaseUrl: string;
  accepted: number;
  seed: number;
  log: Logger;
  stepMinutes?: DayOptions['stepMinutes'];
  onStep?: DayOptions['onStep'];
}

/** A whole day of the centre through the real parts, and its books. */
export async function playDay(options: PlayDay): Promise<DayReport> {
  const { accepted, seed, log } = options;
  const began = performance.now();
  const clock = createDayClock();
  const office = await startOffice(options.databaseUrl, clock, log);
  try {
    const supply = await homesForDay(office.pool, accepted);
    const { banks, courts, accepted: ofPartners } = planPartners(supply, accepted, seed);
    const windows = planDay(supply, accepted - ofPartners, seed, { yilutong: YILUTONG_OF_SALES });
    const departments = Object.keys(office.simulators.addresses);
    const outages = planOutages(departments, new Date(OPENS).getTime(), new Date(CLOSES).getTime(), seed);
    const run = await runDay(office, clock, {
      windows,
      banks,
      courts,
      outages,
      ...(options.stepMinutes ? { stepMinutes: options.stepMinutes } : {}),
      ...(options.onStep ? { onStep: options.onStep } : {}),
    });
    await incidentsSeen(office);
    const open = run.stories.flatMap((story) => story.seen() ?? []).filter((one) => one.closedAt === null);
    return {
      seed,
      intake: intakeOf(run.stories, run.notices),
      run,
      outages,
      waiting: await waitingReasons(office, open, run.notices),
      ...(await closeBooks(office, run.stories)),
      realSeconds: (performance.now() - began) / 1_000,
    };
  } finally {
    await office.stop();
  }
}
