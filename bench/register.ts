/**
 * `npm run bench:register [-- --json] [--units N] [--entries N] [--reads N] [--seed N] [--verify]`: the register at the size of a large
 * city. Loads it, enters real cases beside a bare transaction that writes as many rows, and measures what clerks and courts wait for.
 * Progress goes to stderr; the result to stdout, with --json as one object (`npm run --silent bench:register -- --json`).
 */
import { parseArgs } from 'node:util';
import type { Pool } from 'pg';
import { createTestClock } from '../platform/clock.ts';
import { migrate } from '../platform/migrate.ts';
import { createRegistry, registrySchema, seedCalendar } from '../registry/index.ts';
import { brokenRules } from '../scripts/day/broken-rules.ts';
import { residentMb } from './engine/memory.ts';
import { bareCity, bareRun } from './register/baseline.ts';
import { findCandidates } from './register/candidates.ts';
import { kindNames, nextHome, prepareCases } from './register/cases.ts';
import { type LoadedCity, loadCity } from './register/city/load-city.ts';
import { type BenchDatabase, startBenchDatabase } from './register/database.ts';
import { measureLatencies } from './register/latencies.ts';
import { bareSides, CONNECTIONS, enter, measureRates, race, sidesOf, type Task } from './register/rates.ts';
import { type Result, table } from './register/result.ts';
import { shapesOf } from './register/shape.ts';
import { versionsOf, watchMachine } from './support/machine.ts';
import { print } from './support/report.ts';

const USAGE = `npm run bench:register -- [--units 1000000] [--entries 2000] [--reads 2000] [--seed 1] [--verify] [--json]
  --units    homes of the city. --units 30000 --entries 400 is a quick run.
  --entries  登簿 transactions that are measured, and as many bare ones of each of four kinds; a tenth of them (40 at least) more for
             one district alone
  --reads    unit pages and unit checks
  --verify   after everything: register:verify and every invariant, over the whole register
`;

