import {
  catching,
  diagram,
  end,
  eventSub,
  loop,
  node,
  scope,
  service,
  start,
  startOn,
  sub,
  timer,
} from '../support/diagram.ts';
import { file, HOUR, type Scenario } from './scenario.ts';

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
];
