/**
 * `npm run demo [-- name …]`: files the packages of examples/applications through the public HTTP API and plays all
 * roles. Exit code 1 when a case does not end as its expected.json says. Running it again continues or confirms the
 * same cases, because each package has a fixed application key.
 */
import { join } from 'node:path';
import { Presets, SingleBar } from 'cli-progress';
import { readConfig } from '../platform/config.ts';
import { readPackages } from './demo/package.ts';
import { caseReport, summary } from './demo/report.ts';
import { runDemo } from './demo/run-demo.ts';
import { findOrStartSystem } from './demo/system.ts';

const say = (text: string) => process.stdout.write(`${text}\n`);

async function main(): Promise<boolean> {
  const wanted = process.argv.slice(2);
  const all = readPackages(join(import.meta.dirname, '..', 'examples', 'applications'));
  const packages = wanted.length === 0 ? all : all.filter(({ name }) => wanted.some((part) => name.includes(part)));
  if (packages.length === 0) throw new Error(`没有名称含“${wanted.join(' ')}”的申请包。`);
  const system = await findOrStartSystem(readConfig(), say);
  try {
    say(`系统地址 ${system.publicUrl}，共 ${packages.length} 个申请包`);
    const bar = new SingleBar(
      { format: '办理进度 {bar} {value}/{total}  {last}', hideCursor: true, noTTYOutput: true, notTTYSchedule: 10_000 },
      Presets.shades_classic,
    );
    bar.start(packages.length, 0, { last: '' });
    const report = await runDemo({
      publicUrl: system.publicUrl,
      departments: system.departments,
      packages,
      onStep: (name, text) => bar.update({ last: `${name} ${text}` }),
      onEnd: ({ example }) => bar.increment(1, { last: `${example.name} 结束` }),
    });
    bar.stop();
    for (const result of report.results) say(`\n${caseReport(result)}`);
    say(summary(report));
    return report.ok;
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
