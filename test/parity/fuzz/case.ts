import fc from 'fast-check';
import { file, type Scenario } from '../scenarios/scenario.ts';
import { act, actions, workOff } from './actions.ts';
import { plan } from './blocks.ts';
import { called, draw } from './draw.ts';

/** A random process, what it starts with, and what is done to it. */
export const fuzzCase = fc.record({ plan, n: fc.nat({ max: 4 }), actions });
export type FuzzCase = typeof fuzzCase extends fc.Arbitrary<infer T> ? T : never;

export function toScenario({ plan: found, n, actions: done }: FuzzCase): Scenario & { xml: string } {
  const drawn = draw('fuzz', found);
  const known = {
    ...drawn,
    jobTypes: [...drawn.jobTypes, ...(drawn.xml.includes('fuzz-called') ? ['fuzz-called-work'] : [])],
  };
  return {
    name: 'fuzz',
    xml: drawn.xml,
    async play(stage) {
      await stage.deploy(file('fuzz-called.bpmn', called));
      await stage.deploy(file('fuzz.bpmn', drawn.xml));
      const instance = await stage.start('fuzz', { n });
      for (const action of done) await act(stage, known, instance, action);
      await workOff(stage, known);
      // The next case has other diagrams of the same name: nothing of this one may wake up.
      await stage.cancel(instance);
    },
  };
}
