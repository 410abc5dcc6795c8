import { boundary, compensate, diagram, end, type Node, service, start } from './diagram.ts';

const FOR = 'isForCompensation="true"';

/** An activity's compensation: the boundary event, the handler, and the association between them. */
export const undo = (host: string, handler: Node = service(`Undo${host}`, `undo-${host.toLowerCase()}`)) => ({
  nodes: [boundary(`Back${host}`, host, compensate()), { ...handler, attrs: `${handler.attrs} ${FOR}`.trim() }],
  links: [`Back${host} ~ ${handler.id}`],
});

export const [undoA, undoB, undoC] = [undo('A'), undo('B'), undo('C')];

/** A, then B, then what compensates, then more. */
export const twoSteps = (thrower: Node, after = true) =>
  diagram(
    'two-steps',
    [
      start(),
      service('A', 'a'),
      service('B', 'b'),
      ...undoA.nodes,
      ...undoB.nodes,
      thrower,
      ...(after ? [service('After', 'after'), end()] : []),
    ],
    [
      'Start > A',
      'A > B',
      `B > ${thrower.id}`,
      ...(after ? [`${thrower.id} > After`, 'After > End'] : []),
      ...undoA.links,
      ...undoB.links,
    ],
  );
