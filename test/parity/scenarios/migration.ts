import {
  boundary,
  call,
  catching,
  diagram,
  end,
  error,
  eventSub,
  input,
  listeners,
  loop,
  mapping,
  message,
  type Node,
  node,
  onError,
  onMessage,
  onSignal,
  output,
  scope,
  service,
  signal,
  start,
  startOn,
  sub,
  timer,
  user,
} from '../support/diagram.ts';
import type { Stage } from '../support/stage.ts';
import { file, HOUR, type Scenario, work } from './scenario.ts';

const ROOTS = [message('paid', 'paid', '="key"'), message('told', 'told', '="key"'), signal('s', 'migration-signal')];

/** A process of nodes one after the other, and what stands beside them. */
function process(id: string, nodes: Node[], besides: Node[] = [], flows: string[] = []) {
  const ids = ['Start', ...nodes.map((one) => one.id), 'End'];
  return file(
    `${id}.bpmn`,
    diagram(
      id,
      [start(), ...nodes, end(), ...besides],
      [...ids.slice(1).map((to, at) => `${ids[at]} > ${to}`), ...flows],
      ROOTS,
    ),
  );
}

/** Deploys both and starts one of the first. */
async function begun(stage: Stage, from: ReturnType<typeof process>, to: ReturnType<typeof process>, variables = {}) {
  await stage.deploy(from);
  await stage.deploy(to);
  return stage.start(from.name.replace('.bpmn', ''), variables);
}

const early = (id: string, nodes: Node[], besides?: Node[], flows?: string[]) =>
  process(`early-${id}`, nodes, besides, flows);
const late = (id: string, nodes: Node[], besides?: Node[], flows?: string[]) =>
  process(`late-${id}`, nodes, besides, flows);

const inside = (id: string, ...nodes: Node[]): string => {
  const ids = [`${id}Start`, ...nodes.map((one) => one.id), `${id}End`];
  return scope(
    [start(`${id}Start`), ...nodes, end(`${id}End`)],
    ids.slice(1).map((to, at) => `${ids[at]} > ${to}`),
  );
};

