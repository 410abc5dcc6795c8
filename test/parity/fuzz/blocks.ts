import fc from 'fast-check';

/** A process as a tree: what is drawn from it is always a valid diagram, and a smaller tree is a smaller diagram. */
export type Block =
  | { kind: 'task'; task: Task; edges: Edge[] }
  | { kind: 'sequence'; parts: Block[] }
  | { kind: 'parallel'; parts: Block[]; listened: boolean }
  /** `strict`: without a default flow, so that it can find no way out. */
  | { kind: 'exclusive'; parts: Block[]; strict: boolean; listened: boolean }
  /** Each way has an end of its own: 8.6 joins no inclusive gateways. */
  | { kind: 'inclusive'; parts: Block[]; strict: boolean; listened: boolean }
  | { kind: 'race'; message: Block; timer: Block; signal: Block | null }
  /** Done twice, by a way back through gateways. */
  | { kind: 'again'; inner: Block }
  | { kind: 'link'; dress: Dress }
  | { kind: 'wait'; event: WaitEvent; dress: Dress }
  | { kind: 'throw'; event: ThrowEvent; dress: Dress }
  | { kind: 'end'; event: EndEvent; dress: Dress }
  | {
      kind: 'sub';
      inner: Block;
      edges: Edge[];
      handlers: Handler[];
      loop: Loop | null;
      dress: Dress;
      undo: Undo | null;
    }
  | { kind: 'call'; called: Called; edges: Edge[]; loop: Loop | null; dress: Dress };

/** What an element has besides what it does: mappings (one that may fail) and execution listeners. */
export interface Dress {
  mapped: 'none' | 'plain' | 'failing';
  listened: 'none' | 'start' | 'end' | 'both';
}

export type TaskKind = 'service' | 'user' | 'script' | 'rule' | 'manual' | 'undefined' | 'send' | 'receive';

export interface Task {
  kind: TaskKind;
  loop: Loop | null;
  dress: Dress;
  undo: Undo | null;
}

/** What undoes an activity. */
export type Undo = 'service' | 'user' | 'script' | 'sub';

export interface Loop {
  sequential: boolean;
  /** How many; `n` has one for each unit of the variable, which may change meanwhile. */
  items: number | 'n';
  collects: boolean;
  /** Stops when that many are done; `active`: when nothing else is active; `odd`: by a condition that can fail. */
  until: number | 'active' | 'odd' | null;
}

/** An event at the edge of an activity, with a way of its own. */
export interface Edge {
  event: (typeof EDGE_EVENTS)[number];
  interrupting: boolean;
  dress: Dress;
  way: Block;
}

/** An event sub-process. */
export interface Handler {
  event: (typeof HANDLER_EVENTS)[number];
  interrupting: boolean;
  dress: Dress;
  way: Block;
}

const EDGE_EVENTS = [
  'timer',
  'date',
  'cycle',
  'message',
  'signal',
  'error',
  'anyError',
  'escalation',
  'anyEscalation',
] as const;
const HANDLER_EVENTS = EDGE_EVENTS;
const WAITS = ['timer', 'date', 'message', 'signal'] as const;
const THROWS = ['none', 'signal', 'escalation', 'otherEscalation', 'compensation', 'compensateOne', 'message'] as const;
const ENDS = [
  'none',
  'terminate',
  'error',
  'escalation',
  'otherEscalation',
  'signal',
  'message',
  'compensation',
] as const;
const CALLED = ['work', 'error', 'escalation', 'missing'] as const;
/** What else starts an instance of the process. */
const STARTS = ['message', 'signal', 'timer'] as const;

export type WaitEvent = (typeof WAITS)[number];
export type ThrowEvent = (typeof THROWS)[number];
export type EndEvent = (typeof ENDS)[number];
export type Called = (typeof CALLED)[number];
export type Start = (typeof STARTS)[number];

const oneOf = <T extends string>(values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);
const rarely = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { freq: 4 });
const few = <T>(arbitrary: fc.Arbitrary<T>, max: number) => fc.array(arbitrary, { maxLength: max });

