/**
 * `npm run demo [-- name …]`: files the packages of examples/applications through the public HTTP API and plays all
 * roles; beside them it plays the flows with banks, courts and companies. Exit code 1 when a case does not end as it
 * should. Running it again continues or confirms the same packages, because each has a fixed application key; the flows
 * begin anew with other homes.
 */
import { join } from 'node:path';
import { Presets, SingleBar } from 'cli-progress';
import { readConfig } from '../platform/config.ts';
import { allFlows, runFlows } from './demo/flows/run-flows.ts';
import { readPackages } from './demo/package.ts';
import { caseReport, flowReport, summary } from './demo/report.ts';
import { runDemo } from './demo/run-demo.ts';
import { findOrStartSystem } from './demo/system.ts';

const say = (text: string) => process.stdout.write(`${text}\n`);

async function main(): Promise<boolean> {
  const wanted = process.argv.slice(2);
  const all = readPackages(join(import.meta.dirname, '..', 'examples', 'applications'));
  const isWanted = ({ name }: { name: string }) => wanted.length === 0 || wanted.some((part) => name.includes(part));
  const packages = all.filter(isWanted);
  const flows = allFlows.map((plays) => plays.filter(isWanted));
  const total = packages.length + flows.flat().length;
  if (total === 0) throw new Error(`没有名称含“${wanted.join(' ')}”的申请包或流程。`);
  const system = await findOrStartSystem(readConfig(), say);
  try {
    say(`系统地址 ${system.publicUrl}，共 ${packages.length} 个申请包、${flows.flat().length} 个协同业务`);
    const bar = new SingleBar(
      { format: '办理进度 {bar} {value}/{total}  {last}', hideCursor: true, noTTYOutput: true, notTTYSchedule: 10_000 },
      Presets.shades_classic,
    );
    bar.start(total, 0, { last: '' });
    const onStep = (name: string, text: string) => bar.update({ last: `${name} ${text}` });
    const { publicUrl, departments } = system;
    const ended = (name: string) => bar.increment(1, { last: `${name} 结束` });
    const [report, flowResults] = await Promise.all([
      runDemo({ publicUrl, departments, packages, onStep, onEnd: ({ example }) => ended(example.name) }),
      runFlows({ publicUrl, departments, flows, onStep, onEnd: ({ play }) => ended(play.name) }),
    ]);
    bar.stop();
    for (const result of report.results) say(`\n${caseReport(result)}`);
    for (const result of flowResults) say(`\n${flowReport(result)}`);
    say(summary(report, flowResults));
    return report.ok && flowResults.every(({ differences }) => differences.length === 0);
  } finally {
    await system.stop();
  }
}

main().then(
  (ok) => process.exit(ok ? 0 : 1),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
