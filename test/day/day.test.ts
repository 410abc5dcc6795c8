import { randomInt } from 'node:crypto';
import { expect, test } from 'vitest';
import { createLogger } from '../../platform/logger.ts';
import { prepareOffice } from '../../scripts/day/office.ts';
import { playDay } from '../../scripts/day/play-day.ts';
import { differences, renderReport } from '../../scripts/day/report.ts';
import { createDayClock } from '../../scripts/day/virtual-clock.ts';
import { createTestDatabase } from '../support/database.ts';

const CASES = 40;
const SEED = Number(process.env.YITONG_DAY_SEED ?? randomInt(1_000_000_000));

test(`a small day of ${CASES} cases with departments that fail adds up (YITONG_DAY_SEED=${SEED})`, async () => {
  const db = await createTestDatabase({
    template: 'day',
    prepare: (url) => prepareOffice(url, createDayClock(), 600),
  });
  try {
    const report = await playDay({
      databaseUrl: db.url,
      accepted: CASES,
      seed: SEED,
      log: createLogger('day'),
      stepMinutes: 3,
    });
    expect(differences(report), renderReport(report)).toEqual([]);
    // Whoever is still at the window at closing time waits for something that the reasons name.
    const { accepted, inIntake } = report.intake;
    expect(accepted).toBeLessThanOrEqual(CASES);
    expect(accepted + inIntake).toBeGreaterThanOrEqual(CASES);
    // Most of them were done within the day, and money changed hands.
    const closed = report.run.stories.filter((story) => story.seen()?.closedAt).length;
    expect(closed).toBeGreaterThan(CASES / 2);
    expect(report.balances.filter((one) => one.name.startsWith('收费')).map((one) => one.left)[0]).not.toMatch(
      /^0\.00/,
    );
  } finally {
    await db.drop();
  }
}, 300_000);
