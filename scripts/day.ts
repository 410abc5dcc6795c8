// `npm run day`: a day of the centre in virtual time, on a throw-away database. Exit code 1 when its books do not add up.
import { randomInt } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createLogger } from '../platform/logger.ts';
import { startCluster } from '../platform/postgres/cluster.ts';
import { ACCEPTED_PER_DAY } from './day/mix.ts';
import { prepareOffice } from './day/office.ts';
import { estatesForDay, unitsForDay } from './day/plan.ts';
import { playDay } from './day/play-day.ts';
import { differences, renderReport } from './day/report.ts';
import { createDayClock, timeOfDay } from './day/virtual-clock.ts';

const USAGE = `npm run day -- [--cases 1015] [--seed N] [--step 1]
  Plays 08:30–17:00 with so many accepted cases and compares every book. LOG_LEVEL=warn shows what the parts say.
`;

const { values } = parseArgs({
  options: { cases: { type: 'string' }, seed: { type: 'string' }, step: { type: 'string' }, help: { type: 'boolean' } },
});
if (values.help) {
  process.stdout.write(USAGE);
  process.exit(0);
}
const accepted = Number(values.cases ?? ACCEPTED_PER_DAY);
const seed = Number(values.seed ?? randomInt(1_000_000_000));
const units = unitsForDay(accepted);

const log = createLogger('day', { LOG_LEVEL: process.env.LOG_LEVEL ?? 'error' });
const folder = await mkdtemp(join(tmpdir(), 'yitong-day-'));
await chmod(folder, 0o755); // PostgreSQL's own account must get in when we are root
const cluster = await startCluster({
  folder: join(folder, 'postgres'),
  log,
  preferredPort: 0,
  settings: ['max_connections=200'],
});
const databaseUrl = `postgres://yitong:${cluster.password}@127.0.0.1:${cluster.port}/postgres`;
try {
  process.stderr.write(`种子 ${seed}；准备 ${units} 个不动产单元……\n`);
  await prepareOffice(databaseUrl, createDayClock(), units, estatesForDay(accepted));
  let shown = '';
  const report = await playDay({
    databaseUrl,
    accepted,
    seed,
    log,
    stepMinutes: Number(values.step ?? 1),
    onStep: (now, stories) => {
      const time = timeOfDay(now);
      if (time === shown || !/[03]0$/.test(time)) return;
      shown = time;
      const closed = stories.filter((story) => story.seen()?.closedAt).length;
      process.stderr.write(`${time}  申请 ${stories.length}  办结 ${closed}\n`);
    },
  });
  process.stdout.write(renderReport(report));
  process.exitCode = differences(report).length === 0 ? 0 : 1;
} finally {
  await cluster.stop('immediate');
  await rm(folder, { recursive: true, force: true });
}
