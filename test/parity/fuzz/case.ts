import fc from 'fast-check';
import { file, type Scenario } from '../scenarios/scenario.ts';
import * as d from '../support/diagram.ts';
import { act, actions, OTHER, workOff } from './actions.ts';
import { plan } from './blocks.ts';
import { draw } from './draw.ts';
import { besides } from './vocabulary.ts';

/** A random process, what it starts with, and what is done to it. */
export const fuzzCase = fc.record({ plan, n: fc.nat({ max: 4 }), actions });
export type FuzzCase = typeof fuzzCase extends fc.Arbitrary<infer T> ? T : never;

const SILENT = d.diagram('fuzz', [d.start(), d.end()], ['Start > End']);

export function toScenario({ plan: found, n, actions: done }: FuzzCase): Scenario & { xml: string } {
  const drawn = draw('fuzz', found);
  return {
    name: 'fuzz',
    xml: drawn.xml,
    async play(stage) {
      const other = done.some((action) => action.do === 'migrate') ? draw(OTHER, { ...found, starts: [] }) : null;
      await stage.deploy(
        ...Object.entries(besides).map(([name, content]) => file(name, content)),
        ...(other ? [file(`${OTHER}.bpmn`, other.xml)] : []),
      );
      await stage.deploy(file('fuzz.bpmn', drawn.xml));
      const once = `once ${stage.now().toISOString()}`;
      const instance = await stage.start('fuzz', { n, began: stage.now().toISOString() });
      for (const action of done) {
        if (stage.alive().elements.length === 0) break;
        await act(stage, { drawn, instance, once }, action);
      }
      await workOff(stage);
      // The next case has other diagrams of the same name: nothing of this one may wake up.
      if (found.starts.length > 0) await stage.deploy(file('fuzz.bpmn', SILENT));
      await stage.cancel(instance);
    },
  };
}