const BARE: Dress = { mapped: 'none', listened: 'none' };
const dress: fc.Arbitrary<Dress> = fc.record({
  mapped: fc.constantFrom('none', 'none', 'none', 'plain', 'plain', 'failing'),
  listened: fc.constantFrom('none', 'none', 'none', 'none', 'none', 'none', 'start', 'end', 'both'),
});
const loop: fc.Arbitrary<Loop> = fc.record({
  sequential: fc.boolean(),
  items: fc.constantFrom(2, 1, 3, 0, 'n' as const),
  collects: fc.boolean(),
  until: fc.constantFrom(null, null, 1, 2, 'active' as const, 'odd' as const),
});
const undo = rarely(oneOf<Undo>(['service', 'service', 'user', 'script', 'sub']));
const task: fc.Arbitrary<Task> = fc.record({
  kind: oneOf<TaskKind>([
    'service',
    'service',
    'user',
    'user',
    'script',
    'rule',
    'manual',
    'undefined',
    'send',
    'receive',
  ]),
  loop: rarely(loop),
  dress,
  undo,
});
const PLAIN: Task = { kind: 'service', loop: null, dress: BARE, undo: null };

const tied = fc.letrec<{ block: Block; edge: Edge; handler: Handler }>((tie) => {
  const ways = fc.array(tie('block'), { minLength: 2, maxLength: 3 });
  const listened = fc.constantFrom(false, false, false, true);
  const strict = fc.constantFrom(false, false, true);
  return {
    edge: fc.record({ event: oneOf(EDGE_EVENTS), interrupting: fc.boolean(), dress, way: tie('block') }),
    handler: fc.record({ event: oneOf(HANDLER_EVENTS), interrupting: fc.boolean(), dress, way: tie('block') }),
    block: fc.oneof(
      { maxDepth: 4, depthSize: 'small', withCrossShrink: true },
      // First: what everything shrinks to.
      { weight: 2, arbitrary: fc.constant<Block>({ kind: 'task', task: PLAIN, edges: [] }) },
      { weight: 3, arbitrary: fc.record({ kind: fc.constant('task' as const), task, edges: few(tie('edge'), 2) }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('wait' as const), event: oneOf(WAITS), dress }) },
      { weight: 2, arbitrary: fc.record({ kind: fc.constant('throw' as const), event: oneOf(THROWS), dress }) },
      { weight: 2, arbitrary: fc.record({ kind: fc.constant('end' as const), event: oneOf(ENDS), dress }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('link' as const), dress }) },
      {
        weight: 2,
        arbitrary: fc.record({
          kind: fc.constant('sequence' as const),
          parts: fc.array(tie('block'), { minLength: 1, maxLength: 4 }),
        }),
      },
      { weight: 2, arbitrary: fc.record({ kind: fc.constant('parallel' as const), parts: ways, listened }) },
      {
        weight: 2,
        arbitrary: fc.record({ kind: oneOf(['exclusive', 'inclusive'] as const), parts: ways, strict, listened }),
      },
      {
        weight: 1,
        arbitrary: fc.record({
          kind: fc.constant('race' as const),
          message: tie('block'),
          timer: tie('block'),
          signal: rarely(tie('block')),
        }),
      },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('again' as const), inner: tie('block') }) },
      {
        weight: 3,
        arbitrary: fc.record({
          kind: fc.constant('sub' as const),
          inner: tie('block'),
          edges: few(tie('edge'), 2),
          handlers: few(tie('handler'), 2),
          loop: rarely(loop),
          dress,
          undo,
        }),
      },
      {
        weight: 2,
        arbitrary: fc.record({
          kind: fc.constant('call' as const),
          called: oneOf<Called>(['work', 'work', 'work', 'error', 'escalation', 'missing']),
          edges: few(tie('edge'), 2),
          loop: rarely(loop),
          dress,
        }),
      },
    ),
  };
});

/** A whole process: its body, its event sub-processes, and what else starts it. */
export interface Plan {
  body: Block;
  handlers: Handler[];
  starts: Start[];
}

export const plan: fc.Arbitrary<Plan> = fc.record({
  body: fc.array(tied.block, { minLength: 1, maxLength: 3 }).map((parts): Block => ({ kind: 'sequence', parts })),
  handlers: few(tied.handler, 1),
  starts: fc.oneof(
    { weight: 6, arbitrary: fc.constant<Start[]>([]) },
    { weight: 1, arbitrary: oneOf(STARTS).map((one) => [one]) },
  ),
});
