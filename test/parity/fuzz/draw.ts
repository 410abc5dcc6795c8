import * as d from '../support/diagram.ts';
import type { Block, Edge, EndEvent, Handler, Loop, Plan, Task, ThrowEvent, WaitEvent } from './blocks.ts';

/** What the diagrams refer to; the commands know them, too. */
export const MESSAGES = ['fuzz-m1', 'fuzz-m2', 'fuzz-m3'];
export const SIGNALS = ['fuzz-s1', 'fuzz-s2'];
export const ERRORS = ['E1', 'E2'];
export const CORRELATION = 'key';
export const CALLED = 'fuzz-called';

const roots = (): string[] => [
  ...MESSAGES.map((name) => d.message(name, name, `="${CORRELATION}"`)),
  ...SIGNALS.map((name) => d.signal(name, name)),
  ...ERRORS.map((code) => d.error(code, code)),
  d.escalation('X1', 'X1'),
];

/** Part of a scope: one way in, and one way out unless every way has ended inside. */
interface Part {
  nodes: d.Node[];
  flows: string[];
  first: string;
  last: string | null;
}

export interface Drawn {
  xml: string;
  jobTypes: string[];
  userTasks: string[];
}

/** A diagram of the plan; the same plan is always the same diagram. */
export function draw(processId: string, plan: Plan): Drawn {
  const pen = createPen();
  const content = pen.scopeOf(plan.body, plan.handlers);
  const xml = d
    .diagram(processId, [], [], roots())
    .replace(/isExecutable="true">\s*/, `isExecutable="true">\n  ${content}\n`);
  return { xml, jobTypes: [...pen.jobTypes], userTasks: [...pen.userTasks] };
}

