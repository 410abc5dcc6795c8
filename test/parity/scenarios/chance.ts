import {
  boundary,
  catching,
  diagram,
  end,
  error,
  eventSub,
  input,
  listeners,
  loop,
  mapping,
  type Node,
  node,
  onError,
  onSignal,
  output,
  scope,
  service,
  signal,
  start,
  startOn,
  sub,
  terminate,
  throwing,
  timer,
} from '../support/diagram.ts';
import { file, HOUR, type Scenario, work } from './scenario.ts';

const fork = (id: string) => node('parallelGateway', id);

/** What random processes have shown (test/parity/fuzz), each as small as it could be made. */
export const chance: Scenario[] = [
  {
    name: 'a parallel gateway is passed at once, in each of many instances',
    async play(stage) {
      const each = scope(
        [start('In'), fork('Fork'), service('A', 'a'), service('B', 'b'), fork('Join'), end('Out')],
        ['In > Fork', 'Fork > A', 'Fork > B', 'A > Join', 'B > Join', 'Join > Out'],
      );
      const process = diagram(
        'forked-instances',
        [start(), sub('Each', each, { inner: loop({ collection: '=[1,2]' }) }), end()],
        ['Start > Each', 'Each > End'],
      );
      await stage.deploy(file('forked-instances.bpmn', process));
      await stage.start('forked-instances');
      for (const type of ['a', 'b']) {
        for (const job of await stage.activate(type, { max: 2 })) await stage.complete(job);
      }
    },
  },
  {
    name: 'end events that end everything, or throw an error, take no mappings',
    async play(stage) {
      const mapped = (id: string, inner: string) => end(id, inner, mapping(input('in', '=n + 1'), output('out', '=n')));
      const inside = scope([start('In'), mapped('Thrown', onError('e'))], ['In > Thrown']);
      const process = diagram(
        'ends-mapped',
        [start(), sub('Scope', inside), boundary('Caught', 'Scope', onError('e')), mapped('Over', terminate()), end()],
        ['Start > Scope', 'Scope > End', 'Caught > Over'],
        [error('e', 'E')],
      );
      await stage.deploy(file('ends-mapped.bpmn', process));
      await stage.start('ends-mapped', { n: 1 });
    },
  },
  {
    name: 'of timers due at the same moment the one of the oldest element comes first',
    async play(stage) {
      const handler = scope(
        [startOn('Every', timer('timeCycle', 'R2/PT1H'), false), service('Remind', 'remind'), end('Reminded')],
        ['Every > Remind', 'Remind > Reminded'],
      );
      const inside = scope(
        [start('In'), catching('Wait', timer('timeDuration', 'PT2H')), end('Out'), eventSub('Reminder', handler)],
        ['In > Wait', 'Wait > Out'],
      );
      const process = diagram('same-moment', [start(), sub('Scope', inside), end()], ['Start > Scope', 'Scope > End']);
      await stage.deploy(file('same-moment.bpmn', process));
      await stage.start('same-moment');
      await stage.advance(HOUR);
      await stage.advance(HOUR);
    },
  },
  {
    name: 'a collection that grows or shrinks while its items are worked on one by one',
    async play(stage) {
      for (const later of [[1], [1, 2, 3]]) {
        const id = `one-by-one-${later.length}`;
        const each = service('Each', 'each', {
          inner: loop({ collection: '=items', element: 'item', sequential: true }),
        });
        await stage.deploy(file(`${id}.bpmn`, diagram(id, [start(), each, end()], ['Start > Each', 'Each > End'])));
        const instance = await stage.start(id, { items: [1, 2] });
        await stage.setVariables(instance, { items: later });
        for (let count = 0; count < 3; count++) {
          for (const job of await stage.activate('each')) await stage.complete(job);
        }
        await stage.cancel(instance);
      }
    },
  },
  {
    name: 'many instances at once begin a step later than an empty collection is over',
    async play(stage) {
      const each = (id: string, collection: string) =>
        service(id, id.toLowerCase(), { inner: loop({ collection, element: 'item' }) });
      const process = diagram(
        'step-later',
        [start(), fork('Fork'), each('Two', '=[1,2]'), each('None', '=[]'), service('One', 'one'), end()],
        ['Start > Fork', 'Fork > Two', 'Fork > None', 'Fork > One', 'Two > End', 'None > End', 'One > End'],
      );
      await stage.deploy(file('step-later.bpmn', process));
      await stage.start('step-later');
    },
  },
  {
    name: 'what an end listener says of a scope that was interrupted is lost',
    async play(stage) {
      const stops = scope([startOn('Stop', onSignal('s'), true), end('Stopped')], ['Stop > Stopped']);
      const handled = { ext: listeners(['end', 'handled']), attrs: 'triggeredByEvent="true"', inner: stops };
      const inside = scope(
        [start('In'), service('Work', 'work'), end('Out'), node('subProcess', 'Handler', handled)],
        ['In > Work', 'Work > Out'],
      );
      const process = diagram(
        'interrupted-listened',
        [start(), sub('Scope', inside, { ext: listeners(['end', 'first'], ['end', 'second']) }), end()],
        ['Start > Scope', 'Scope > End'],
        [signal('s', 'stop-all')],
      );
      await stage.deploy(file('interrupted-listened.bpmn', process));
      await stage.start('interrupted-listened', { n: 0 });
      await stage.broadcast('stop-all');
      for (const type of ['handled', 'first', 'second']) await work(stage, type, { n: type, [type]: true });
    },
  },
  {
    name: 'what is about to complete when a terminate end event is reached does not',
    async play(stage) {
      const held = listeners(['end', 'held']);
      const passed: Record<string, Node> = {
        throw: throwing('Passed', '', held),
        signal: throwing('Passed', onSignal('s'), held),
        task: node('manualTask', 'Passed', { ext: held }),
        end: end('Passed', '', held),
      };
      for (const [name, one] of Object.entries(passed)) {
        const process = diagram(
          `terminated-${name}`,
          [start(), fork('Fork'), service('Work', 'work'), one, end('Over', terminate()), end()],
          [
            'Start > Fork',
            'Fork > Work',
            'Fork > Passed',
            'Fork > Over',
            'Work > End',
            ...(name === 'end' ? [] : ['Passed > End']),
          ],
          [signal('s', 'passed')],
        );
        await stage.deploy(file(`terminated-${name}.bpmn`, process));
        await stage.start(`terminated-${name}`);
      }
    },
  },
  {
    name: 'tasks that nobody works on end before their incidents when they are terminated',
    async play(stage) {
      for (const tag of ['task', 'manualTask']) {
        const each = node(tag, 'Each', { inner: loop({ collection: '=[1,2]', completionCondition: '="three"' }) });
        const process = diagram(`stuck-${tag}`, [start(), each, end()], ['Start > Each', 'Each > End']);
        await stage.deploy(file(`stuck-${tag}.bpmn`, process));
        await stage.cancel(await stage.start(`stuck-${tag}`));
      }
    },
  },
  {
    name: 'an output collection that somebody else has overwritten takes no result',
    async play(stage) {
      for (const sequential of [true, false]) {
        const id = `overwritten-${sequential ? 'one-by-one' : 'at-once'}`;
        const items = loop({ collection: '=[1,2]', element: 'item', output: ['got', '=item'], sequential });
        const process = diagram(
          id,
          [start(), service('Each', 'each', { inner: items }), end()],
          ['Start > Each', 'Each > End'],
        );
        await stage.deploy(file(`${id}.bpmn`, process));
        for (const got of [[], [1], [7, 8], [1, 2, 3], 5, 1.5, 'text', true, null, { a: 1 }]) {
          const instance = await stage.start(id);
          const body = stage.alive().elements.find(({ elementId }) => elementId === 'Each')?.key ?? '';
          await stage.setVariables(body, { got }, true);
          for (let round = 0; round < 2; round++) {
            for (const job of await stage.activate('each', { max: 2 })) await stage.complete(job);
          }
          await stage.setVariables(body, { got: [null, null] }, true);
          await stage.resolveIncident();
          await stage.cancel(instance);
        }
      }
    },
  },
];
