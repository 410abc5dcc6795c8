import { minimalDiagrams } from '../support/minimal-diagrams.ts';
import { file, type Scenario } from './scenario.ts';

/** Every element Camunda 8.6 runs deploys, and what it refuses is refused with the same code. */
export const elements: Scenario[] = Object.entries(minimalDiagrams()).map(([subject, diagrams]) => ({
  name: `which elements deploy: ${subject}`,
  async play(stage) {
    for (const [what, xml] of diagrams) {
      stage.answers.push(what);
      await stage.deploy(file('minimal.bpmn', xml));
    }
  },
}));
