import {
  boundary,
  diagram,
  end,
  message,
  node,
  onMessage,
  service,
  start,
  terminate,
  timer,
  user,
} from '../support/diagram.ts';
import { file, MINUTE, type Scenario, SECOND } from './scenario.ts';

const fork = (id: string) => node('parallelGateway', id);
const choose = (id: string) => node('exclusiveGateway', id);

const choice = (withDefault: boolean) =>
  file(
    'choice.bpmn',
    diagram(
      'choice',
      [
        start(),
        choose('Which'),
        service('A', 'a'),
        service('B', 'b'),
        ...(withDefault ? [service('C', 'c')] : []),
        end(),
      ],
      [
        'Start > Which',
        'Which > A : =decision = "accept"',
        'Which > B : =amount > 100',
        ...(withDefault ? ['Which > C : default', 'C > End'] : []),
        'A > End',
        'B > End',
      ],
    ),
  );

export const gateways: Scenario[] = [
  {
    name: 'an exclusive gateway takes the first true condition',
    async play(stage) {
      await stage.deploy(choice(true));
      await stage.start('choice', { decision: 'accept', amount: 500 });
      await stage.start('choice', { decision: 'refuse', amount: 500 });
      await stage.start('choice', { decision: 'refuse', amount: 1 });
    },
  },
  {
    name: 'an exclusive gateway without a way out',
    async play(stage) {
      await stage.deploy(choice(false));
      const instance = await stage.start('choice', { decision: 'refuse', amount: 1 });
      await stage.resolveIncident();
      await stage.setVariables(instance, { amount: 101 });
      await stage.resolveIncident();
      const [job] = await stage.activate('b');
      await stage.complete(job);
    },
  },
  {
    name: 'a condition that is neither true nor false',
    async play(stage) {
      await stage.deploy(choice(true));
      await stage.start('choice', { decision: 'refuse' });
      const instance = await stage.start('choice', { decision: 'refuse', amount: 'much' });
      await stage.setVariables(instance, { amount: 1 });
      await stage.resolveIncident();
    },
  },
  {
    name: 'fork and join',
    async play(stage) {
      const process = diagram(
        'fork',
        [start(), fork('Fork'), service('A', 'a'), service('B', 'b'), service('C', 'c'), fork('Join'), end()],
        ['Start > Fork', 'Fork > A', 'Fork > B', 'Fork > C', 'A > Join', 'B > Join', 'C > Join', 'Join > End'],
      );
      await stage.deploy(file('fork.bpmn', process));
      await stage.start('fork');
      for (const type of ['b', 'a', 'c']) {
        const [job] = await stage.activate(type);
        await stage.complete(job, { [type]: 1, last: type });
      }
    },
  },
  {
    name: 'forking without a gateway, ending twice',
    async play(stage) {
      const process = diagram(
        'two-ends',
        [start(), service('A', 'a'), service('B', 'b'), end('EndA'), end('EndB')],
        ['Start > A', 'Start > B', 'A > EndA', 'B > EndB'],
      );
      await stage.deploy(file('two-ends.bpmn', process));
      await stage.start('two-ends');
      const [a] = await stage.activate('a');
      await stage.complete(a);
      const [b] = await stage.activate('b');
      await stage.complete(b);
    },
  },
  {
    name: 'a terminate end event stops the rest',
    async play(stage) {
      const process = diagram(
        'terminate',
        [
          start(),
          fork('Fork'),
          service('A', 'a'),
          user('Wait'),
          node('intermediateCatchEvent', 'Later', { inner: timer('timeDuration', 'PT1H') }),
          end('Stop', terminate()),
          end(),
        ],
        ['Start > Fork', 'Fork > A', 'Fork > Wait', 'Fork > Later', 'A > Stop', 'Wait > End', 'Later > End'],
      );
      await stage.deploy(file('terminate.bpmn', process));
      await stage.start('terminate');
      const [a] = await stage.activate('a');
      await stage.complete(a);
    },
  },
  {
    name: 'a loop back through gateways',
    async play(stage) {
      const process = diagram(
        'again',
        [start(), choose('Enter'), service('Work', 'work'), choose('Enough'), end()],
        ['Start > Enter', 'Enter > Work', 'Work > Enough', 'Enough > End : =count >= 2', 'Enough > Enter : default'],
      );
      await stage.deploy(file('again.bpmn', process));
      await stage.start('again', { count: 0 });
      const [first] = await stage.activate('work');
      await stage.complete(first, { count: 1 });
      const [second] = await stage.activate('work');
      await stage.complete(second, { count: 2 });
    },
  },
  {
    name: 'an event-based gateway: the message is first, then the timer is first',
    async play(stage) {
      const process = diagram(
        'race',
        [
          start(),
          node('eventBasedGateway', 'Race'),
          node('intermediateCatchEvent', 'Received', { inner: onMessage('m1') }),
          node('intermediateCatchEvent', 'Overdue', { inner: timer('timeDuration', '=wait') }),
          end('EndReceived'),
          end('EndOverdue'),
        ],
        ['Start > Race', 'Race > Received', 'Race > Overdue', 'Received > EndReceived', 'Overdue > EndOverdue'],
        [message('m1', 'msg.supplement.received', '=caseNo')],
      );
      await stage.deploy(file('race.bpmn', process));
      await stage.start('race', { caseNo: 'c1', wait: 'PT30S' });
      await stage.publish('msg.supplement.received', 'c1', { variables: { pages: 3 }, ttlMs: 0 });
      await stage.start('race', { caseNo: 'c2', wait: 'PT30S' });
      await stage.advance(31 * SECOND);
      await stage.publish('msg.supplement.received', 'c2', { ttlMs: 0 });
      // nothing to race with: the correlation key is missing
      const instance = await stage.start('race', { wait: 'PT30S' });
      await stage.setVariables(instance, { caseNo: 'c3' });
      await stage.resolveIncident();
      await stage.publish('msg.supplement.received', 'c3', { ttlMs: 0 });
    },
  },
  {
    name: 'cancelling an instance that waits everywhere',
    async play(stage) {
      const process = diagram(
        'everywhere',
        [
          start(),
          fork('Fork'),
          service('A', 'a'),
          user('B'),
          boundary('Late', 'B', timer('timeDuration', 'PT1H'), { interrupting: false }),
          node('receiveTask', 'C', { attrs: 'messageRef="m1"' }),
          end(),
        ],
        ['Start > Fork', 'Fork > A', 'Fork > B', 'Fork > C', 'A > End', 'B > End', 'C > End', 'Late > End'],
        [message('m1', 'msg.any', '=caseNo')],
      );
      await stage.deploy(file('everywhere.bpmn', process));
      const instance = await stage.start('everywhere', { caseNo: 'c1' });
      await stage.activate('a');
      await stage.cancel(instance);
      await stage.cancel(instance);
      await stage.advance(MINUTE);
    },
  },
];
