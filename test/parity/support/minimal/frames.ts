import {
  boundary,
  compensate,
  diagram,
  end,
  error,
  escalation,
  eventSub,
  message,
  type Node,
  scope,
  service,
  signal,
  start,
  startOn,
  sub,
} from '../diagram.ts';

/** Messages, signals, escalations and errors that the diagrams refer to. */
export const ROOTS = [
  message('m', 'minimal-message', '="key"'),
  message('bare', 'minimal-bare'),
  message('nameless', ''),
  signal('s', 'minimal-signal'),
  signal('computed', '="minimal-" + "signal"'),
  signal('nameless-signal', ''),
  escalation('x', 'ESCALATED'),
  escalation('codeless', ''),
  error('e', 'FAILED'),
  error('e-computed', '=code'),
  error('codeless-error', ''),
];

/** Nodes one after the other, between a start and an end. */
export function line(id: string, ...nodes: Node[]): string {
  const ids = ['Start', ...nodes.map((one) => one.id), 'End'];
  const flows = ids.slice(1).map((to, at) => `${ids[at]} > ${to}`);
  return diagram(id, [start(), ...nodes, end()], flows, ROOTS);
}

export const inSub = (id: string, ...more: Node[]): string =>
  line(
    id,
    sub(
      'Sub',
      scope(
        [start('InnerStart'), service('Work', 'work'), end('InnerEnd'), ...more],
        ['InnerStart > Work', 'Work > InnerEnd'],
      ),
    ),
  );

export const onEvent = (inner: string, interrupting: boolean): Node =>
  eventSub('OnEvent', scope([startOn('Happened', inner, interrupting), end('Handled')], ['Happened > Handled']));

export const emptySub = scope([start('InnerStart'), end('InnerEnd')], ['InnerStart > InnerEnd']);

export const undo = (handler: Node, links: string[] = ['Back ~ Undo']): [Node[], string[]] => [
  [boundary('Back', 'Work', compensate()), handler],
  ['Start > Work', 'Work > End', ...links],
];
export const compensated = (
  id: string,
  [nodes, flows]: [Node[], string[]],
  host: Node = service('Work', 'work'),
): string => diagram(id, [start(), host, ...nodes, end()], flows, ROOTS);
export const FOR = 'isForCompensation="true"';
