import { minimalDiagrams } from '../support/minimal-diagrams.ts';
import { file, type Scenario } from './scenario.ts';

const SUBJECTS = Object.keys(minimalDiagrams(new Date(0)));

/** Every element Camunda 8.6 runs deploys, and what it refuses is refused with the same code. */
export const elements: Scenario[] = SUBJECTS.map((subject) => ({
  name: `which elements deploy: ${subject}`,
  async play(stage) {
    for (const [what, xml] of minimalDiagrams(stage.now())[subject] ?? []) {
      stage.answers.push(what);
      await stage.deploy(file('minimal.bpmn', xml));
    }
  },
}));
