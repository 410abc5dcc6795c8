import {
  boundary,
  catching,
  diagram,
  end,
  link,
  node,
  scope,
  service,
  start,
  sub,
  throwing,
  timer,
} from '../support/diagram.ts';
import { file, HOUR, type Scenario, work, workInTurn } from './scenario.ts';

const inclusive = (id: string) => node('inclusiveGateway', id);

const ways = (withDefault: boolean) =>
  file(
    'ways.bpmn',
    diagram(
      'ways',
      [
        start(),
        inclusive('Which'),
        service('Tax', 'tax'),
        service('Fee', 'fee'),
        ...(withDefault ? [service('Neither', 'neither')] : []),
        end('TaxEnd'),
        end('FeeEnd'),
        ...(withDefault ? [end('NeitherEnd')] : []),
      ],
      [
        'Start > Which',
        'Which > Tax : =taxable',
        'Which > Fee : =fee > 0',
        ...(withDefault ? ['Which > Neither : default', 'Neither > NeitherEnd'] : []),
        'Tax > TaxEnd',
        'Fee > FeeEnd',
      ],
    ),
  );

const joined = () =>
  file(
    'joined.bpmn',
    diagram(
      'joined',
      [
        start(),
        inclusive('Fork'),
        service('A', 'a'),
        service('B', 'b'),
        service('C', 'c'),
        inclusive('Join'),
        service('After', 'after'),
        end(),
      ],
      [
        'Start > Fork',
        'Fork > A : =a',
        'Fork > B : =b',
        'Fork > C : =c',
        'A > Join',
        'B > Join',
        'C > Join',
        'Join > After',
        'After > End',
      ],
    ),
  );

