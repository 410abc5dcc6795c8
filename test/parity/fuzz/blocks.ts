import fc from 'fast-check';

/** A process as a tree: what is drawn from it is always a valid diagram, and a smaller tree is a smaller diagram. */
export type Block =
  | { kind: 'task'; task: Task; edges: Edge[] }
  | { kind: 'sequence'; parts: Block[] }
  | { kind: 'parallel' | 'exclusive'; parts: Block[] }
  /** Each way has an end of its own: 8.6 joins no inclusive gateways. */
  | { kind: 'inclusive'; parts: Block[] }
  | { kind: 'race'; message: Block; timer: Block; signal: Block | null }
  | { kind: 'wait'; event: WaitEvent }
  | { kind: 'throw'; event: ThrowEvent }
  | { kind: 'end'; event: EndEvent }
  | { kind: 'sub'; inner: Block; edges: Edge[]; handlers: Handler[]; loop: Loop | null; mapped: boolean }
  | { kind: 'call'; edges: Edge[]; mapped: boolean };

export interface Task {
  kind: 'service' | 'user' | 'script' | 'manual' | 'send' | 'receive';
  loop: Loop | null;
  mapped: boolean;
  listened: 'none' | 'start' | 'end' | 'both';
  undo: boolean;
}

export interface Loop {
  sequential: boolean;
  items: number;
  collects: boolean;
  /** Stops when that many are done. */
  enough: number | null;
}

/** An event at the edge of an activity, with a way of its own. */
export interface Edge {
  event: 'timer' | 'cycle' | 'message' | 'signal' | 'error' | 'anyError' | 'escalation';
  interrupting: boolean;
  way: Block;
}

/** An event sub-process. */
export interface Handler {
  event: 'timer' | 'message' | 'signal' | 'error' | 'escalation';
  interrupting: boolean;
  way: Block;
}

export type WaitEvent = 'timer' | 'message' | 'signal';
export type ThrowEvent = 'none' | 'signal' | 'escalation' | 'compensation' | 'message';
export type EndEvent = 'terminate' | 'error' | 'escalation' | 'signal' | 'message' | 'compensation';

const loop: fc.Arbitrary<Loop> = fc.record({
  sequential: fc.boolean(),
  items: fc.integer({ min: 0, max: 3 }),
  collects: fc.boolean(),
  enough: fc.option(fc.integer({ min: 1, max: 2 })),
});
const rarely = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { freq: 4 });

const task: fc.Arbitrary<Task> = fc.record({
  kind: fc.constantFrom('service', 'user', 'script', 'manual', 'send', 'receive'),
  loop: rarely(loop),
  mapped: fc.boolean(),
  listened: fc.constantFrom('none', 'none', 'none', 'start', 'end', 'both'),
  undo: rarely(fc.constant(true)).map((undo) => undo ?? false),
});

const few = <T>(arbitrary: fc.Arbitrary<T>, max: number) => fc.array(arbitrary, { maxLength: max });
const plain: Task = { kind: 'service', loop: null, mapped: false, listened: 'none', undo: false };

export const block: fc.Arbitrary<Block> = fc.letrec<{ block: Block; edge: Edge; handler: Handler }>((tie) => ({
  edge: fc.record({
    event: fc.constantFrom('timer', 'cycle', 'message', 'signal', 'error', 'anyError', 'escalation'),
    interrupting: fc.boolean(),
    way: tie('block'),
  }),
  handler: fc.record({
    event: fc.constantFrom('timer', 'message', 'signal', 'error', 'escalation'),
    interrupting: fc.boolean(),
    way: tie('block'),
  }),
  block: fc.oneof(
    { maxDepth: 4, depthSize: 'small', withCrossShrink: true },
    // First: what everything shrinks to.
    fc.constant<Block>({ kind: 'task', task: plain, edges: [] }),
    fc.record({ kind: fc.constant('task' as const), task, edges: few(tie('edge'), 2) }),
    fc.record({ kind: fc.constant('wait' as const), event: fc.constantFrom('timer', 'message', 'signal') }),
    fc.record({
      kind: fc.constant('throw' as const),
      event: fc.constantFrom('none', 'signal', 'escalation', 'compensation', 'message'),
    }),
    fc.record({
      kind: fc.constant('end' as const),
      event: fc.constantFrom('terminate', 'error', 'escalation', 'signal', 'message', 'compensation'),
    }),
    fc.record({
      kind: fc.constant('sequence' as const),
      parts: fc.array(tie('block'), { minLength: 1, maxLength: 4 }),
    }),
    fc.record({
      kind: fc.constantFrom('parallel' as const, 'exclusive' as const),
      parts: fc.array(tie('block'), { minLength: 2, maxLength: 3 }),
    }),
    fc.record({
      kind: fc.constant('inclusive' as const),
      parts: fc.array(tie('block'), { minLength: 2, maxLength: 3 }),
    }),
    fc.record({
      kind: fc.constant('race' as const),
      message: tie('block'),
      timer: tie('block'),
      signal: rarely(tie('block')),
    }),
    fc.record({
      kind: fc.constant('sub' as const),
      inner: tie('block'),
      edges: few(tie('edge'), 2),
      handlers: few(tie('handler'), 2),
      loop: rarely(loop),
      mapped: fc.boolean(),
    }),
    fc.record({ kind: fc.constant('call' as const), edges: few(tie('edge'), 1), mapped: fc.boolean() }),
  ),
})).block;

/** A whole process: its body and its event sub-processes. */
export interface Plan {
  body: Block;
  handlers: Handler[];
}

const handlers = few(
  fc.record({
    event: fc.constantFrom(
      'timer' as const,
      'message' as const,
      'signal' as const,
      'error' as const,
      'escalation' as const,
    ),
    interrupting: fc.boolean(),
    way: block,
  }),
  1,
);

export const plan: fc.Arbitrary<Plan> = fc.record({
  body: fc.array(block, { minLength: 1, maxLength: 3 }).map((parts): Block => ({ kind: 'sequence', parts })),
  handlers,
});
