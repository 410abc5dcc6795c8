import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Command, type Core, createCore, type EngineRecord } from '../../engine/core/index.ts';
import {
  boundary,
  catching,
  compensate,
  diagram,
  end,
  input,
  listeners,
  mapping,
  type Node,
  node,
  onSignal,
  scope,
  service,
  signal,
  start,
  sub,
} from '../parity/support/diagram.ts';
import { createTables } from './support/tables.ts';

type Block =
  | { kind: 'task' }
  | { kind: 'sequence' | 'parallel' | 'exclusive'; parts: Block[] }
  | { kind: 'sub'; inner: Block }
  /** Work that can be undone, watched by listeners. */
  | { kind: 'undoable' }
  /** Waits for a signal, behind a boundary that never comes. */
  | { kind: 'signal' };

const block: fc.Arbitrary<Block> = fc.letrec<{ block: Block }>((tie) => ({
  block: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    fc.constantFrom<Block>({ kind: 'task' }, { kind: 'undoable' }, { kind: 'signal' }),
    fc.record({
      kind: fc.constantFrom('sequence' as const, 'parallel' as const, 'exclusive' as const),
      parts: fc.array(tie('block'), { minLength: 1, maxLength: 3 }),
    }),
    fc.record({ kind: fc.constant('sub' as const), inner: tie('block') }),
  ),
})).block;

/** Draws a block as nodes and flows with one way in and one way out. */
function draw(root: Block): string {
  let count = 0;
  const next = (prefix: string) => `${prefix}${++count}`;
  interface Part {
    nodes: Node[];
    flows: string[];
    first: string;
    last: string;
  }
  const roots = [signal('go', 'go')];
  const single = (one: Node): Part => ({ nodes: [one], flows: [], first: one.id, last: one.id });
  function part(current: Block): Part {
    switch (current.kind) {
      case 'task':
        return single(service(next('T'), 'work', { ext: mapping(input('local', '=1 + 1')) }));
      case 'undoable': {
        const [work, back] = [next('U'), next('B')];
        const handler = service(next('H'), 'work', { attrs: 'isForCompensation="true"' });
        const host = service(work, 'work', { ext: listeners(['start', 'work'], ['end', 'work']) });
        return {
          nodes: [host, boundary(back, work, compensate()), handler],
          flows: [`${back} ~ ${handler.id}`],
          first: work,
          last: work,
        };
      }
      case 'signal':
        return single(catching(next('C'), onSignal('go')));
      case 'sequence': {
        const parts = current.parts.map(part);
        const links = parts.slice(1).map((right, at) => `${parts[at]?.last} > ${right.first}`);
        return {
          nodes: parts.flatMap((p) => p.nodes),
          flows: [...parts.flatMap((p) => p.flows), ...links],
          first: parts[0]!.first,
          last: parts.at(-1)!.last,
        };
      }
      case 'parallel':
      case 'exclusive': {
        const tag = current.kind === 'parallel' ? 'parallelGateway' : 'exclusiveGateway';
        const [split, join] = [node(tag, next('S')), node(tag, next('J'))];
        const parts = current.parts.map(part);
        const label = (at: number) =>
          current.kind === 'exclusive' && parts.length > 1 ? (at === 0 ? ' : default' : ` : =choice = ${at}`) : '';
        return {
          nodes: [split, ...parts.flatMap((p) => p.nodes), join],
          flows: parts.flatMap((p, at) => [
            `${split.id} > ${p.first}${label(at)}`,
            ...p.flows,
            `${p.last} > ${join.id}`,
          ]),
          first: split.id,
          last: join.id,
        };
      }
      case 'sub': {
        const inner = part(current.inner);
        const [from, to] = [start(next('IS')), end(next('IE'))];
        return single(
          sub(
            next('P'),
            scope(
              [from, ...inner.nodes, to],
              [`${from.id} > ${inner.first}`, ...inner.flows, `${inner.last} > ${to.id}`],
            ),
          ),
        );
      }
    }
  }
  const body = part(root);
  // In the end everything is undone.
  return diagram(
    'generated',
    [start(), ...body.nodes, end('End', compensate())],
    [`Start > ${body.first}`, ...body.flows, `${body.last} > End`],
    roots,
  );
}

/** Runs a diagram to its end, one job at a time; `recover` reloads the core from its tables after every command. */
function run(xml: string, choice: number, order: number[], recover: boolean) {
  let core: Core = createCore();
  const tables = createTables();
  const records: EngineRecord[] = [];
  let now = 1_000;
  function send<C extends Command>(command: C) {
    const outcome = core.process(command, now++);
    if (!outcome.response.ok) throw new Error(`${command.type}: ${outcome.response.rejection.reason}`);
    records.push(...outcome.records);
    tables.write(core.takeChanges());
    if (recover) {
      core = createCore();
      core.load(tables.read());
    }
    return outcome.response.value;
  }
  send({ type: 'deploy', resources: [{ name: 'generated.bpmn', content: xml }] });
  send({ type: 'createProcessInstance', bpmnProcessId: 'generated', variables: { choice } });
  for (let turn = 0; turn < 1000; turn++) {
    const jobs = [...core.list('job')].sort((a, b) => Number(a.key) - Number(b.key));
    const signals = [...core.list('signalSubscription')];
    if (signals.length > 0 && (jobs.length === 0 || (order[turn % order.length] ?? 0) === 7)) {
      send({ type: 'broadcastSignal', signalName: 'go', variables: { signalled: turn } });
      continue;
    }
    if (jobs.length === 0) break;
    const job = jobs[(order[turn % order.length] ?? 0) % jobs.length]!;
    send({ type: 'completeJob', jobKey: job.key, variables: { [`done${turn % 3}`]: turn } });
  }
  const left = (
    [
      'processInstance',
      'elementInstance',
      'variable',
      'job',
      'incident',
      'signalSubscription',
      'compensationSubscription',
    ] as const
  ).flatMap((kind) => [...core.list(kind)]);
  return { records, left };
}

describe('any well-nested process', () => {
  test('completes, leaves nothing behind, and goes the same way when recovered after every step', () => {
    fc.assert(
      fc.property(
        block,
        fc.integer({ min: 0, max: 3 }),
        fc.array(fc.nat(7), { minLength: 1, maxLength: 6 }),
        (root, choice, order) => {
          const xml = draw(root);
          const straight = run(xml, choice, order, false);
          expect(straight.left).toEqual([]);
          expect(straight.records.at(-1)).toMatchObject({
            valueType: 'PROCESS_INSTANCE',
            intent: 'ELEMENT_COMPLETED',
            value: { elementId: 'generated' },
          });
          expect(run(xml, choice, order, true).records).toEqual(straight.records);
        },
      ),
      { numRuns: 60, seed: 330203 },
    );
  });
});
