// `npm run seal:trust`: whose seals count, before the first document or when the seal service gets a new authority.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Pool } from 'pg';
import { systemClock } from '../platform/clock.ts';
import { readConfig } from '../platform/config.ts';
import { createLogger } from '../platform/logger.ts';
import { ensureDatabase } from '../platform/postgres.ts';
import { commonNameOf, fingerprintOf, readCertificate } from '../platform/signatures/index.ts';
import { createRegistry } from '../registry/index.ts';

const USAGE = `npm run seal:trust -- [CA.pem]
  Enters the certificate of a seal authority in the register, for good; without a file, lists the trusted ones.
`;

const { values, positionals } = parseArgs({ options: { help: { type: 'boolean' } }, allowPositionals: true });

async function main(file: string | undefined): Promise<void> {
  const certificate = file === undefined ? undefined : readCertificate(readFileSync(file, 'utf8'));
  if (file !== undefined && !certificate?.ca) throw new Error(`${file}: no certificate of an authority (PEM)`);
  const database = await ensureDatabase({ ...readConfig(), log: createLogger('seal', { LOG_LEVEL: 'warn' }) });
  const pool = new Pool({ connectionString: database.url, max: 1 });
  try {
    const { seals } = createRegistry({ pool, clock: systemClock });
    if (certificate) {
      const fingerprint = fingerprintOf(certificate);
      await seals.trustAuthority({ fingerprint, certificatePem: certificate.toString(), by: 'administrator' });
    }
    for (const { fingerprint, certificatePem } of await seals.trustedAuthorities()) {
      const known = readCertificate(certificatePem);
      process.stdout.write(`${fingerprint}  ${known ? commonNameOf(known) : '?'}\n`);
    }
  } finally {
    await pool.end();
    await database.stop();
  }
}

if (values.help) process.stdout.write(USAGE);
else await main(positionals[0]);
