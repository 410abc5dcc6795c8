import { twoSteps, undo, undoA, undoB, undoC } from '../support/compensated.ts';
import {
  boundary,
  call,
  compensate,
  diagram,
  end,
  error,
  eventSub,
  input,
  loop,
  mapping,
  node,
  onError,
  output,
  scope,
  service,
  start,
  startOn,
  sub,
  throwing,
  timer,
  user,
} from '../support/diagram.ts';
import { file, type Scenario, work, workInTurn } from './scenario.ts';

export const compensation: Scenario[] = [
  {
    name: 'a throw event undoes what was done, then goes on',
    async play(stage) {
      await stage.deploy(file('two-steps.bpmn', twoSteps(throwing('Undo', compensate()))));
      await stage.start('two-steps', { caseNo: 'c1' });
      await work(stage, 'a', { aDone: 1 });
      await work(stage, 'b', { bDone: 2 });
      await work(stage, 'undo-a', { aUndone: true });
      await work(stage, 'undo-b', { bUndone: true });
      await work(stage, 'after');
    },
  },
  {
    name: 'an end event undoes what was done',
    async play(stage) {
      await stage.deploy(file('two-steps.bpmn', twoSteps(end('Undo', compensate()), false)));
      await stage.start('two-steps');
      await workInTurn(stage, ['a', 'b', 'undo-b', 'undo-a']);
    },
  },
  {
    name: 'only the activity that is named is undone',
    async play(stage) {
      await stage.deploy(file('two-steps.bpmn', twoSteps(throwing('Undo', compensate('A')))));
      await stage.start('two-steps');
      await workInTurn(stage, ['a', 'b', 'undo-a', 'undo-b', 'after']);
    },
  },
  {
    name: 'there is nothing to undo',
    async play(stage) {
      await stage.deploy(
        file(
          'nothing.bpmn',
          diagram(
            'nothing-to-undo',
            [
              start(),
              throwing('Early', compensate()),
              throwing('Named', compensate('A')),
              service('A', 'a'),
              ...undoA.nodes,
              service('B', 'b'),
              ...undoB.nodes,
              end('Undo', compensate('B')),
            ],
            ['Start > Early', 'Early > Named', 'Named > A', 'A > Undo', 'B > Undo', ...undoA.links, ...undoB.links],
          ),
        ),
      );
      await stage.start('nothing-to-undo');
      await work(stage, 'a');
    },
  },
  {
    name: 'what is still going on is not undone, what was done twice is undone twice',
    async play(stage) {
      await stage.deploy(
        file(
          'twice.bpmn',
          diagram(
            'twice',
            [
              start(),
              node('parallelGateway', 'Fork'),
              node('exclusiveGateway', 'Again'),
              service('A', 'a'),
              ...undoA.nodes,
              node('exclusiveGateway', 'Enough'),
              service('B', 'b'),
              ...undoB.nodes,
              throwing('Undo', compensate()),
              end(),
              end('BEnd'),
            ],
            [
              'Start > Fork',
              'Fork > Again',
              'Fork > B',
              'Again > A',
              'A > Enough',
              'Enough > Again : =again',
              'Enough > Undo : default',
              'Undo > End',
              'B > BEnd',
              ...undoA.links,
              ...undoB.links,
            ],
          ),
        ),
      );
      await stage.start('twice');
      await work(stage, 'a', { again: true });
      await work(stage, 'a', { again: false });
      for (const job of await stage.activate('undo-a', { max: 2 })) await stage.complete(job);
      await work(stage, 'b');
    },
  },
  {
    name: 'a completed sub-process is undone from inside, innermost first',
    async play(stage) {
      await stage.deploy(
        file(
          'nested.bpmn',
          diagram(
            'nested',
            [
              start(),
              service('A', 'a'),
              ...undoA.nodes,
              sub(
                'Sub',
                scope(
                  [
                    start('InnerStart'),
                    service('B', 'b'),
                    ...undoB.nodes,
                    sub(
                      'Deep',
                      scope(
                        [
                          start('DeepStart'),
                          service('C', 'c', { ext: mapping(output('cResult', '=c')) }),
                          ...undoC.nodes,
                          end('DeepEnd'),
                        ],
                        ['DeepStart > C', 'C > DeepEnd', ...undoC.links],
                      ),
                    ),
                    end('InnerEnd'),
                  ],
                  ['InnerStart > B', 'B > Deep', 'Deep > InnerEnd', ...undoB.links],
                ),
                { ext: mapping(input('local', '="inside"')) },
              ),
              throwing('Undo', compensate()),
              service('After', 'after'),
              end(),
            ],
            ['Start > A', 'A > Sub', 'Sub > Undo', 'Undo > After', 'After > End', ...undoA.links],
          ),
        ),
      );
      await stage.start('nested', { caseNo: 'c1' });
      await workInTurn(stage, ['a', 'b', 'c', 'undo-c', 'undo-b', 'undo-a', 'after'], (type) => ({ [type]: 1 }));
    },
  },
  {
    name: 'a sub-process with a handler of its own, named, and one whose inside throws',
    async play(stage) {
      const whole = undo('Sub');
      const process = (ref: string | undefined) =>
        diagram(
          'sub-undone',
          [
            start(),
            sub(
              'Sub',
              scope(
                [start('InnerStart'), service('A', 'a'), ...undoA.nodes, end('InnerEnd')],
                ['InnerStart > A', 'A > InnerEnd', ...undoA.links],
              ),
            ),
            ...whole.nodes,
            throwing('Undo', compensate(ref)),
            end(),
          ],
          ['Start > Sub', 'Sub > Undo', 'Undo > End', ...whole.links],
        );
      for (const ref of [undefined, 'Sub']) {
        await stage.deploy(file('sub-undone.bpmn', process(ref)));
        await stage.start('sub-undone');
        for (const type of ['a', 'undo-sub', 'undo-a']) {
          const [job] = await stage.activate(type);
          if (job) await stage.complete(job);
        }
      }
    },
  },
  {
    name: 'compensation inside a sub-process stays inside',
    async play(stage) {
      await stage.deploy(
        file(
          'inside.bpmn',
          diagram(
            'inside',
            [
              start(),
              service('A', 'a'),
              ...undoA.nodes,
              sub(
                'Sub',
                scope(
                  [
                    start('InnerStart'),
                    service('B', 'b'),
                    ...undoB.nodes,
                    throwing('UndoInside', compensate()),
                    end('InnerEnd'),
                  ],
                  ['InnerStart > B', 'B > UndoInside', 'UndoInside > InnerEnd', ...undoB.links],
                ),
              ),
              throwing('Undo', compensate()),
              end(),
            ],
            ['Start > A', 'A > Sub', 'Sub > Undo', 'Undo > End', ...undoA.links],
          ),
        ),
      );
      await stage.start('inside');
      await workInTurn(stage, ['a', 'b', 'undo-b', 'undo-a']);
    },
  },
  {
    name: 'a multi-instance activity is undone once, a multi-instance handler as often as it has items',
    async play(stage) {
      const each = undo('A', service('UndoA', 'undo-a', { inner: loop({ collection: '=undos', element: 'undoing' }) }));
      await stage.deploy(
        file(
          'many.bpmn',
          diagram(
            'many-undone',
            [
              start(),
              service('A', 'a', { inner: loop({ collection: '=items', element: 'item', output: ['out', '=got'] }) }),
              ...each.nodes,
              throwing('Undo', compensate()),
              end(),
            ],
            ['Start > A', 'A > Undo', 'Undo > End', ...each.links],
          ),
        ),
      );
      await stage.start('many-undone', { items: [1, 2], undos: ['x', 'y'] });
      for (const job of await stage.activate('a', { max: 2 })) await stage.complete(job, { got: 1 });
      for (const job of await stage.activate('undo-a', { max: 2 })) await stage.complete(job);
    },
  },
  {
    name: 'what happened in each instance of a multi-instance sub-process is undone',
    async play(stage) {
      await stage.deploy(
        file(
          'many-subs.bpmn',
          diagram(
            'many-subs',
            [
              start(),
              sub(
                'Sub',
                scope(
                  [start('InnerStart'), service('A', 'a'), ...undoA.nodes, end('InnerEnd')],
                  ['InnerStart > A', 'A > InnerEnd', ...undoA.links],
                ),
                { inner: loop({ collection: '=[1, 2]', element: 'item' }) },
              ),
              throwing('Undo', compensate()),
              end(),
            ],
            ['Start > Sub', 'Sub > Undo', 'Undo > End'],
          ),
        ),
      );
      await stage.start('many-subs');
      for (const job of await stage.activate('a', { max: 2 })) await stage.complete(job);
      for (const job of await stage.activate('undo-a', { max: 2 })) await stage.complete(job);
    },
  },
  {
    name: 'handlers of many kinds, with mappings',
    async play(stage) {
      const byPerson = undo('A', user('UndoA'));
      const byProcess = undo('B', call('UndoB', 'undo-process'));
      const bySub = undo(
        'C',
        sub(
          'UndoC',
          scope([start('UndoStart'), service('Step', 'step'), end('UndoEnd')], ['UndoStart > Step', 'Step > UndoEnd']),
          { ext: mapping(input('what', '=c'), output('undoneC', '=what')) },
        ),
      );
      await stage.deploy(
        file(
          'undo-process.bpmn',
          diagram('undo-process', [start(), service('Called', 'called'), end()], ['Start > Called', 'Called > End']),
        ),
        file(
          'kinds.bpmn',
          diagram(
            'handler-kinds',
            [
              start(),
              user('A'),
              ...byPerson.nodes,
              service('B', 'b'),
              ...byProcess.nodes,
              service('C', 'c'),
              ...bySub.nodes,
              throwing('Undo', compensate(), mapping(input('reason', '="withdrawn"'), output('undone', '=reason'))),
              end(),
            ],
            [
              'Start > A',
              'A > B',
              'B > C',
              'C > Undo',
              'Undo > End',
              ...byPerson.links,
              ...byProcess.links,
              ...bySub.links,
            ],
          ),
        ),
      );
      await stage.start('handler-kinds', { caseNo: 'c1' });
      await stage.completeTask('A');
      await workInTurn(stage, ['b', 'c', 'step', 'called'], (type) => ({ [type]: 1 }));
      await stage.completeTask('UndoA', { by: 'person' });
    },
  },
  {
    name: 'a handler that fails, and an instance cancelled while it undoes',
    async play(stage) {
      await stage.deploy(file('two-steps.bpmn', twoSteps(throwing('Undo', compensate()))));
      const instance = await stage.start('two-steps');
      await workInTurn(stage, ['a', 'b']);
      const [undoing] = await stage.activate('undo-a');
      await stage.fail(undoing, { retries: 0, message: 'cannot undo' });
      await stage.retries(undoing, 1);
      await stage.resolveIncident();
      await stage.cancel(instance);
    },
  },
  {
    name: 'an error during compensation is caught around it',
    async play(stage) {
      await stage.deploy(
        file(
          'caught.bpmn',
          diagram(
            'caught-while-undoing',
            [
              start(),
              sub(
                'Sub',
                scope(
                  [
                    start('InnerStart'),
                    service('A', 'a'),
                    ...undoA.nodes,
                    throwing('Undo', compensate()),
                    end('InnerEnd'),
                  ],
                  ['InnerStart > A', 'A > Undo', 'Undo > InnerEnd', ...undoA.links],
                ),
              ),
              boundary('Failed', 'Sub', onError('err')),
              service('Manual', 'manual'),
              end(),
              end('ManualEnd'),
            ],
            ['Start > Sub', 'Sub > End', 'Failed > Manual', 'Manual > ManualEnd'],
            [error('err', 'CANNOT_UNDO')],
          ),
        ),
      );
      await stage.start('caught-while-undoing');
      await work(stage, 'a');
      const [undoing] = await stage.activate('undo-a');
      await stage.throwError(undoing, 'CANNOT_UNDO');
      await work(stage, 'manual');
    },
  },
  {
    name: 'an event sub-process compensates its scope',
    async play(stage) {
      await stage.deploy(
        file(
          'from-event.bpmn',
          diagram(
            'from-event',
            [
              start(),
              service('A', 'a'),
              ...undoA.nodes,
              service('B', 'b'),
              end(),
              eventSub(
                'OnError',
                scope(
                  [startOn('Failed', onError('err')), throwing('Undo', compensate()), end('UndoEnd', compensate())],
                  ['Failed > Undo', 'Undo > UndoEnd'],
                ),
              ),
            ],
            ['Start > A', 'A > B', 'B > End', ...undoA.links],
            [error('err', 'FAILED')],
          ),
        ),
      );
      await stage.start('from-event');
      await work(stage, 'a');
      const [b] = await stage.activate('b');
      await stage.throwError(b, 'FAILED');
      const [undoing] = await stage.activate('undo-a');
      if (undoing) await stage.complete(undoing);
    },
  },
  {
    name: 'an activity with a timer at its boundary, too, is undone',
    async play(stage) {
      await stage.deploy(
        file(
          'with-timer.bpmn',
          diagram(
            'with-timer',
            [
              start(),
              service('A', 'a'),
              ...undoA.nodes,
              boundary('Late', 'A', timer('timeDuration', 'PT1H')),
              end('LateEnd'),
              throwing('Undo', compensate()),
              end(),
            ],
            ['Start > A', 'A > Undo', 'Undo > End', 'Late > LateEnd', ...undoA.links],
          ),
        ),
      );
      await stage.start('with-timer');
      await workInTurn(stage, ['a', 'undo-a']);
    },
  },
];
