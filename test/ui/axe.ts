import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

/** axe-core as a script for the page; it has no part of its own in Node. */
const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface AxeRun {
  violations: { id: string; help: string; nodes: { html: string; failureSummary?: string }[] }[];
}

/**
 * What breaks WCAG 2.2 A or AA on the page as it is now, one line each: rule, its help, the element. Diagrams are left
 * out: bpmn.io draws them, and axe takes a bubble on a shape for the shape's background.
 */
export async function violationsOf(page: Page): Promise<string[]> {
  await page.evaluate(source);
  // A colour on its way is not the colour of the page.
  await page.evaluate(() =>
    Promise.all(document.getAnimations().map(({ finished }) => finished.catch(() => undefined))),
  );
  const run = (await page.evaluate(
    `axe.run({ exclude: ['.djs-container'] }, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'], resultTypes: ['violations'] })`,
  )) as AxeRun;
  return run.violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html }) => `${id}: ${help}: ${html.slice(0, 200)}`),
  );
}
