/**
 * `npm run fuzz:input -- --seed S --count N`: malformed gRPC and REST requests, broken diagrams and bombs against an engine process
 * of its own. Ends with 1 when one of them did harm.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createLogger } from '../../../platform/logger.ts';
import { startCluster } from '../../../platform/postgres/cluster.ts';
import { describe, storm } from './storm.ts';

const { values } = parseArgs({
  options: { seed: { type: 'string', default: '1' }, count: { type: 'string', default: '10000' } },
});
const [seed, count] = [Number(values.seed), Number(values.count)];
const say = (line: string) => process.stdout.write(`${line}\n`);

const folder = await mkdtemp(join(tmpdir(), 'yitong-fuzz-'));
const cluster = await startCluster({
  folder: join(folder, 'postgres'),
  log: createLogger('fuzz', { LOG_LEVEL: 'silent' }),
  preferredPort: 0,
  settings: ['fsync=off'],
});
try {
  const databaseUrl = `postgres://yitong:${cluster.password}@127.0.0.1:${cluster.port}/postgres`;
  const report = await storm({ databaseUrl, seed, count, onProgress: say });
  say(describe(report));
  for (const complaint of new Set(report.complaints)) say(`log: ${complaint}`);
  for (const { answer, request } of report.harms) say(`HARM ${answer}\n  of ${request}`);
  say(`a normal process afterwards: ${report.stuck ?? 'runs through'}`);
  say(`seed ${seed}: ${report.harms.length} kinds of harm`);
  process.exitCode = report.harms.length > 0 || report.stuck ? 1 : 0;
} finally {
  await cluster.stop('immediate');
  await rm(folder, { recursive: true, force: true });
}