const { values } = parseArgs({
  options: {
    units: { type: 'string', default: '1000000' },
    entries: { type: 'string', default: '2000' },
    reads: { type: 'string', default: '2000' },
    seed: { type: 'string', default: '1' },
    verify: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

const BLOCKS = 4;
/** Entered first on all connections, which plan their statements once; the shapes are read from these entries. */
const WARM_UP = 320;
const ONE_DISTRICT = '330212';
/** A Monday morning that the calendar knows. It stands still: what is measured is measured by the machine's clock. */
const MORNING = '2026-11-23T09:00:00+08:00';

const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

const count = (name: 'units' | 'entries' | 'reads' | 'seed'): number => {
  const value = Number(values[name]);
  if (!Number.isInteger(value) || value < 1)
    throw new Error(`--${name} is a whole number above 0, not ${values[name]}.\n${USAGE}`);
  return value;
};

async function run(database: BenchDatabase): Promise<Result> {
  const [units, entries, reads, seed] = [count('units'), count('entries'), count('reads'), count('seed')];
  const machine = watchMachine();
  const inDistrict = Math.max(40, Math.round(entries / 10));
  const { city, tasks, together } = await prepared(database, {
    units,
    seed,
    everywhere: WARM_UP + entries,
    inDistrict,
  });
  const all = [...tasks, ...together];
  const cases = all.flatMap(({ one, elsewhere }) => [one, elsewhere]);
  const copySeconds = await database.copy();
  say(`copied for the bare transactions in ${copySeconds} s`);

  const [pool, copy] = [database.open('register'), database.open('bare')];
  const registry = createRegistry({ pool, clock: createTestClock(MORNING) });
  const ready = tasks.map(({ one }) => one);
  const latencies = await measureLatencies(pool, registry, { reads, cases: ready, seed, say });

  const warmUp = tasks.splice(0, WARM_UP);
  await race(warmUp, ({ one }) => enter(registry, one));
  const shapes = await shapesOf(pool, ready.slice(0, WARM_UP));
  const bare = {
    city: await bareCity(copy, cases),
    run: await bareRun(
      pool,
      all.map(({ one }) => one),
    ),
  };
  const sides = sidesOf({ registry, bare, shapes });
  for (const side of bareSides) await race(warmUp, sides[side]);
  const spread = await measureRates({ register: pool, bare, sides, tasks, blocks: BLOCKS, say });
  const oneDistrict = await measureRates({ register: pool, bare, sides, tasks: together, blocks: 2, say });

  const verified = values.verify ? await verify(pool, registry) : null;
  const { rows } = await pool.query<{ mb: number }>(
    'SELECT (pg_database_size(current_database()) / 1048576)::int AS mb',
  );
  return {
    entriesPerSecond: spread.entriesPerSecond,
    baselinePerSecond: spread.bare.city.rows.perSecond,
    ratio: spread.bare.city.rows.ratio,
    unitPageP99Ms: latencies.unitPage.p99Ms,
    unitCheckP99Ms: latencies.unitCheck.p99Ms,
    housingCountP99Ms: latencies.housingCount.p99Ms,
    seizureP99Ms: latencies.seizure.p99Ms,
    loadSeconds: city.seconds,
    copySeconds,
    city,
    seed,
    entries: { connections: CONNECTIONS, kinds: Object.values(kindNames), spread, oneDistrict },
    latencies,
    verified,
    memoryMb: {
      node: Math.round(process.memoryUsage().rss / 1048576),
      postgres: await residentMb([database.postmasterPid]),
    },
    databaseMb: rows[0]?.mb ?? 0,
    machine: machine(),
    versions: { ...versionsOf('pg'), postgresql: database.version },
    samples: {
      entries: spread.samples,
      entriesInOneDistrict: oneDistrict.samples,
      unitPages: latencies.unitPage.samples,
      unitChecks: latencies.unitCheck.samples,
      housingCounts: latencies.housingCount.samples,
      seizures: latencies.seizure.samples,
    },
  };
}

/** The city, and its cases up to the 登簿; nobody is connected to it afterwards. */
async function prepared(
  database: BenchDatabase,
  wanted: { units: number; seed: number; everywhere: number; inDistrict: number },
): Promise<{ city: LoadedCity; tasks: Task[]; together: Task[] }> {
  const pool = database.open('register');
  await migrate(pool, registrySchema);
  await seedCalendar({ pool });
  const city = await loadCity(pool, { units: wanted.units, seed: wanted.seed, say });
  say(`${city.units} units, ${city.rights} rights, ${city.rows} rows in ${city.seconds} s`);

  const registry = createRegistry({ pool, clock: createTestClock(MORNING) });
  say(`preparing ${wanted.everywhere + wanted.inDistrict} cases up to the 登簿`);
  const taken: string[] = [];
  const homes = async (number: number, district?: string) => {
    const [plain = [], mortgaged = []] = await Promise.all(
      [false, true].map((one) => findCandidates(pool, { mortgaged: one, count: number, but: taken, district })),
    );
    return { plain, mortgaged };
  };
  let first = 0;
  const tasks = async (number: number, district?: string): Promise<Task[]> => {
    const found = await homes(2 * number, district);
    const cases = await prepareCases(registry, found, number, first);
    first += number;
    const tasks = cases.map((one) => ({ one, elsewhere: { ...one, unitCode: nextHome(found, one.kind).unitCode } }));
    taken.push(...tasks.flatMap(({ one, elsewhere }) => [one.unitCode, elsewhere.unitCode]));
    return tasks;
  };
  const everywhere = await tasks(wanted.everywhere);
  const together = await tasks(wanted.inDistrict, ONE_DISTRICT);
  // As autovacuum does in an office, and not in the middle of the measurement. Plans that were made when the tables of cases were
  // empty are made anew.
  say('vacuum');
  await pool.query('VACUUM (ANALYZE)');
  await pool.end();
  return { city, tasks: everywhere, together };
}

async function verify(pool: Pool, registry: ReturnType<typeof createRegistry>): Promise<Result['verified']> {
  const report = await registry.evidence.verifyRegister({
    onStep: (step, ms) => say(`verify, ${step}: ${(ms / 1000).toFixed(1)} s`),
  });
  const broken = Object.keys(await brokenRules(pool, null));
  for (const finding of report.findings.slice(0, 20)) say(JSON.stringify(finding));
  for (const rule of broken) say(`broken: ${rule}`);
  return { ok: report.ok && broken.length === 0, rows: report.rows, findings: report.findings.length, broken };
}

if (values.help) process.stdout.write(USAGE);
else {
  const database = await startBenchDatabase();
  let stopping: Promise<void> | undefined;
  const stop = () => {
    stopping ??= database.stop();
    return stopping;
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      say(`${signal}: stopping`);
      void stop().finally(() => process.exit(130));
    });
  try {
    const result = await run(database);
    print(result, values.json, table);
    if (result.verified?.ok === false) process.exitCode = 1;
  } finally {
    await stop();
  }
}
