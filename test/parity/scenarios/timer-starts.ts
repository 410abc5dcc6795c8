import { boundary, diagram, end, eventSub, scope, service, start, startOn, sub, timer } from '../support/diagram.ts';
import { file, HOUR, MINUTE, type Scenario, SECOND, work } from './scenario.ts';

type Kind = Parameters<typeof timer>[0];

const on = (id: string, kind: Kind, expression: string, more: { name?: string; none?: boolean } = {}) =>
  file(
    more.name ?? `${id}.bpmn`,
    diagram(
      id,
      [start('OnTime', timer(kind, expression)), ...(more.none ? [start()] : []), service('Work', `${id}-work`), end()],
      ['OnTime > Work', ...(more.none ? ['Start > Work'] : []), 'Work > End'],
    ),
  );
const silent = (id: string) => file(`${id}.bpmn`, diagram(id, [start(), end()], ['Start > End']));

/** Handlers of a scope that timers start. */
const handler = (id: string, kind: Kind, expression: string, interrupting: boolean) =>
  eventSub(
    id,
    scope(
      [
        startOn(`${id}Start`, timer(kind, expression), interrupting),
        service(`${id}Work`, `${id}-work`),
        end(`${id}End`),
      ],
      [`${id}Start > ${id}Work`, `${id}Work > ${id}End`],
    ),
  );

export const timerStarts: Scenario[] = [
  {
    name: 'a timer starts a process three times',
    async play(stage) {
      await stage.deploy(on('three-times', 'timeCycle', 'R3/PT1H'));
      for (let hour = 0; hour < 4; hour++) await stage.advance(HOUR);
      await work(stage, 'three-times-work');
    },
  },
  {
    name: 'a timer starts a process for ever, until a version without it is deployed',
    async play(stage) {
      await stage.deploy(on('for-ever', 'timeCycle', 'R/PT1H'));
      await stage.advance(HOUR);
      await stage.advance(HOUR);
      await stage.deploy(on('for-ever', 'timeCycle', 'R/PT2H', { name: 'for-ever-2.bpmn' }));
      await stage.advance(HOUR);
      await stage.advance(HOUR);
      await stage.deploy(silent('for-ever'));
      await stage.advance(2 * HOUR);
    },
  },
  {
    name: 'the same diagram deployed again leaves its timer alone',
    async play(stage) {
      await stage.deploy(on('again', 'timeCycle', 'R2/PT1H'));
      await stage.advance(MINUTE);
      await stage.deploy(on('again', 'timeCycle', 'R2/PT1H'));
      await stage.advance(HOUR);
      await stage.deploy(silent('again'));
    },
  },
  {
    name: 'a date starts a process, one that has passed at once',
    async play(stage) {
      const at = new Date(stage.now().getTime() + MINUTE).toISOString();
      await stage.deploy(on('on-date', 'timeDate', `=date and time("${at}")`));
      await stage.advance(2 * MINUTE);
      const passed = new Date(stage.now().getTime() - MINUTE).toISOString();
      await stage.deploy(on('on-passed-date', 'timeDate', passed));
      await stage.advance(SECOND);
    },
  },
  {
    name: 'a process with a timer is also started by hand',
    async play(stage) {
      await stage.deploy(on('by-hand', 'timeCycle', '=cycle(2, duration("PT1H"))', { none: true }));
      await stage.start('by-hand', { by: 'hand' });
      await stage.advance(HOUR);
      await stage.deploy(silent('by-hand'));
    },
  },
  {
    name: 'several start events by time',
    async play(stage) {
      await stage.deploy(
        file(
          'several.bpmn',
          diagram(
            'several-times',
            [
              start('Hourly', timer('timeCycle', 'R/PT1H')),
              start('Daily', timer('timeCycle', 'R/P1D')),
              service('Work', 'several-work'),
              end(),
            ],
            ['Hourly > Work', 'Daily > Work', 'Work > End'],
          ),
        ),
      );
      await stage.advance(HOUR);
      await stage.deploy(silent('several-times'));
    },
  },
  {
    name: 'a start time that cannot be computed is refused',
    async play(stage) {
      await stage.deploy(on('broken-cycle', 'timeCycle', 'every hour'));
      await stage.deploy(on('broken-date', 'timeDate', 'tomorrow'));
      await stage.deploy(on('broken-expression', 'timeCycle', '=missing'));
      await stage.deploy(on('by-duration', 'timeDuration', 'PT1H'));
    },
  },
  {
    name: 'a cron expression starts a process',
    async play(stage) {
      // A time of day that every run reaches after half an hour.
      const at = new Date(stage.now().getTime() + 30 * MINUTE);
      await stage.deploy(on('by-cron', 'timeCycle', `${at.getUTCSeconds()} ${at.getUTCMinutes()} * * * *`));
      await stage.advance(HOUR);
      await stage.advance(2 * HOUR);
      await stage.deploy(silent('by-cron'));
    },
  },
  {
    name: 'dates and cycles in event sub-processes and at the boundary',
    async play(stage) {
      const at = (ms: number) => new Date(stage.now().getTime() + ms).toISOString();
      await stage.deploy(
        file(
          'timer-subs.bpmn',
          diagram(
            'timer-subs',
            [
              start(),
              sub(
                'Sub',
                scope(
                  [
                    start('InnerStart'),
                    service('Work', 'work'),
                    end('InnerEnd'),
                    handler('Remind', 'timeCycle', '=remind', false),
                    handler('Once', 'timeDate', '=once', false),
                  ],
                  ['InnerStart > Work', 'Work > InnerEnd'],
                ),
              ),
              boundary('Due', 'Sub', timer('timeDate', '=due')),
              boundary('Tick', 'Sub', timer('timeCycle', '=tick'), { interrupting: false }),
              end(),
              end('DueEnd'),
              end('TickEnd'),
              handler('Stop', 'timeDate', '=stop', true),
            ],
            ['Start > Sub', 'Sub > End', 'Due > DueEnd', 'Tick > TickEnd'],
          ),
        ),
      );
      await stage.start('timer-subs', {
        remind: `R2/${at(2 * MINUTE)}/PT1H`,
        once: at(30 * MINUTE),
        due: at(3 * HOUR),
        tick: 'R/PT50M',
        stop: at(9 * HOUR),
      });
      for (const minutes of [2, 28, 20, 12, 38, 80]) await stage.advance(minutes * MINUTE);
      await stage.start('timer-subs', {
        remind: 'R1/PT1H',
        once: at(30 * MINUTE),
        due: at(3 * HOUR),
        tick: 'R1/PT50M',
        stop: at(HOUR + MINUTE),
      });
      await stage.advance(30 * MINUTE);
      await stage.advance(20 * MINUTE);
      await stage.advance(11 * MINUTE);
      await work(stage, 'Stop-work');
    },
  },
];
