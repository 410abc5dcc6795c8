// `npm run register:anchor`: where the event chains stand now, to be kept outside of the database.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Pool } from 'pg';
import { systemClock } from '../platform/clock.ts';
import { readConfig } from '../platform/config.ts';
import { createLogger } from '../platform/logger.ts';
import { ensureDatabase } from '../platform/postgres.ts';
import { createRegistry } from '../registry/index.ts';

const USAGE = `npm run register:anchor -- [--out FILE]
  Writes the head of every event chain as JSON (standard output, or FILE). Keep it where nobody of the database can reach it:
  npm run register:verify -- --anchor FILE then finds a chain whose end was cut off.
`;

const { values } = parseArgs({ options: { out: { type: 'string' }, help: { type: 'boolean' } } });

async function main(): Promise<void> {
  const database = await ensureDatabase({ ...readConfig(), log: createLogger('anchor', { LOG_LEVEL: 'warn' }) });
  const pool = new Pool({ connectionString: database.url, max: 1 });
  try {
    const anchor = await createRegistry({ pool, clock: systemClock }).evidence.takeAnchor();
    const text = `${JSON.stringify(anchor, null, 2)}\n`;
    if (values.out) writeFileSync(values.out, text);
    else process.stdout.write(text);
  } finally {
    await pool.end();
    await database.stop();
  }
}

if (values.help) process.stdout.write(USAGE);
else await main();
