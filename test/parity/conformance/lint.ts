import { BpmnModdle } from 'bpmn-moddle';
import { Linter } from 'bpmnlint';
import NodeResolver from 'bpmnlint/lib/resolver/node-resolver.js';
import zeebe from 'zeebe-bpmn-moddle/resources/zeebe.json' with { type: 'json' };
import type { ElementRow } from './elements.ts';

/** Camunda's own rules of what its version 8.8 runs, as its Modeler applies them. */
const CONFIG = { extends: 'plugin:camunda-compat/camunda-cloud-8-8' };

/** The rule for timers does not expect one that is thrown, and breaks; it has no version for it. */
const BREAKS_RULE = /^(intermediate throw|end) event: timer/;

export interface LintRow extends ElementRow {
  /** Rules that find an error in the diagram; none = 8.8 runs it. */
  rules: string[];
}

/** Each minimal diagram with what Camunda's lint rules for 8.8 say of it. */
export async function lintRows(rows: readonly ElementRow[]): Promise<LintRow[]> {
  const linter = new Linter({ config: CONFIG, resolver: new NodeResolver() });
  const moddle = new BpmnModdle({ zeebe }) as unknown as { fromXML(xml: string): Promise<{ rootElement: never }> };
  const found: LintRow[] = [];
  for (const row of rows) {
    if (BREAKS_RULE.test(row.what)) {
      found.push({ ...row, rules: ['timer'] });
      continue;
    }
    const { rootElement } = await moddle.fromXML(row.xml);
    const results = Object.entries(await linter.lint(rootElement));
    const broken = results.filter(([, reports]) => reports.some(({ category }) => /error$/.test(category)));
    found.push({ ...row, rules: broken.map(([rule]) => rule.replace('camunda-compat/', '')) });
  }
  return found;
}

/** The rules and the engine disagree. */
export const disagree = ({ rules, embedded }: LintRow): boolean => (rules.length === 0) !== (embedded === 'runs');
