import {
  catching,
  diagram,
  end,
  input,
  link,
  mapping,
  node,
  output,
  scope,
  service,
  start,
  sub,
  throwing,
} from '../support/diagram.ts';
import { file, type Scenario, work } from './scenario.ts';

export const links: Scenario[] = [
  {
    name: 'a link goes on at its catch event',
    async play(stage) {
      await stage.deploy(
        file(
          'linked.bpmn',
          diagram(
            'linked',
            [
              start(),
              throwing('ToReview', link('review')),
              catching('FromAnywhere', link('review')),
              service('Review', 'review'),
              end(),
            ],
            ['Start > ToReview', 'FromAnywhere > Review', 'Review > End'],
          ),
        ),
      );
      await stage.start('linked');
      await work(stage, 'review');
    },
  },
  {
    name: 'several throwing links to one catching link, inside a sub-process, with mappings',
    async play(stage) {
      await stage.deploy(
        file(
          'links.bpmn',
          diagram(
            'links',
            [
              start(),
              sub(
                'Sub',
                scope(
                  [
                    start('InnerStart'),
                    node('parallelGateway', 'Fork'),
                    throwing('First', link('on'), mapping(input('local', '=caseNo'), output('first', '=local'))),
                    throwing('Second', link('on')),
                    catching('On', link('on'), mapping(output('on', '=1'))),
                    service('Work', 'work'),
                    end('InnerEnd'),
                  ],
                  ['InnerStart > Fork', 'Fork > First', 'Fork > Second', 'On > Work', 'Work > InnerEnd'],
                ),
              ),
              end(),
            ],
            ['Start > Sub', 'Sub > End'],
          ),
        ),
      );
      await stage.start('links', { caseNo: 'c1' });
      const jobs = await stage.activate('work', { max: 2 });
      for (const job of jobs) await stage.complete(job);
    },
  },
];
