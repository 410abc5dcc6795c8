import type { BegunElement, Key } from '../../../engine/core/index.ts';
import {
  type AdHoc,
  adHoc,
  diagram,
  end,
  error,
  message,
  node,
  scope,
  service,
  start,
  user,
} from '../../parity/support/diagram.ts';
import { engineWith } from '../support/run.ts';

export const TOOLS = scope(
  [service('A', 'a'), service('A2', 'a2'), service('B', 'b'), user('C'), node('manualTask', 'D')],
  ['A > A2'],
);
export const ROOTS = [message('m', 'told', '="key"'), error('e', 'BAD')];

/** Start, the ad-hoc sub-process `Agent`, End. */
export const around = (
  more: AdHoc,
  content = TOOLS,
  beside: Parameters<typeof diagram>[1] = [],
  flows: string[] = [],
) =>
  diagram(
    'agent',
    [start(), adHoc('Agent', content, more), end(), ...beside],
    ['Start > Agent', 'Agent > End', ...flows],
    ROOTS,
  );

export function begun(xml: string, variables = {}) {
  const engine = engineWith(xml);
  const { processInstanceKey } = engine.start('agent', variables);
  const agent = () => engine.active('Agent')[0]!;
  const activate = (elements: (string | BegunElement)[], cancelRemainingInstances?: boolean, key: Key = agent().key) =>
    engine.send({
      type: 'activateAdHocElements',
      adHocSubProcessInstanceKey: key,
      elements: elements.map((one) => (typeof one === 'string' ? { elementId: one, variables: {} } : one)),
      cancelRemainingInstances,
    });
  return { engine, processInstanceKey, agent, activate };
}
export const trace = (engine: ReturnType<typeof engineWith>) =>
  engine.trace().filter((line) => !/_|ING$/.test(line.replace(/ ELEMENT_/, ' ')));