export const migration: Scenario[] = [
  {
    name: 'a service task goes on in the other process',
    async play(stage) {
      const key = await begun(
        stage,
        early('task', [service('A', 'a')]),
        late('task', [
          service('X', 'x'),
          service('Y', 'y', { ext: mapping(output('z', '=value')) }),
          service('After', 'after'),
        ]),
        { n: 1 },
      );
      const [job] = await stage.activate('a');
      await stage.migrate(key, 'late-task', { A: 'Y' });
      await stage.complete(job, { value: 2 });
      await work(stage, 'after');
    },
  },
  {
    name: 'a job that was not yet taken keeps its type; its retries and incident come along',
    async play(stage) {
      const key = await begun(stage, early('incident', [service('A', 'a')]), late('incident', [service('B', 'b')]));
      const [job] = await stage.activate('a');
      await stage.fail(job, { retries: 0, message: 'no' });
      await stage.migrate(key, 'late-incident', { A: 'B' });
      await stage.retries(job, 1);
      await stage.resolveIncident();
      await work(stage, 'b');
      await work(stage, 'a');
    },
  },
  {
    name: 'to a newer version of the same process',
    async play(stage) {
      await stage.deploy(process('versioned', [service('A', 'a')]));
      const key = await stage.start('versioned');
      await stage.deploy(process('versioned', [service('A', 'a'), service('New', 'new')]));
      await stage.migrate(key, 'versioned', { A: 'A' });
      await work(stage, 'a');
      await work(stage, 'new');
    },
  },
  {
    name: 'a user task',
    async play(stage) {
      const groups = (name: string) => ({ ext: `<zeebe:assignmentDefinition candidateGroups="${name}"/>` });
      const key = await begun(
        stage,
        early('user', [user('Review', groups('old'))]),
        late('user', [user('Check', groups('new')), service('After', 'after')]),
      );
      await stage.assign('Review', 'ming');
      await stage.migrate(key, 'late-user', { Review: 'Check' });
      await stage.completeTask('Review', { ok: true });
      await work(stage, 'after');
    },
  },
  {
    name: 'several tokens, sub-processes and variables',
    async play(stage) {
      const key = await begun(
        stage,
        early('sub', [sub('Outer', inside('Outer', sub('Inner', inside('Inner', service('A', 'a')))))]),
        late('sub', [
          sub('Outer2', inside('Outer2', sub('Inner', inside('Inner', service('B', 'b'), service('C', 'c'))))),
        ]),
        { n: 1 },
      );
      await stage.setVariables(stage.instanceOf('Inner'), { local: true }, true);
      await stage.migrate(key, 'late-sub', { Outer: 'Outer2', Inner: 'Inner', A: 'B' });
      await work(stage, 'a', { done: true });
      await work(stage, 'c');
    },
  },
  {
    name: 'what is not mapped, or wrongly, is refused',
    async play(stage) {
      const key = await begun(
        stage,
        early('wrong', [sub('Box', inside('Box', service('A', 'a'))), service('B', 'b')]),
        late('wrong', [sub('Box', inside('Box', service('A', 'a'))), service('B', 'b'), user('U')]),
      );
      await stage.migrate(key, 'late-wrong', {});
      await stage.migrate(key, 'late-wrong', { A: 'A' });
      await stage.migrate(key, 'late-wrong', { Box: 'Box', A: 'B' });
      await stage.migrate(key, 'late-wrong', { Box: 'Box', A: 'U' });
      await stage.migrate(key, 'late-wrong', { Box: 'B', A: 'A' });
      await stage.migrate(key, 'late-wrong', { Nowhere: 'A', Box: 'Box', A: 'A' });
      await stage.migrate(key, 'late-wrong', { Box: 'Box', A: 'Nowhere' });
      await stage.migrate(key, 'no-such-process', { Box: 'Box', A: 'A' });
      await stage.migrate('2251900000000000', 'late-wrong', { Box: 'Box', A: 'A' });
      await stage.migrate(key, 'late-wrong', { Box: 'Box', A: 'A', B: 'U' });
      await work(stage, 'a');
      await stage.migrate(key, 'early-wrong', { B: 'B' });
    },
  },
  {
    name: 'events at the boundary: kept, new, gone',
    async play(stage) {
      const key = await begun(
        stage,
        early(
          'boundary',
          [service('A', 'a')],
          [
            boundary('Told', 'A', onMessage('told'), { interrupting: false }),
            boundary('Late', 'A', timer('timeDuration', 'PT1H')),
            boundary('Gone', 'A', timer('timeDuration', 'PT2H')),
          ],
          ['Told > End', 'Late > End', 'Gone > End'],
        ),
        late(
          'boundary',
          [service('B', 'b')],
          [
            boundary('Told2', 'B', onMessage('told'), { interrupting: false }),
            boundary('Late2', 'B', timer('timeDuration', 'PT9H')),
            boundary('Paid', 'B', onMessage('paid'), { interrupting: false }),
          ],
          ['Told2 > End', 'Late2 > End', 'Paid > End'],
        ),
      );
      await stage.migrate(key, 'late-boundary', { A: 'B', Told: 'Told2', Late: 'Late2' });
      await stage.publish('told', 'key');
      await stage.publish('paid', 'key');
      await stage.advance(HOUR);
    },
  },
  {
    name: 'events at the boundary that cannot be mapped so',
    async play(stage) {
      const key = await begun(
        stage,
        early(
          'unfit',
          [service('A', 'a'), service('C', 'c')],
          [
            boundary('Told', 'A', onMessage('told')),
            boundary('Paid', 'A', onMessage('paid')),
            boundary('Late', 'A', timer('timeDuration', 'PT1H')),
          ],
          ['Told > End', 'Paid > End', 'Late > End'],
        ),
        late(
          'unfit',
          [service('A', 'a'), service('C', 'c')],
          [
            boundary('Told', 'A', onMessage('told')),
            boundary('Other', 'C', onMessage('paid')),
            boundary('Late', 'A', timer('timeDuration', 'PT1H')),
          ],
          ['Told > End', 'Other > End', 'Late > End'],
        ),
      );
      await stage.migrate(key, 'late-unfit', { A: 'A', Told: 'Told', Paid: 'Told' });
      await stage.migrate(key, 'late-unfit', { A: 'A', Told: 'Other' });
      await stage.migrate(key, 'late-unfit', { A: 'A', Told: 'Late' });
      await stage.migrate(key, 'late-unfit', { A: 'A', Told: 'A' });
      await stage.migrate(key, 'late-unfit', { A: 'A' });
      await stage.publish('told', 'key');
    },
  },
  {
    name: 'what waits for a message, a timer, a signal',
    async play(stage) {
      const nodes = (n: string) => [
        node('parallelGateway', `Fork${n}`),
        catching(`Paid${n}`, onMessage('paid')),
        catching(`Later${n}`, timer('timeDuration', n === '' ? 'PT1H' : 'PT5H')),
        catching(`Signal${n}`, onSignal('s')),
        node('receiveTask', `Told${n}`, { attrs: 'messageRef="told"' }),
        service(`After${n}`, `after${n}`),
      ];
      const flows = (n: string) =>
        ['Paid', 'Later', 'Signal', 'Told'].flatMap((one) => [`Fork${n} > ${one}${n}`, `${one}${n} > After${n}`]);
      const whole = (id: string, n: string) =>
        file(
          `${id}.bpmn`,
          diagram(id, [start(), ...nodes(n), end()], [`Start > Fork${n}`, ...flows(n), `After${n} > End`], ROOTS),
        );
      const key = await begun(stage, whole('early-waits', ''), whole('late-waits', '2'));
      await stage.migrate(key, 'late-waits', { Paid: 'Paid2', Later: 'Later2', Signal: 'Signal2', Told: 'Told2' });
      await stage.publish('paid', 'key');
      await stage.publish('told', 'key');
      await stage.broadcast('migration-signal');
      await stage.advance(HOUR);
      for (let n = 0; n < 4; n++) await work(stage, 'after2');
    },
  },
  {
    name: 'a process that listens',
    async play(stage) {
      const withSub = (name: string, id: string, ref: string) =>
        eventSub(
          id,
          scope(
            [startOn(`${id}Start`, onMessage(ref), false), service(`${id}Work`, name), end(`${id}End`)],
            [`${id}Start > ${id}Work`, `${id}Work > ${id}End`],
          ),
        );
      const key = await begun(
        stage,
        early('listens', [service('A', 'a')], [withSub('old', 'Alarm', 'told')]),
        late('listens', [service('A', 'a')], [withSub('new', 'Bell', 'told'), withSub('pay', 'Pay', 'paid')]),
      );
      await stage.migrate(key, 'late-listens', { A: 'A', Alarm: 'Bell', AlarmStart: 'BellStart' });
      await stage.publish('told', 'key');
      await stage.publish('paid', 'key');
      await work(stage, 'new');
      await work(stage, 'pay');
      await work(stage, 'a');
    },
  },
  {
    name: 'a call activity, its called process, and the called process by itself',
    async play(stage) {
      await stage.deploy(process('callee', [service('C', 'c')]));
      await stage.deploy(process('callee2', [service('D', 'd'), service('E', 'e')]));
      const key = await begun(
        stage,
        early('call', [call('Call', 'callee')]),
        late('call', [call('Other', 'callee2'), service('After', 'after')]),
      );
      const child = stage.instanceOf('callee');
      await stage.migrate(key, 'late-call', { Call: 'Other' });
      await stage.migrate(child, 'callee2', { C: 'D' });
      await work(stage, 'c');
      await work(stage, 'e');
      await work(stage, 'after');
    },
  },
  {
    name: 'a token that waits at a join',
    async play(stage) {
      const forked = (id: string, n: string) =>
        file(
          `${id}.bpmn`,
          diagram(
            id,
            [
              start(),
              node('parallelGateway', 'Fork'),
              service(`A${n}`, `a${n}`),
              service(`B${n}`, `b${n}`),
              node('parallelGateway', 'Join'),
              end(),
            ],
            ['Start > Fork', `Fork > A${n}`, `Fork > B${n}`, `A${n} > Join`, `B${n} > Join`, 'Join > End'],
          ),
        );
      const key = await begun(stage, forked('early-join', ''), forked('late-join', '2'));
      await work(stage, 'a');
      await stage.migrate(key, 'late-join', { B: 'B2' });
      await work(stage, 'b');
    },
  },
  {
    name: 'listeners, scripts and decisions by jobs',
    async play(stage) {
      const key = await begun(
        stage,
        early('listener', [service('A', 'a', { ext: listeners(['start', 'begins']) })]),
        late('listener', [service('B', 'b', { ext: listeners(['start', 'begins-2'], ['end', 'ends']) })]),
      );
      await stage.migrate(key, 'late-listener', { A: 'B' });
      for (const type of ['begins', 'begins-2', 'a', 'b', 'ends']) await work(stage, type);
      const send = (type: string) => node('sendTask', 'Send', { ext: `<zeebe:taskDefinition type="${type}"/>` });
      const other = await begun(stage, early('send', [send('send')]), late('send', [send('send2')]));
      await stage.migrate(other, 'late-send', { Send: 'Send' });
      await work(stage, 'send');
    },
  },
  {
    name: 'gateways that wait and activities with many instances',
    async play(stage) {
      const waits = (id: string) =>
        file(
          `${id}.bpmn`,
          diagram(
            id,
            [
              start(),
              node('eventBasedGateway', 'Wait'),
              catching('Paid', onMessage('paid')),
              catching('Later', timer('timeDuration', 'PT1H')),
              end(),
            ],
            ['Start > Wait', 'Wait > Paid', 'Wait > Later', 'Paid > End', 'Later > End'],
            ROOTS,
          ),
        );
      const first = await begun(stage, waits('early-gateway'), waits('late-gateway'));
      await stage.migrate(first, 'late-gateway', { Wait: 'Wait', Paid: 'Paid', Later: 'Later' });
      await stage.publish('paid', 'key');
      const many = (id: string, type: string) =>
        process(id, [service('Each', type, { inner: loop({ collection: '=[1,2]', element: 'one' }) })]);
      const second = await begun(stage, many('early-many', 'each'), many('late-many', 'each2'));
      await stage.migrate(second, 'late-many', { Each: 'Each' });
      await work(stage, 'each');
    },
  },
  {
    name: 'timers, signals and messages at the boundary in every combination',
    async play(stage) {
      const whole = (id: string, kept: string, other: string) => {
        const at = (name: string, inner: string) => boundary(name, 'A', inner, { interrupting: false });
        const signalOf = (name: string) => signal(name, `signal-${name}`);
        const messageOf = (name: string) => message(name, `message-${name}`, '="key"');
        const events = [
          at(`Timer${kept}`, timer('timeDuration', 'PT1H')),
          at(`Timer${other}`, timer('timeDuration', 'PT2H')),
          at(`Signal${kept}`, onSignal(`s${kept}`)),
          at(`Signal${other}`, onSignal(`s${other}`)),
          at(`Message${kept}`, onMessage(`m${kept}`)),
          at(`Message${other}`, onMessage(`m${other}`)),
        ];
        return file(
          `${id}.bpmn`,
          diagram(
            id,
            [start(), service('A', 'a'), end(), ...events],
            ['Start > A', 'A > End', ...events.map((one) => `${one.id} > End`)],
            [kept, other].flatMap((name) => [signalOf(`s${name}`), messageOf(`m${name}`)]),
          ),
        );
      };
      const key = await begun(stage, whole('early-all', 'Kept', 'Gone'), whole('late-all', 'Kept2', 'New'));
      await stage.migrate(key, 'late-all', {
        A: 'A',
        TimerKept: 'TimerKept2',
        SignalKept: 'SignalKept2',
        MessageKept: 'MessageKept2',
      });
      for (const name of ['Kept', 'Gone', 'Kept2', 'New']) {
        await stage.broadcast(`signal-s${name}`);
        await stage.publish(`message-m${name}`, 'key');
      }
      await stage.advance(HOUR);
      await stage.advance(HOUR);
      await work(stage, 'a');
    },
  },
  {
    name: 'an input that failed is mapped as the new element says',
    async play(stage) {
      const withInput = (source: string) => service('A', 'a', { ext: mapping(input('x', source)) });
      const key = await begun(
        stage,
        early('input', [withInput('=assert(missing, missing != null)')]),
        late('input', [withInput('="found"')]),
      );
      await stage.migrate(key, 'late-input', { A: 'A' });
      await stage.resolveIncident();
      await work(stage, 'a');
    },
  },
  {
    name: 'the same element twice, another kind of user task, a process that waits for its caller',
    async play(stage) {
      const jobs = node('userTask', 'Review');
      const key = await begun(stage, early('kinds', [user('Review')]), late('kinds', [jobs, user('Other')]));
      await stage.migrate(key, 'late-kinds', [
        ['Review', 'Other'],
        ['Review', 'Review'],
      ]);
      await stage.migrate(key, 'late-kinds', { Review: 'Review' });
      await stage.migrate(key, 'late-kinds', { Review: 'Other', Start: 'End', Start_Review: 'Other' });
      await stage.cancel(key);
      await stage.migrate(key, 'early-kinds', { Other: 'Review' });
    },
  },
  {
    name: 'what a listener or a job holds, but is passed at once, is not migrated',
    async play(stage) {
      const held = listeners(['start', 'holds']);
      const last = listeners(['end', 'holds']);
      const task = (tag: string): Node[] => [start(), node(tag, 'A', { ext: held }), end()];
      const diagrams: Record<string, Node[]> = {
        start: [start('A', '', last), node('manualTask', 'Then'), end()],
        end: [start(), node('manualTask', 'Then'), end('A', onMessage('told'), '<zeebe:taskDefinition type="tell"/>')],
        throw: [start(), node('intermediateThrowEvent', 'A', { ext: held }), end()],
        exclusive: task('exclusiveGateway'),
        parallel: task('parallelGateway'),
        inclusive: task('inclusiveGateway'),
        task: task('task'),
        manual: task('manualTask'),
      };
      for (const [name, nodes] of Object.entries(diagrams)) {
        const ids = nodes.map((one) => one.id);
        const flows = ids.slice(1).map((to, at) => `${ids[at]} > ${to}`);
        const made = (id: string) => file(`${id}.bpmn`, diagram(id, nodes, flows, ROOTS));
        const key = await begun(stage, made(`early-held-${name}`), made(`late-held-${name}`));
        await stage.migrate(key, `late-held-${name}`, {});
        await stage.migrate(key, `late-held-${name}`, { A: 'A' });
        await stage.cancel(key);
      }
      const edge = boundary('Edge', 'A', onSignal('s'), { interrupting: false, ext: last });
      const waits = (id: string) => process(id, [service('A', 'a')], [edge], ['Edge > End']);
      const key = await begun(stage, waits('early-held-edge'), waits('late-held-edge'));
      await stage.broadcast('migration-signal');
      await stage.migrate(key, 'late-held-edge', { Edge: 'Edge' });
      await stage.migrate(key, 'late-held-edge', { A: 'A', Edge: 'Edge' });
    },
  },
  {
    name: 'no event at the boundary of an activity with many instances is mapped',
    async play(stage) {
      const events: Record<string, [event: string, sequential: boolean, collection: string]> = {
        timer: [timer('timeDuration', 'PT1H'), false, '=[1,2]'],
        message: [onMessage('told'), true, '=[1,2]'],
        signal: [onSignal('s'), false, '=missing'],
        error: [onError('e'), false, '=[1,2]'],
      };
      for (const [name, [event, sequential, collection]] of Object.entries(events)) {
        const many = service('A', 'a', { inner: loop({ collection, sequential }) });
        const made = (id: string) =>
          file(
            `${id}.bpmn`,
            diagram(
              id,
              [start(), many, boundary('Edge', 'A', event), end()],
              ['Start > A', 'A > End', 'Edge > End'],
              [...ROOTS, error('e', 'E')],
            ),
          );
        const key = await begun(stage, made(`early-many-${name}`), made(`late-many-${name}`));
        await stage.migrate(key, `late-many-${name}`, { A: 'A', Edge: 'Edge' });
        await stage.cancel(key);
      }
    },
  },
  {
    name: 'an error at the boundary stays with its element, stays an error and is not merged',
    async play(stage) {
      const made = (id: string, edges: Node[]) =>
        file(
          `${id}.bpmn`,
          diagram(
            id,
            [start(), service('A', 'a'), service('B', 'b'), end(), ...edges],
            ['Start > A', 'A > B', 'B > End', ...edges.map((one) => `${one.id} > End`)],
            [...ROOTS, error('e', 'E')],
          ),
        );
      const edge = (id: string, host: string, event: string) => boundary(id, host, event);
      const key = await begun(
        stage,
        made('early-errors', [edge('One', 'A', onError('e')), edge('Any', 'A', onError())]),
        made('late-errors', [
          edge('One', 'A', onError('e')),
          edge('Told', 'A', onSignal('s')),
          edge('Other', 'B', onError('e')),
        ]),
      );
      await stage.migrate(key, 'late-errors', { A: 'A', One: 'Told' });
      await stage.migrate(key, 'late-errors', { A: 'A', One: 'Other' });
      await stage.migrate(key, 'late-errors', { A: 'A', One: 'One', Any: 'One' });
      await stage.migrate(key, 'late-errors', { A: 'A', One: 'One' });
      const [job] = await stage.activate('a');
      await stage.throwError(job, 'E');
    },
  },
];
