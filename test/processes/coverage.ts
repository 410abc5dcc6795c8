/** `npm run coverage:processes`: plays all scenarios, draws what they took, fails below 100 %. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { coverageOf } from './support/coverage.ts';
import { drawCoverage } from './support/draw.ts';
import { diagramOf, openPlayhouse } from './support/folders.ts';
import { coveragePage } from './support/report.ts';

const target = join(import.meta.dirname, '../../artifacts/coverage');
const house = await openPlayhouse();
const plays = await house.all();
const all = await Promise.all(
  house.folders.map(async ({ id, exceptions }) => ({
    coverage: coverageOf(await diagramOf(id), plays, exceptions),
    exceptions,
  })),
);
mkdirSync(target, { recursive: true });
for (const { coverage } of all) {
  const { diagram, percent, problems } = coverage;
  writeFileSync(join(target, `${diagram.id}.svg`), drawCoverage(coverage));
  const scenarios = plays.filter(({ name }) => name.startsWith(`${diagram.id}: `)).length;
  console.log(
    `${diagram.id}: ${percent} % of ${diagram.nodes.length} elements and ${diagram.flows.length} flows, ${scenarios} scenarios`,
  );
  for (const problem of problems) console.log(`  ${problem}`);
}
writeFileSync(join(target, 'index.html'), coveragePage(all));
console.log(join(target, 'index.html'));
if (all.some(({ coverage }) => coverage.problems.length > 0)) process.exitCode = 1;
