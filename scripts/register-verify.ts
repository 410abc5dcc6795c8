// `npm run register:verify`: is the register what its event chain says? Changes nothing; the register may be in use.
import type { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Pool } from 'pg';
import { systemClock } from '../platform/clock.ts';
import { readConfig } from '../platform/config.ts';
import { createLogger } from '../platform/logger.ts';
import { ensureDatabase } from '../platform/postgres.ts';
import { readCertificate } from '../platform/signatures/index.ts';
import { createRegistry } from '../registry/index.ts';
import { verifyPackage } from '../server/archive-package/verify-package.ts';
import { exitCodeOf } from './exit-code.ts';
import { readAnchor } from './register/read-anchor.ts';
import { renderPackage, renderReport } from './register/report.ts';

const USAGE = `npm run register:verify -- [--anchor FILE]… [--json]
npm run register:verify -- --package FILE [--trust CA.pem]… [--anchor FILE]… [--json]
  Checks the event chain of every district, the digests it carries, every row of the register and the bytes of every stored
  document. --anchor compares with heads that npm run register:anchor gave away; without one a cut-off end is not found.
  --package checks the archive package of a case or of a court's notice by itself, without a database: the zip file, every
  file, the event chain; with --trust (certificate of a seal authority, as for npm run seal:check) also the seals, time stamps
  and SM2 signatures; with --anchor also the heads that the register gave away.
  Database: DATABASE_URL, else the one under YITONG_HOME.
  Exit codes: 0 all was checked and holds · 1 something differs · 2 it could not be checked (no such file, no database)
              3 --package: what was checked holds, but not all was checked (the table says what and why)
`;

const { values } = parseArgs({
  options: {
    anchor: { type: 'string', multiple: true },
    package: { type: 'string' },
    trust: { type: 'string', multiple: true },
    json: { type: 'boolean' },
    help: { type: 'boolean' },
  },
});

const NOT_ALL_CHECKED = 3;

const anchorsGiven = () => (values.anchor ?? []).map((file) => readAnchor(readFileSync(file, 'utf8')));

async function checkPackage(file: string): Promise<boolean | number> {
  const trusted = (values.trust ?? []).map(readAuthority);
  const report = await verifyPackage(file, { trusted, anchors: anchorsGiven() });
  process.stdout.write(values.json ? `${JSON.stringify(report, null, 2)}\n` : renderPackage(report));
  return report.ok && !report.complete ? NOT_ALL_CHECKED : report.ok;
}

function readAuthority(file: string): X509Certificate {
  const certificate = readCertificate(readFileSync(file, 'utf8'));
  if (!certificate?.ca) throw new Error(`${file}: no certificate of an authority (PEM)`);
  return certificate;
}

async function main(): Promise<boolean | number> {
  if (values.package) return checkPackage(values.package);
  const anchors = anchorsGiven();
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
