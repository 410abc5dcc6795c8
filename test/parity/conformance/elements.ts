import { createMemoryEngine } from '../../../engine/memory.ts';
import { elements } from '../scenarios/elements.ts';
import { laterDiagrams, meaninglessDiagrams, minimalDiagrams } from '../support/minimal-diagrams.ts';
import { recordedTrace } from '../support/recorded.ts';

export interface ElementRow {
  subject: string;
  what: string;
  /** What the real 8.6.0 broker was recorded doing with it. */
  camunda: 'runs' | 'refuses' | 'ignores';
  embedded: 'runs' | 'refuses';
  /** The version that began to run it, when 8.6 does not. */
  since?: string;
  xml: string;
}

const NOW = new Date('2027-01-04T01:00:00Z');

function embeddedAnswer(xml: string): ElementRow['embedded'] {
  try {
    createMemoryEngine({ now: NOW }).deploy({ name: 'minimal.bpmn', content: xml });
    return 'runs';
  } catch {
    return 'refuses';
  }
}

/** Answers of a recorded deployment scenario: what was deployed → whether it was taken. */
function recordedAnswers(trace: string): Map<string, ElementRow['camunda']> {
  const lines = (/## answers\n([\s\S]*?)\n\n/.exec(trace)?.[1] ?? '').split('\n');
  const answers = new Map<string, ElementRow['camunda']>();
  for (const [at, line] of lines.entries()) {
    const before = lines[at - 1];
    if (line.startsWith('deploy: ') && before) answers.set(before, line === 'deploy: ok' ? 'runs' : 'refuses');
  }
  return answers;
}

/** Every element, event in its place, marker and listener, on both engines. */
export async function elementRows(): Promise<ElementRow[]> {
  const rows: ElementRow[] = [];
  const meaningless = meaninglessDiagrams(NOW);
  const later = laterDiagrams();
  for (const [at, [subject, diagrams]] of Object.entries(minimalDiagrams(NOW)).entries()) {
    const recorded = recordedAnswers(await recordedTrace('elements', elements[at]?.name ?? ''));
    for (const [what, xml] of diagrams) {
      const camunda = recorded.get(what);
      if (!camunda) throw new Error(`no answer is recorded for '${what}': record the corpus again`);
      rows.push({ subject, what, camunda, embedded: embeddedAnswer(xml), xml });
    }
    for (const [what, xml] of meaningless[subject] ?? []) {
      rows.push({ subject, what, camunda: 'runs', embedded: embeddedAnswer(xml), xml });
    }
    for (const { xml, ...one } of later[subject] ?? []) {
      rows.push({ subject, ...one, embedded: embeddedAnswer(xml), xml });
    }
  }
  return rows;
}