function createPen() {
  let count = 0;
  const jobTypes = new Set<string>();
  const userTasks = new Set<string>();
  const named = (prefix: string) => `${prefix}${++count}`;
  const job = (id: string) => {
    const type = `fuzz-${id.toLowerCase()}`;
    jobTypes.add(type);
    return type;
  };

  const single = (node: d.Node): Part => ({ nodes: [node], flows: [], first: node.id, last: node.id });

  function sequence(parts: Part[]): Part {
    const flows: string[] = [];
    const nodes: d.Node[] = [];
    let last: string | null = null;
    for (const part of parts) {
      if (nodes.length > 0 && last === null) break;
      if (last !== null) flows.push(`${last} > ${part.first}`);
      nodes.push(...part.nodes);
      flows.push(...part.flows);
      last = part.last;
    }
    return { nodes, flows, first: parts[0]?.first ?? '', last };
  }

  /** Every way ends by itself. */
  function ended(part: Part): Part {
    if (part.last === null) return part;
    const id = named('End');
    return { ...part, nodes: [...part.nodes, d.end(id)], flows: [...part.flows, `${part.last} > ${id}`], last: null };
  }

  function branches(tag: string, ways: Part[], label: (at: number) => string, joined: boolean): Part {
    const split = named('Split');
    const join = named('Join');
    const open = ways.filter((way) => way.last !== null);
    const meet = joined && open.length > 0;
    const parts = meet ? ways : ways.map(ended);
    return {
      nodes: [d.node(tag, split), ...parts.flatMap((way) => way.nodes), ...(meet ? [d.node(tag, join)] : [])],
      flows: [
        ...parts.map((way, at) => `${split} > ${way.first}${label(at)}`),
        ...parts.flatMap((way) => way.flows),
        ...(meet ? open.map((way) => `${way.last} > ${join}`) : []),
      ],
      first: split,
      last: meet ? join : null,
    };
  }

  function one(block: Block): Part {
    switch (block.kind) {
      case 'task':
        return task(block.task, block.edges);
      case 'sequence':
        return sequence(block.parts.map(one));
      case 'parallel': {
        const ways = block.parts.map(one);
        // A way that ends never reaches the join, which would wait for ever.
        return branches(
          'parallelGateway',
          ways,
          () => '',
          ways.every((way) => way.last !== null),
        );
      }
      case 'exclusive': {
        const ways = block.parts.map(one);
        const label = (at: number) => (at === 0 ? ' : default' : ` : =n > ${at}`);
        return branches('exclusiveGateway', ways, label, true);
      }
      case 'inclusive': {
        const label = (at: number) => (at === 0 ? ' : default' : ` : =modulo(n, ${at + 1}) = 0`);
        return branches('inclusiveGateway', block.parts.map(one), label, false);
      }
      case 'race':
        return race(block);
      case 'wait':
        return single(d.catching(named('Wait'), waiting(block.event)));
      case 'throw':
        return single(throwing(block.event));
      case 'end':
        return { ...single(ending(block.event)), last: null };
      case 'sub':
        return sub(block);
      case 'call':
        return withEdges(
          d.call(
            named('Call'),
            CALLED,
            block.mapped
              ? {
                  ext: d.mapping(d.input('n', '=n'), d.output('called', '=result')),
                  propagate: 'propagateAllChildVariables="false"',
                }
              : {},
          ),
          block.edges,
        );
    }
  }

  function race(block: Block & { kind: 'race' }): Part {
    const gateway = named('Race');
    const lanes: [WaitEvent, Block][] = [
      ['message', block.message],
      ['timer', block.timer],
      ...(block.signal ? [['signal', block.signal] as [WaitEvent, Block]] : []),
    ];
    const ways = lanes.map(([event, way]) =>
      ended(sequence([single(d.catching(named('Caught'), waiting(event))), one(way)])),
    );
    return {
      nodes: [d.node('eventBasedGateway', gateway), ...ways.flatMap((way) => way.nodes)],
      flows: [...ways.map((way) => `${gateway} > ${way.first}`), ...ways.flatMap((way) => way.flows)],
      first: gateway,
      last: null,
    };
  }

  function waiting(event: WaitEvent): string {
    if (event === 'timer') return d.timer('timeDuration', `PT${1 + (count % 3)}H`);
    if (event === 'message') return d.onMessage(MESSAGES[count % MESSAGES.length] as string);
    return d.onSignal(SIGNALS[count % SIGNALS.length] as string);
  }

  function throwing(event: ThrowEvent): d.Node {
    const id = named('Throw');
    switch (event) {
      case 'none':
        return d.throwing(id);
      case 'signal':
        return d.throwing(id, d.onSignal(SIGNALS[0] as string));
      case 'escalation':
        return d.throwing(id, d.onEscalation('X1'));
      case 'compensation':
        return d.throwing(id, d.compensate());
      case 'message':
        return d.throwing(id, d.onMessage(MESSAGES[0] as string), d.job(job(id)));
    }
  }

  function ending(event: EndEvent): d.Node {
    const id = named('End');
    switch (event) {
      case 'terminate':
        return d.end(id, d.terminate());
      case 'error':
        return d.end(id, d.onError(ERRORS[count % ERRORS.length] as string));
      case 'escalation':
        return d.end(id, d.onEscalation('X1'));
      case 'signal':
        return d.end(id, d.onSignal(SIGNALS[1] as string));
      case 'message':
        return d.end(id, d.onMessage(MESSAGES[1] as string), d.job(job(id)));
      case 'compensation':
        return d.end(id, d.compensate());
    }
  }

  const repeated = (found: Loop | null, id: string): string =>
    found
      ? d.loop({
          collection: `=[${Array.from({ length: found.items }, (_, at) => at + 1).join(',')}]`,
          element: 'item',
          sequential: found.sequential,
          ...(found.collects ? { output: [`got${id}`, '=item'] as [string, string] } : {}),
          ...(found.enough ? { completionCondition: `=numberOfCompletedInstances >= ${found.enough}` } : {}),
        })
      : '';

  function task({ kind, loop, mapped, listened, undo }: Task, edges: Edge[]): Part {
    const id = named('Task');
    const ext = [
      mapped ? d.mapping(d.input(`in${id}`, '=n + 1'), d.output('n', kind === 'script' ? '=n + 1' : '=n')) : '',
      listened === 'none'
        ? ''
        : d.listeners(
            ...(listened === 'end' ? [] : [['start', job(`${id}-begins`)] as ['start', string]]),
            ...(listened === 'start' ? [] : [['end', job(`${id}-ends`)] as ['end', string]]),
          ),
    ].join('');
    const inner = repeated(loop, id);
    const node = taskNode(kind, id, ext, inner);
    const part = withEdges(node, edges);
    if (!undo) return part;
    const [back, handler] = [named('Back'), named('Undo')];
    part.nodes.push(
      d.boundary(back, id, d.compensate()),
      d.service(handler, job(handler), { attrs: 'isForCompensation="true"' }),
    );
    part.flows.push(`${back} ~ ${handler}`);
    return part;
  }

  function taskNode(kind: Task['kind'], id: string, ext: string, inner: string): d.Node {
    switch (kind) {
      case 'service':
        return d.service(id, job(id), { ext, inner });
      case 'user':
        userTasks.add(id);
        return d.user(id, { ext, inner });
      case 'script':
        return d.node('scriptTask', id, {
          ext: `<zeebe:script expression="=n * 2" resultVariable="doubled"/>${ext}`,
          inner,
        });
      case 'manual':
        return d.node('manualTask', id, { ext, inner });
      case 'send':
        return d.node('sendTask', id, { ext: d.job(job(id)) + ext, inner });
      case 'receive':
        return d.node('receiveTask', id, { attrs: `messageRef="${MESSAGES[2]}"`, ext, inner });
    }
  }

  function sub({ inner, edges, handlers, loop, mapped }: Block & { kind: 'sub' }): Part {
    const id = named('Sub');
    const ext = mapped ? d.mapping(d.input('n', '=n + 10'), d.output('out', '=n')) : '';
    return withEdges(d.sub(id, scopeOf(inner, handlers), { ext, inner: repeated(loop, id) }), edges);
  }

  /** Zeebe allows one boundary event for each error, message, signal and escalation. */
  function withEdges(host: d.Node, edges: Edge[]): Part {
    const part = single(host);
    const seen = new Set<string>();
    const scoped = host.tag === 'subProcess' || host.tag === 'callActivity';
    for (const { event, interrupting, way } of edges) {
      const once = event === 'timer' || event === 'cycle' ? '' : event;
      if (once !== '' && seen.has(once)) continue;
      // Nothing but a scope lets an escalation out, and only tasks of workers, calls and scopes an error.
      if (event === 'escalation' && !scoped) continue;
      if ((event === 'error' || event === 'anyError') && host.tag === 'manualTask') continue;
      seen.add(once);
      const id = named('Edge');
      const always = event === 'error' || event === 'anyError';
      const repeats = event === 'cycle' && !interrupting;
      const after = ended(one(way));
      part.nodes.push(
        d.boundary(id, host.id, edgeEvent(event, repeats, host), { interrupting: always || interrupting }),
        ...after.nodes,
      );
      part.flows.push(`${id} > ${after.first}`, ...after.flows);
    }
    return part;
  }

  function edgeEvent(event: Edge['event'], repeats: boolean, host: d.Node): string {
    switch (event) {
      case 'timer':
        return d.timer('timeDuration', 'PT2H');
      case 'cycle':
        return repeats ? d.timer('timeCycle', 'R2/PT1H') : d.timer('timeDuration', 'PT1H');
      case 'message':
        // A receive task listens for the third already.
        return d.onMessage(MESSAGES[host.tag === 'receiveTask' ? 0 : count % 2] as string);
      case 'signal':
        return d.onSignal(SIGNALS[count % SIGNALS.length] as string);
      case 'error':
        return d.onError(ERRORS[count % ERRORS.length] as string);
      case 'anyError':
        return d.onError();
      case 'escalation':
        return d.onEscalation('X1');
    }
  }

  function scopeOf(body: Block, handlers: Handler[]): string {
    const start = named('Start');
    const part = ended(sequence([single(d.start(start)), one(body)]));
    const seen = new Set<string>();
    const subs = handlers.flatMap((handler) => {
      if (handler.event !== 'timer' && seen.has(handler.event)) return [];
      seen.add(handler.event);
      return [handlerNode(handler)];
    });
    return d.scope([...part.nodes, ...subs], part.flows);
  }

  function handlerNode({ event, interrupting, way }: Handler): d.Node {
    const id = named('Handler');
    const start = named('Start');
    const inner = handlerEvent(event);
    const part = ended(sequence([single(d.startOn(start, inner, event === 'error' || interrupting)), one(way)]));
    return d.eventSub(id, d.scope(part.nodes, part.flows));
  }

  function handlerEvent(event: Handler['event']): string {
    switch (event) {
      case 'timer':
        return d.timer('timeDuration', 'PT3H');
      case 'message':
        return d.onMessage(MESSAGES[1] as string);
      case 'signal':
        return d.onSignal(SIGNALS[1] as string);
      case 'error':
        return d.onError(ERRORS[0]);
      case 'escalation':
        return d.onEscalation('X1');
    }
  }

  return { scopeOf, jobTypes, userTasks };
}

/** The process that call activities call: one job, then a result. */
export const called = d.diagram(
  CALLED,
  [d.start(), d.service('CalledWork', 'fuzz-called-work', { ext: d.mapping(d.output('result', '=n')) }), d.end()],
  ['Start > CalledWork', 'CalledWork > End'],
);
