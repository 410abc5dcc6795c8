// `npm run register:import -- FILES…`: takes existing stock (存量数据) into the register; without --commit only a dry run.
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { Pool } from 'pg';
import { systemClock } from '../platform/clock.ts';
import { readConfig } from '../platform/config.ts';
import { createLogger } from '../platform/logger.ts';
import { migrate } from '../platform/migrate.ts';
import { ensureDatabase } from '../platform/postgres.ts';
import { type Actor, createRegistry, registrySchema, type StockBatch } from '../registry/index.ts';
import { tryOut } from '../server/stock/take-in.ts';
import { exitCodeOf } from './exit-code.ts';

const USAGE = `npm run register:import -- FILES… [--commit] [--json]
  Reads CSV (UTF-8 or GB 18030, as a stream) and .xlsx files that follow the templates of docs/stock-import.md, judges every house and
  prints what is unlinked or wrong. With --commit every house that is whole and right enters the register, all in one transaction;
  the others wait on the page 数据质量. The same files again change nothing.
  Database: DATABASE_URL, else the one under YITONG_HOME. Exit code 1 when houses are held or not linked, 2 when it failed.
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { commit: { type: 'boolean' }, json: { type: 'boolean' }, help: { type: 'boolean' } },
});

/** Between two lines of progress. */
const ROWS_TOLD = 20_000;

const by: Actor = { userId: 'register-import', role: 'sysadmin', district: null };

async function main(): Promise<boolean> {
  const config = readConfig();
  const database = await ensureDatabase({ ...config, log: createLogger('import', { LOG_LEVEL: 'warn' }) });
  const pool = new Pool({ connectionString: database.url, max: 2 });
  try {
    // The first part of a new installation to be started, as server and workers are.
    await migrate(pool, registrySchema);
    const registry = createRegistry({ pool, clock: systemClock });
    let rows = 0;
    let batch = await tryOut(
      registry,
      positionals.map((path) => ({ path, name: basename(path) })),
      by,
      (count) => {
        // Files end anywhere: said whenever another so many have been passed.
        const passed = Math.floor((rows + count) / ROWS_TOLD) > Math.floor(rows / ROWS_TOLD);
        rows += count;
        if (passed) process.stderr.write(`${rows} rows read\n`);
      },
    );
    process.stderr.write(`${batch.houses} houses judged\n`);
    if (values.commit) batch = await registry.stock.importBatch(batch.batchId, by);
    const peakMb = Math.round(process.resourceUsage().maxRSS / 1024);
    process.stdout.write(values.json ? `${JSON.stringify({ ...batch, peakMb }, null, 2)}\n` : render(batch, peakMb));
    if (!values.json)
      for (const finding of await registry.stock.listFindings(batch.batchId, 200))
        process.stdout.write(
          `${finding.severity} ${finding.file ?? ''}:${finding.line ?? ''} ${finding.house} ${finding.code} ${finding.message}\n`,
        );
    return (batch.byState.HELD ?? 0) + (batch.byState.UNLINKED ?? 0) === 0;
  } finally {
    await pool.end();
    await database.stop();
  }
}

function render(batch: StockBatch, peakMb: number): string {
  const lines = [
    `批次 ${batch.batchId.slice(0, 12)}：${batch.rows} 行，${batch.houses} 套，${batch.state === 'IMPORTED' ? `已入库 ${batch.imported} 套` : '试算，未入库'}`,
    ...Object.entries(batch.byState).map(([state, count]) => `  ${state} ${count}`),
    ...batch.byCode.map((one) => `  ${one.severity} ${one.code} × ${one.count}  ${one.message}`),
    `  内存峰值 ${peakMb} MB`,
  ];
  return `${lines.join('\n')}\n`;
}

if (values.help || positionals.length === 0) process.stdout.write(USAGE);
else process.exitCode = await exitCodeOf(main);