export const inclusiveGateways: Scenario[] = [
  {
    name: 'an inclusive gateway takes every true condition',
    async play(stage) {
      await stage.deploy(ways(true));
      await stage.start('ways', { taxable: true, fee: 80 });
      await work(stage, 'fee');
      await work(stage, 'tax');
      await stage.start('ways', { taxable: false, fee: 80 });
      await stage.start('ways', { taxable: false, fee: 0 });
    },
  },
  {
    name: 'an inclusive gateway without a way out, and one whose condition fails',
    async play(stage) {
      await stage.deploy(ways(false));
      const instance = await stage.start('ways', { taxable: false, fee: 0 });
      await stage.resolveIncident();
      await stage.setVariables(instance, { taxable: true });
      await stage.resolveIncident();
      const other = await stage.start('ways', { taxable: true, fee: 'much' });
      await stage.setVariables(other, { fee: 1 });
      await stage.resolveIncident();
    },
  },
  {
    name: 'an inclusive gateway with one way, with a condition and without',
    async play(stage) {
      await stage.deploy(
        file(
          'one-way.bpmn',
          diagram(
            'one-way',
            [start(), inclusive('Which'), service('A', 'a'), end()],
            ['Start > Which', 'Which > A', 'A > End'],
          ),
        ),
        file(
          'one-condition.bpmn',
          diagram(
            'one-condition',
            [start(), inclusive('Which'), service('A', 'a'), end()],
            ['Start > Which', 'Which > A : =go', 'A > End'],
          ),
        ),
      );
      await stage.start('one-way');
      await stage.start('one-condition', { go: true });
      await stage.start('one-condition', { go: false });
    },
  },
  {
    name: 'forked ways meet at the end of their sub-process',
    async play(stage) {
      await stage.deploy(
        file(
          'meeting.bpmn',
          diagram(
            'meeting',
            [
              start(),
              sub(
                'Checks',
                scope(
                  [
                    start('InnerStart'),
                    inclusive('Which'),
                    service('A', 'a'),
                    service('B', 'b'),
                    end('EndA'),
                    end('EndB'),
                  ],
                  ['InnerStart > Which', 'Which > A : =a', 'Which > B : =b', 'A > EndA', 'B > EndB'],
                ),
              ),
              end(),
            ],
            ['Start > Checks', 'Checks > End'],
          ),
        ),
      );
      await stage.start('meeting', { a: true, b: true });
      await work(stage, 'a');
      await work(stage, 'b');
    },
  },
  {
    name: 'an inclusive join waits for the ways that were taken',
    async play(stage) {
      await stage.deploy(joined());
      await stage.start('joined', { a: true, b: true, c: false });
      await work(stage, 'a');
      await work(stage, 'b');
      await work(stage, 'after');
      await stage.start('joined', { a: true, b: true, c: true });
      await workInTurn(stage, ['c', 'b', 'a', 'after']);
      await stage.start('joined', { a: false, b: false, c: true });
      await workInTurn(stage, ['c', 'after']);
    },
  },
  {
    name: 'an inclusive join goes on when nothing can reach it any more',
    async play(stage) {
      await stage.deploy(
        file(
          'detour.bpmn',
          diagram(
            'detour',
            [
              start(),
              inclusive('Fork'),
              service('A', 'a'),
              service('B', 'b'),
              node('exclusiveGateway', 'Or'),
              inclusive('Join'),
              service('After', 'after'),
              service('Aside', 'aside'),
              end(),
              end('AsideEnd'),
            ],
            [
              'Start > Fork',
              'Fork > A : =a',
              'Fork > B : =b',
              'A > Join',
              'B > Or',
              'Or > Join : =back',
              'Or > Aside : default',
              'Join > After',
              'After > End',
              'Aside > AsideEnd',
            ],
          ),
        ),
      );
      await stage.start('detour', { a: true, b: true, back: false });
      await work(stage, 'a');
      await work(stage, 'b');
      await work(stage, 'aside');
      await work(stage, 'after');
      await stage.start('detour', { a: true, b: true, back: true });
      await workInTurn(stage, ['b', 'a', 'after']);
    },
  },
  {
    name: 'an inclusive join in a loop, in a sub-process and at the end of other ways',
    async play(stage) {
      await stage.deploy(
        file(
          'looped.bpmn',
          diagram(
            'looped',
            [
              start(),
              inclusive('Fork'),
              service('A', 'a'),
              service('B', 'b'),
              inclusive('Join'),
              node('exclusiveGateway', 'Again'),
              end(),
            ],
            [
              'Start > Fork',
              'Fork > A : =a',
              'Fork > B : =b',
              'A > Join',
              'B > Join',
              'Join > Again',
              'Again > A : =again',
              'Again > End : default',
            ],
          ),
        ),
        file(
          'split.bpmn',
          diagram(
            'split',
            [
              start(),
              node('parallelGateway', 'Split'),
              service('A', 'a'),
              sub(
                'Sub',
                scope([start('InnerStart'), service('B', 'b'), end('InnerEnd')], ['InnerStart > B', 'B > InnerEnd']),
              ),
              boundary('Late', 'Sub', timer('timeDuration', 'PT1H'), { interrupting: false }),
              service('C', 'c'),
              inclusive('Join'),
              service('After', 'after'),
              end(),
            ],
            [
              'Start > Split',
              'Split > A',
              'Split > Sub',
              'A > Join',
              'Sub > Join',
              'Late > C',
              'C > Join',
              'Join > After',
              'After > End',
            ],
          ),
        ),
      );
      await stage.start('looped', { a: true, b: true, again: true });
      await workInTurn(stage, ['a', 'b'], (type) => (type === 'b' ? { again: true } : undefined));
      await work(stage, 'a', { again: false });
      await stage.start('split');
      await work(stage, 'a');
      await stage.advance(HOUR);
      await work(stage, 'b');
      await work(stage, 'c');
      await work(stage, 'after');
      await stage.start('split');
      await workInTurn(stage, ['b', 'a', 'after']);
    },
  },
  {
    name: 'tokens at an inclusive join when a way ends, is cancelled or comes twice',
    async play(stage) {
      await stage.deploy(joined());
      await stage.start('joined', { a: true, b: true, c: false });
      await work(stage, 'a');
      const instance = await stage.start('joined', { a: true, b: true, c: false });
      await work(stage, 'a');
      await stage.modify(instance, { terminate: [stage.instanceOf('B')] });
      const other = await stage.start('joined', { a: true, b: true, c: false });
      await work(stage, 'a');
      await stage.modify(other, { activate: ['A'] });
      await work(stage, 'a');
      await work(stage, 'b');
      await work(stage, 'b');
      await work(stage, 'after');
    },
  },
  {
    name: 'an inclusive join with a way straight from the fork',
    async play(stage) {
      for (const [id, flows] of [
        ['straight-first', ['Fork > Join : =straight', 'Fork > B : =b']],
        ['straight-last', ['Fork > B : =b', 'Fork > Join : =straight']],
      ] as const) {
        await stage.deploy(
          file(
            `${id}.bpmn`,
            diagram(
              id,
              [start(), inclusive('Fork'), service('B', 'b'), inclusive('Join'), service('After', 'after'), end()],
              ['Start > Fork', ...flows, 'B > Join', 'Join > After', 'After > End'],
            ),
          ),
        );
        await stage.start(id, { straight: true, b: true });
        await workInTurn(stage, ['b', 'after']);
        await stage.start(id, { straight: true, b: false });
        await work(stage, 'after');
      }
    },
  },
  {
    name: 'an inclusive join that boundary events and links lead to',
    async play(stage) {
      await stage.deploy(
        file(
          'led.bpmn',
          diagram(
            'led',
            [
              start(),
              node('parallelGateway', 'Split'),
              service('A', 'a'),
              service('B', 'b'),
              boundary('Late', 'B', timer('timeDuration', 'PT1H')),
              service('C', 'c'),
              throwing('To', link('on')),
              catching('From', link('on')),
              inclusive('Join'),
              service('After', 'after'),
              end(),
              end('Out'),
            ],
            [
              'Start > Split',
              'Split > A',
              'Split > B',
              'Split > C',
              'A > Join',
              'B > Out',
              'Late > Join',
              'C > To',
              'From > Join',
              'Join > After',
              'After > End',
            ],
          ),
        ),
      );
      await stage.start('led');
      await work(stage, 'c');
      await work(stage, 'a');
      await work(stage, 'b');
      await stage.start('led');
      await work(stage, 'b');
      await work(stage, 'a');
      await work(stage, 'c');
      await work(stage, 'after');
      await stage.start('led');
      await workInTurn(stage, ['a', 'c']);
      await stage.advance(HOUR);
      await work(stage, 'after');
    },
  },
  {
    name: 'an inclusive join behind other joins',
    async play(stage) {
      for (const tag of ['parallelGateway', 'inclusiveGateway']) {
        await stage.deploy(
          file(
            `behind-${tag}.bpmn`,
            diagram(
              `behind-${tag}`,
              [
                start(),
                node('parallelGateway', 'Split'),
                service('A', 'a'),
                service('B', 'b'),
                service('C', 'c'),
                node('exclusiveGateway', 'Or'),
                node(tag, 'First'),
                inclusive('Join'),
                service('After', 'after'),
                end(),
                end('Out'),
              ],
              [
                'Start > Split',
                'Split > A',
                'Split > B',
                'Split > C',
                'A > First',
                'B > Or',
                'Or > First : =back',
                'Or > Out : default',
                'C > Join',
                'First > Join',
                'Join > After',
                'After > End',
              ],
            ),
          ),
        );
        await stage.start(`behind-${tag}`, { back: false });
        await workInTurn(stage, ['a', 'b', 'c', 'after']);
        await stage.start(`behind-${tag}`, { back: true });
        await workInTurn(stage, ['a', 'c', 'b', 'after']);
      }
    },
  },
  {
    name: 'an inclusive join and ways taken twice',
    async play(stage) {
      await stage.deploy(joined());
      const instance = await stage.start('joined', { a: true, b: true, c: false });
      await work(stage, 'a');
      await stage.modify(instance, { activate: ['A'] });
      await work(stage, 'b');
      await work(stage, 'after');
      await work(stage, 'a');
      await work(stage, 'after');
      const other = await stage.start('joined', { a: true, b: true, c: false });
      await work(stage, 'a');
      await stage.modify(other, { activate: ['A'] });
      await work(stage, 'a');
      await work(stage, 'b');
      await work(stage, 'after');
      await stage.modify(other, { activate: ['C'] });
      await work(stage, 'c');
      await work(stage, 'after');
    },
  },
  {
    name: 'an inclusive join with a loop behind it',
    async play(stage) {
      await stage.deploy(
        file(
          'behind.bpmn',
          diagram(
            'behind',
            [
              start(),
              node('parallelGateway', 'Split'),
              service('A', 'a'),
              service('B', 'b'),
              inclusive('Join'),
              service('After', 'after'),
              node('exclusiveGateway', 'Again'),
              end(),
            ],
            [
              'Start > Split',
              'Split > A',
              'Split > B',
              'A > Join',
              'B > Join',
              'Join > After',
              'After > Again',
              'Again > B : =again',
              'Again > End : default',
            ],
          ),
        ),
      );
      const instance = await stage.start('behind', { again: true });
      await workInTurn(stage, ['a', 'b']);
      await stage.modify(instance, { activate: ['A'] });
      await work(stage, 'a');
      await work(stage, 'after');
      await work(stage, 'b', { again: false });
      await work(stage, 'after');
      await stage.deploy(
        file(
          'through.bpmn',
          diagram(
            'through',
            [
              start(),
              node('parallelGateway', 'Split'),
              service('A', 'a'),
              service('B', 'b'),
              service('C', 'c'),
              inclusive('Join'),
              service('After', 'after'),
              node('exclusiveGateway', 'Again'),
              end(),
            ],
            [
              'Start > Split',
              'Split > A',
              'Split > B',
              'A > Join',
              'B > Join',
              'C > Join',
              'Join > After',
              'After > Again',
              'Again > C : =again',
              'Again > End : default',
            ],
          ),
        ),
      );
      const other = await stage.start('through', { again: false });
      await work(stage, 'a');
      await stage.modify(other, { activate: ['A'] });
      await workInTurn(stage, ['b', 'after', 'a', 'after']);
    },
  },
];
