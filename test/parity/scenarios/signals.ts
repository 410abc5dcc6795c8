import {
  boundary,
  catching,
  diagram,
  end,
  eventSub,
  input,
  loop,
  mapping,
  message,
  node,
  onMessage,
  onSignal,
  output,
  scope,
  service,
  signal,
  start,
  startOn,
  sub,
  throwing,
  timer,
} from '../support/diagram.ts';
import { file, HOUR, type Scenario, work } from './scenario.ts';

const started = (id: string, signalName: string, name = `${id}.bpmn`) =>
  file(
    name,
    diagram(
      id,
      [start('OnSignal', onSignal('s'), mapping(output('from', '=source'))), service('Work', `${id}-work`), end()],
      ['OnSignal > Work', 'Work > End'],
      [signal('s', signalName)],
    ),
  );
const silent = (id: string, name = `${id}.bpmn`) => file(name, diagram(id, [start(), end()], ['Start > End']));

export const signals: Scenario[] = [
  {
    name: 'a signal nobody listens to',
    async play(stage) {
      await stage.broadcast('nobody-listens', { a: 1 });
    },
  },
  {
    name: 'a signal starts every process that listens, in its latest version',
    async play(stage) {
      await stage.deploy(started('signal-a', 'closing'));
      await stage.deploy(started('signal-b', 'closing'));
      await stage.broadcast('closing', { source: 'office', n: 1 });
      await stage.deploy(started('signal-a', 'closing', 'signal-a-2.bpmn'));
      await stage.broadcast('closing', { source: 'office' });
      await stage.deploy(silent('signal-a'), silent('signal-b'));
      await stage.broadcast('closing');
    },
  },
  {
    name: 'one start event for a signal and one for nothing',
    async play(stage) {
      await stage.deploy(
        file(
          'both.bpmn',
          diagram(
            'both-starts',
            [start(), start('OnSignal', onSignal('s')), service('Work', 'work'), end()],
            ['Start > Work', 'OnSignal > Work', 'Work > End'],
            [signal('s', 'both')],
          ),
        ),
      );
      await stage.start('both-starts', { by: 'hand' });
      await stage.broadcast('both', { by: 'signal' });
      await stage.deploy(silent('both-starts'));
    },
  },
  {
    name: 'an intermediate catch event waits for a signal, its name and variables computed',
    async play(stage) {
      await stage.deploy(
        file(
          'catching.bpmn',
          diagram(
            'catching',
            [
              start(),
              catching('Wait', onSignal('s'), mapping(output('heard', '=word'))),
              catching('Again', onSignal('t')),
              end(),
            ],
            ['Start > Wait', 'Wait > Again', 'Again > End'],
            [signal('s', '="word-" + region'), signal('t', 'again')],
          ),
        ),
      );
      await stage.start('catching', { region: 'north' });
      await stage.start('catching', { region: 'north' });
      await stage.start('catching', { region: 'south' });
      const broken = await stage.start('catching', {});
      await stage.setVariables(broken, { region: 'south' });
      await stage.resolveIncident();
      await stage.broadcast('word-north', { word: 'hello', more: 1 });
      await stage.broadcast('word-south', { word: 'bye' });
      await stage.broadcast('again', { last: true });
    },
  },
  {
    name: 'signals at the boundary, interrupting and not',
    async play(stage) {
      await stage.deploy(
        file(
          'signal-boundary.bpmn',
          diagram(
            'signal-boundary',
            [
              start(),
              service('Work', 'work'),
              boundary('Note', 'Work', onSignal('note'), {
                interrupting: false,
                ext: mapping(output('noted', '=text')),
              }),
              boundary('Stop', 'Work', onSignal('stop')),
              service('Noted', 'noted'),
              end(),
              end('NoteEnd'),
              end('StopEnd'),
            ],
            ['Start > Work', 'Work > End', 'Note > Noted', 'Noted > NoteEnd', 'Stop > StopEnd'],
            [signal('note', 'note'), signal('stop', 'stop')],
          ),
        ),
      );
      await stage.start('signal-boundary');
      await stage.broadcast('note', { text: 'a' });
      await stage.broadcast('note', { text: 'b' });
      await stage.broadcast('stop', { why: 'c' });
      await stage.broadcast('note', { text: 'late' });
      for (const job of await stage.activate('noted', { max: 2 })) await stage.complete(job);
    },
  },
  {
    name: 'signals start event sub-processes, interrupting and not',
    async play(stage) {
      const handler = (id: string, ref: string, interrupting: boolean) =>
        eventSub(
          id,
          scope(
            [startOn(`${id}Start`, onSignal(ref), interrupting), service(`${id}Work`, `${ref}-work`), end(`${id}End`)],
            [`${id}Start > ${id}Work`, `${id}Work > ${id}End`],
          ),
        );
      await stage.deploy(
        file(
          'signal-sub.bpmn',
          diagram(
            'signal-sub',
            [
              start(),
              sub(
                'Sub',
                scope(
                  [start('InnerStart'), service('Work', 'work'), end('InnerEnd'), handler('OnInner', 'inner', true)],
                  ['InnerStart > Work', 'Work > InnerEnd'],
                ),
              ),
              service('After', 'after'),
              end(),
              handler('OnRoot', 'root', false),
            ],
            ['Start > Sub', 'Sub > After', 'After > End'],
            [signal('inner', 'inner'), signal('root', 'root')],
          ),
        ),
      );
      await stage.start('signal-sub');
      await stage.broadcast('root', { n: 1 });
      await stage.broadcast('inner', { n: 2 });
      await stage.broadcast('root', { n: 3 });
      await work(stage, 'inner-work');
      await work(stage, 'after');
      for (const job of await stage.activate('root-work', { max: 2 })) await stage.complete(job);
    },
  },
  {
    name: 'an event-based gateway between a signal, a message and a timer',
    async play(stage) {
      await stage.deploy(
        file(
          'signal-gateway.bpmn',
          diagram(
            'signal-gateway',
            [
              start(),
              node('eventBasedGateway', 'Which'),
              catching('Heard', onSignal('s'), mapping(output('heard', '=word'))),
              catching('Told', onMessage('m')),
              catching('Late', timer('timeDuration', 'PT1H')),
              end('HeardEnd'),
              end('ToldEnd'),
              end('LateEnd'),
            ],
            [
              'Start > Which',
              'Which > Heard',
              'Which > Told',
              'Which > Late',
              'Heard > HeardEnd',
              'Told > ToldEnd',
              'Late > LateEnd',
            ],
            [signal('s', 'gateway-signal'), message('m', 'gateway-message', '=caseNo')],
          ),
        ),
      );
      await stage.start('signal-gateway', { caseNo: 'g1' });
      await stage.start('signal-gateway', { caseNo: 'g2' });
      await stage.publish('gateway-message', 'g1');
      await stage.broadcast('gateway-signal', { word: 'go' });
      await stage.start('signal-gateway', { caseNo: 'g3' });
      await stage.advance(HOUR);
      await stage.broadcast('gateway-signal', { word: 'late' });
    },
  },
  {
    name: 'a process throws a signal to itself and to others',
    async play(stage) {
      await stage.deploy(started('signal-started', 'thrown'));
      await stage.deploy(
        file(
          'throwing.bpmn',
          diagram(
            'throwing',
            [
              start(),
              node('parallelGateway', 'Fork'),
              catching('Listen', onSignal('s')),
              service('Prepare', 'prepare'),
              throwing('Throw', onSignal('s'), mapping(input('source', '=caseNo'), output('threw', '=source'))),
              end('ListenEnd'),
              end('ThrowEnd', onSignal('plain')),
            ],
            [
              'Start > Fork',
              'Fork > Listen',
              'Fork > Prepare',
              'Listen > ListenEnd',
              'Prepare > Throw',
              'Throw > ThrowEnd',
            ],
            [signal('s', 'thrown'), signal('plain', '="plain-" + caseNo')],
          ),
        ),
        file(
          'hearing.bpmn',
          diagram(
            'hearing',
            [start(), catching('Hear', onSignal('s')), end()],
            ['Start > Hear', 'Hear > End'],
            [signal('s', 'plain-c1')],
          ),
        ),
      );
      await stage.start('hearing');
      await stage.start('throwing', { caseNo: 'c1' });
      await work(stage, 'prepare');
      await stage.deploy(silent('signal-started'));
    },
  },
  {
    name: 'a thrown signal whose name cannot be computed',
    async play(stage) {
      await stage.deploy(
        file(
          'broken-throw.bpmn',
          diagram(
            'broken-throw',
            [start(), throwing('Throw', onSignal('s')), end('Close', onSignal('s'))],
            ['Start > Throw', 'Throw > Close'],
            [signal('s', '=name')],
          ),
        ),
      );
      const instance = await stage.start('broken-throw');
      await stage.setVariables(instance, { name: 'repaired' });
      await stage.resolveIncident();
    },
  },
  {
    name: 'a signal reaches every inner instance, and nobody once cancelled',
    async play(stage) {
      await stage.deploy(
        file(
          'signal-each.bpmn',
          diagram(
            'signal-each',
            [
              start(),
              sub(
                'Each',
                scope(
                  [start('InnerStart'), catching('Wait', onSignal('s')), service('Work', 'work'), end('InnerEnd')],
                  ['InnerStart > Wait', 'Wait > Work', 'Work > InnerEnd'],
                ),
                { inner: loop({ collection: '=[1, 2]', element: 'item' }) },
              ),
              end(),
            ],
            ['Start > Each', 'Each > End'],
            [signal('s', 'each-signal')],
          ),
        ),
      );
      const cancelled = await stage.start('signal-each');
      await stage.cancel(cancelled);
      await stage.start('signal-each');
      await stage.broadcast('each-signal', { go: true });
      await stage.broadcast('each-signal', { go: true });
      for (const job of await stage.activate('work', { max: 2 })) await stage.complete(job);
    },
  },
];
