// `npm run register:verify`: is the register what its event chain says? Changes nothing; the register may be in use.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Pool } from 'pg';
import { systemClock } from '../platform/clock.ts';
import { readConfig } from '../platform/config.ts';
import { createLogger } from '../platform/logger.ts';
import { ensureDatabase } from '../platform/postgres.ts';
import { createRegistry } from '../registry/index.ts';
import { verifyPackage } from '../server/case-package/verify-package.ts';
import { exitCodeOf } from './exit-code.ts';
import { readAnchor } from './register/read-anchor.ts';
import { renderPackage, renderReport } from './register/report.ts';

const USAGE = `npm run register:verify -- [--anchor FILE]… [--json]
npm run register:verify -- --package FILE
  Checks the event chain of every district, the digests it carries, every row of the register and the bytes of every stored
  document. --anchor compares with heads that npm run register:anchor gave away; without one a cut-off end is not found.
  --package checks the archive package of one case by itself, without a database: documents, manifest, event chain.
  Database: DATABASE_URL, else the one under YITONG_HOME. Exit code 1 when something differs, 2 when it cannot be checked.
`;

const { values } = parseArgs({
  options: {
    anchor: { type: 'string', multiple: true },
    package: { type: 'string' },
    json: { type: 'boolean' },
    help: { type: 'boolean' },
  },
});

async function main(): Promise<boolean> {
  if (values.package) {
    const report = verifyPackage(readFileSync(values.package));
    process.stdout.write(values.json ? `${JSON.stringify(report, null, 2)}\n` : renderPackage(report));
    return report.ok;
  }
  const anchors = (values.anchor ?? []).map((file) => readAnchor(readFileSync(file, 'utf8')));
  const config = readConfig();
  const database = await ensureDatabase({ ...config, log: createLogger('verify', { LOG_LEVEL: 'warn' }) });
  const pool = new Pool({ connectionString: database.url, max: 1 });
  try {
    const report = await createRegistry({ pool, clock: systemClock }).evidence.verifyRegister({
      anchors,
      onStep: (step, ms) => process.stderr.write(`${step} ${(ms / 1000).toFixed(1)} s\n`),
    });
    process.stdout.write(values.json ? `${JSON.stringify(report, null, 2)}\n` : renderReport(report, anchors.length));
    return report.ok;
  } finally {
    await pool.end();
    await database.stop();
  }
}

if (values.help) process.stdout.write(USAGE);
else process.exitCode = await exitCodeOf(main);
