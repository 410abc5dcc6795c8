import * as d from '../support/diagram.ts';
import type { Block, Dress, Edge, Handler, Loop, Plan, Start, Task, Undo } from './blocks.ts';
import { heardBySubs } from './broker-faults.ts';
import { catching, ending, listening, throwing, waiting } from './draw-events.ts';
import { type Barred, createPen, LISTENERS, listenersOf, mappingsOf, type Part, repeated, single } from './pen.ts';
import { calledProcess, DECISION, MESSAGES, roots, START_MESSAGE, START_SIGNAL } from './vocabulary.ts';

export interface Drawn {
  xml: string;
  /** All flow nodes, for what names them. */
  elementIds: string[];
}

/** A diagram of the plan; the same plan is always the same diagram. */
export function draw(processId: string, plan: Plan): Drawn {
  const drawer = createDrawer();
  const content = drawer.process(plan);
  const xml = d
    .diagram(processId, [], [], roots())
    .replace(/isExecutable="true">\s*/, `isExecutable="true">\n  ${content}\n`);
  return { xml, elementIds: drawer.elementIds };
}

function createDrawer() {
  const pen = createPen();
  const { named } = pen;

  function sequence(blocks: (() => Part)[]): Part {
    const flows: string[] = [];
    const nodes: d.Node[] = [];
    let first = '';
    let last: string | null = null;
    for (const block of blocks) {
      if (first !== '' && last === null) break;
      const part = block();
      if (last !== null) flows.push(`${last} > ${part.first}`);
      first ||= part.first;
      nodes.push(...part.nodes);
      flows.push(...part.flows);
      last = part.last;
    }
    return { nodes, flows, first, last };
  }

  /** Every way ends by itself. */
  function ended(part: Part): Part {
    if (part.last === null) return part;
    const id = named('End');
    return { ...part, nodes: [...part.nodes, d.end(id)], flows: [...part.flows, `${part.last} > ${id}`], last: null };
  }

  function branches(
    block: Block & { kind: 'parallel' | 'exclusive' | 'inclusive' },
    label: (at: number) => string,
    joined: (open: number) => boolean,
  ): Part {
    const tag = `${block.kind}Gateway`;
    const split = named('Split');
    const ways = block.parts.map(one);
    const open = ways.filter((way) => way.last !== null);
    const meet = open.length > 0 && joined(open.length);
    const join = meet ? named('Join') : null;
    const parts = meet ? ways : ways.map(ended);
    const ext = block.listened ? listenersOf(split, 'start', LISTENERS.gone) : '';
    return {
      nodes: [
        d.node(tag, split, { ext }),
        ...parts.flatMap((way) => way.nodes),
        ...(join ? [d.node(tag, join, { ext: block.listened ? listenersOf(join, 'start', LISTENERS.gone) : '' })] : []),
      ],
      flows: [
        ...parts.map((way, at) => `${split} > ${way.first}${label(at)}`),
        ...parts.flatMap((way) => way.flows),
        ...(join ? open.map((way) => `${way.last} > ${join}`) : []),
      ],
      first: split,
      last: join,
    };
  }

  function one(block: Block): Part {
    switch (block.kind) {
      case 'task':
        return task(block.task, block.edges);
      case 'sequence':
        return sequence(block.parts.map((part) => () => one(part)));
      case 'parallel':
        // A way that ends never reaches the join, which would wait for ever.
        return branches(
          block,
          () => '',
          (open) => open === block.parts.length,
        );
      case 'exclusive':
        return branches(
          block,
          (at) => (at === 0 && !block.strict ? ' : default' : ` : =n > ${at}`),
          () => true,
        );
      case 'inclusive':
        return branches(
          block,
          (at) => (at === 0 && !block.strict ? ' : default' : ` : =modulo(n, ${at + 1}) = 0`),
          () => false,
        );
      case 'race':
        return race(block);
      case 'again':
        return again(block.inner);
      case 'link':
        return link(block.dress);
      case 'wait':
        return single(catching(pen, block.event, block.dress));
      case 'throw':
        return single(throwing(pen, block.event, block.dress));
      case 'end':
        return { ...single(ending(pen, block.event, block.dress)), last: null };
      case 'sub':
        return sub(block);
      case 'call':
        return call(block);
    }
  }

  function race(block: Block & { kind: 'race' }): Part {
    const gateway = named('Race');
    const lanes = [
      ['message', block.message],
      ['timer', block.timer],
      ...(block.signal ? [['signal', block.signal] as const] : []),
    ] as const;
    const ways = lanes.map(([event, way]) =>
      ended(sequence([() => single(d.catching(named('Caught'), waiting(pen, event))), () => one(way)])),
    );
    return {
      nodes: [d.node('eventBasedGateway', gateway), ...ways.flatMap((way) => way.nodes)],
      flows: [...ways.map((way) => `${gateway} > ${way.first}`), ...ways.flatMap((way) => way.flows)],
      first: gateway,
      last: null,
    };
  }

  /** Once more after the first time. */
  function again(block: Block): Part {
    const inner = one(block);
    if (inner.last === null) return inner;
    const [back, count, split, on] = [named('Back'), named('Count'), named('Enough'), named('On')];
    const counted = `again${count}`;
    const script = `<zeebe:script expression="=if ${counted} = null then 1 else ${counted} + 1" resultVariable="${counted}"/>`;
    return {
      nodes: [
        d.node('exclusiveGateway', back),
        ...inner.nodes,
        d.node('scriptTask', count, { ext: script }),
        d.node('exclusiveGateway', split),
        d.throwing(on),
      ],
      flows: [
        `${back} > ${inner.first}`,
        ...inner.flows,
        `${inner.last} > ${count}`,
        `${count} > ${split}`,
        `${split} > ${back} : =${counted} < 2`,
        `${split} > ${on} : default`,
      ],
      first: back,
      last: on,
    };
  }

  function link(dress: Dress): Part {
    const [to, from] = [named('To'), named('From')];
    const ext = (id: string) =>
      mappingsOf(id, dress.mapped, 'output') + listenersOf(id, dress.listened, LISTENERS.activity);
    return {
      nodes: [d.throwing(to, d.link(to), ext(to)), d.catching(from, d.link(to), ext(from))],
      flows: [],
      first: to,
      last: from,
    };
  }

  const dressed = (id: string, { mapped, listened }: Dress): string =>
    mappingsOf(id, mapped, 'both') + listenersOf(id, listened, LISTENERS.activity);

  function task({ kind, loop, dress, undo }: Task, edges: Edge[]): Part {
    const id = named('Task');
    return withUndo(withEdges(taskNode(kind, id, dressed(id, dress), repeated(loop, id)), edges), id, undo);
  }

  function withUndo(part: Part, id: string, undo: Undo | null): Part {
    if (!undo) return part;
    const [back, handler] = [named('Undone'), named('Undo')];
    part.nodes.push(d.boundary(back, id, d.compensate()), undoing(undo, handler));
    part.flows.push(`${back} ~ ${handler}`);
    pen.compensable.push(id);
    return part;
  }

  function undoing(undo: Undo, id: string): d.Node {
    const attrs = 'isForCompensation="true"';
    switch (undo) {
      case 'service':
        return d.service(id, pen.job(id), { attrs });
      case 'user':
        return d.user(id, { attrs });
      case 'script':
        return d.node('scriptTask', id, { attrs, ext: '<zeebe:script expression="=n" resultVariable="undone"/>' });
      case 'sub': {
        const [start, work, end] = [named('Start'), named('Task'), named('End')];
        const inside = d.scope(
          [d.start(start), d.service(work, pen.job(work)), d.end(end)],
          [`${start} > ${work}`, `${work} > ${end}`],
        );
        return d.sub(id, inside, { attrs });
      }
    }
  }

  function taskNode(kind: Task['kind'], id: string, ext: string, inner: string): d.Node {
    switch (kind) {
      case 'service':
        return d.service(id, pen.job(id), { ext, inner });
      case 'user':
        return d.user(id, { ext, inner });
      case 'script':
        return d.node('scriptTask', id, {
          ext: `<zeebe:script expression="=n * 2" resultVariable="doubled"/>${ext}`,
          inner,
        });
      case 'rule':
        return d.node('businessRuleTask', id, {
          ext: `<zeebe:calledDecision decisionId="${DECISION}" resultVariable="decided"/>${ext}`,
          inner,
        });
      case 'manual':
        return d.node('manualTask', id, { ext, inner });
      case 'undefined':
        return d.node('task', id, { ext, inner });
      case 'send':
        return d.node('sendTask', id, { ext: d.job(pen.job(id)) + ext, inner });
      case 'receive':
        return d.node('receiveTask', id, { attrs: `messageRef="${MESSAGES[2]}"`, ext, inner });
    }
  }

  function call({ called, edges, loop, dress }: Block & { kind: 'call' }): Part {
    const id = named('Call');
    const propagate = `propagateAllChildVariables="${dress.mapped === 'none'}"`;
    // An escalation that would come back to the event sub-process it comes from.
    const target = calledProcess(called === 'escalation' && pen.barred.escalations ? 'work' : called);
    return withEdges(d.call(id, target, { ext: dressed(id, dress), propagate, inner: repeated(loop, id) }), edges);
  }

  function sub({ inner, edges, handlers, loop, dress, undo }: Block & { kind: 'sub' }): Part {
    const id = named('Sub');
    const heard = new Set<string>();
    const content = scopeOf(inner, handlers, [], heard);
    const host = d.sub(id, content, { ext: dressed(id, dress), inner: repeated(loop as Loop | null, id) });
    return withUndo(withEdges(host, edges, heardBySubs(heard, loop !== null)), id, undo);
  }

  /** Draws something in which some events are not thrown. */
  function barring<T>(more: Partial<Barred>, drawing: () => T): T {
    const before = pen.barred;
    pen.barred = { ...before, ...more };
    try {
      return drawing();
    } finally {
      pen.barred = before;
    }
  }

  /** Zeebe allows one boundary event for each error, message, signal and escalation. */
  function withEdges(host: d.Node, edges: Edge[], taken: string[] = []): Part {
    const part = single(host);
    const seen = new Set(taken);
    const scoped = host.tag === 'subProcess' || host.tag === 'callActivity';
    for (const edge of edges) {
      const { event, dress, way } = edge;
      // Nothing but a scope lets an escalation out, and only tasks of workers, calls and scopes an error.
      if ((event === 'escalation' || event === 'anyEscalation') && !scoped) continue;
      if ((event === 'error' || event === 'anyError') && (host.tag === 'manualTask' || host.tag === 'task')) continue;
      const id = named('Edge');
      // A receive task listens for the third message already.
      const listened = listening(pen, event, edge.interrupting, host.tag === 'receiveTask' ? 'first two' : 'all');
      const { inner, interrupting, key } = listened;
      if (key !== null && seen.has(key)) continue;
      if (key !== null) seen.add(key);
      const after = barring(event === 'signal' && !interrupting ? { signals: true } : {}, () => ended(one(way)));
      const ext = mappingsOf(id, dress.mapped, 'output') + listenersOf(id, dress.listened, LISTENERS.happened);
      part.nodes.push(d.boundary(id, host.id, inner, { interrupting, ext }), ...after.nodes);
      part.flows.push(`${id} > ${after.first}`, ...after.flows);
    }
    return part;
  }

  function startEvent(start: Start): string {
    switch (start) {
      case 'message':
        return d.onMessage(START_MESSAGE);
      case 'signal':
        return d.onSignal(START_SIGNAL);
      case 'timer':
        return d.timer('timeCycle', 'R2/PT2H');
    }
  }

  function process({ body, handlers, starts }: Plan): string {
    return scopeOf(body, handlers, starts);
  }

  /** `seen`: what its event sub-processes listen for. */
  function scopeOf(body: Block, handlers: Handler[], starts: Start[] = [], seen = new Set<string>()): string {
    const around = pen.compensable;
    pen.compensable = [];
    const start = named('Start');
    const part = ended(sequence([() => single(d.start(start)), () => one(body)]));
    const first = part.flows.find((flow) => flow.startsWith(`${start} > `))?.slice(`${start} > `.length) ?? '';
    const more = starts.map((one) => d.start(named('Start'), startEvent(one)));
    const subs = handlers.flatMap((handler) => handlerNode(handler, seen));
    pen.compensable = around;
    return d.scope([...part.nodes, ...more, ...subs], [...part.flows, ...more.map(({ id }) => `${id} > ${first}`)]);
  }

  function handlerNode({ event, dress, way, ...handler }: Handler, seen: Set<string>): d.Node[] {
    const id = named('Handler');
    const start = named('Start');
    const { inner, interrupting, key } = listening(pen, event, handler.interrupting, 'all');
    if (key !== null && seen.has(key)) return [];
    if (key !== null) seen.add(key);
    const escalated = event === 'escalation' || event === 'anyEscalation';
    const more = { ...(event === 'signal' ? { signals: true } : {}), ...(escalated ? { escalations: true } : {}) };
    const around = pen.compensable;
    pen.compensable = [];
    const ext = mappingsOf(start, dress.mapped, 'output') + listenersOf(start, dress.listened, LISTENERS.happened);
    const part = barring(more, () =>
      ended(sequence([() => single(d.startOn(start, inner, interrupting, ext)), () => one(way)])),
    );
    pen.compensable = around;
    return [
      d.node('subProcess', id, {
        attrs: 'triggeredByEvent="true"',
        ext: listenersOf(id, dress.listened, LISTENERS.activity),
        inner: d.scope(part.nodes, part.flows),
      }),
    ];
  }

  return { process, elementIds: pen.elementIds };
}
