// `npm run load`: an installation as `npm start` makes it, one hundred times the centre's usual arrivals, all roles over HTTP.
import { parseArgs } from 'node:util';
import { unitsForDay } from './day/plan.ts';
import { startInstallation } from './load/installation.ts';
import { renderLoad, toJson, verdict } from './load/report.ts';
import { runLoad } from './load/run-load.ts';

const USAGE = `npm run load -- [--minutes 10] [--rate 4] [--seed 1] [--json]
  1 015 cases in seven hours are 0.04 a second; the default is one hundred times that. Loopback only, ends by itself.
  Exit code 1 when the load is not held: arrivals late, a growing backlog, cases left open, errors.
`;

const { values } = parseArgs({
  options: {
    minutes: { type: 'string' },
    rate: { type: 'string' },
    seed: { type: 'string' },
    json: { type: 'boolean' },
    help: { type: 'boolean' },
  },
});
if (values.help) {
  process.stdout.write(USAGE);
  process.exit(0);
}
const minutes = Number(values.minutes ?? 10);
const rate = Number(values.rate ?? 4);
const units = unitsForDay(Math.ceil(minutes * 60 * rate));

process.stderr.write(`starting an installation with ${units} units\n`);
const installation = await startInstallation(units);
// Who interrupts it leaves no installation behind.
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void installation.stop().finally(() => process.exit(1)));
try {
  const result = await runLoad(installation, {
    minutes,
    rate,
    seed: Number(values.seed ?? 1),
    onSample: (one) =>
      process.stderr.write(
        `${one.at.toFixed(0)} s: filed ${one.filed}, open ${one.openCases}, jobs ${one.openJobs}, incidents ${one.incidents}\n`,
      ),
  });
  process.stdout.write(values.json ? `${toJson(result)}\n` : renderLoad(result));
  for (const line of installation.output.filter((one) => /"level":(50|60)/.test(one)).slice(0, 10)) {
    process.stderr.write(`${line.slice(0, 400)}\n`);
  }
  process.exitCode = verdict(result).length === 0 ? 0 : 1;
} finally {
  await installation.stop();
}
