import { diagram, end, node, scope, service, start, sub } from '../support/diagram.ts';
import { file, type Scenario, work } from './scenario.ts';

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
];
