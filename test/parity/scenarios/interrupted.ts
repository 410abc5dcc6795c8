import {
  boundary,
  call,
  diagram,
  end,
  error,
  escalation,
  listeners,
  loop,
  type Node,
  node,
  onError,
  onEscalation,
  onSignal,
  scope,
  service,
  signal,
  start,
  startOn,
  sub,
} from '../support/diagram.ts';
import { file, type Scenario, work } from './scenario.ts';

const ROOTS = [signal('s', 'stop-all'), error('e', 'E'), escalation('x', 'X')];

/** An event sub-process with what comes after its start event, which interrupts. */
function handler(id: string, event: string, nodes: Node[], flows: string[]): Node {
  const inner = scope([startOn(`${id}Begins`, event), ...nodes], flows);
  return node('subProcess', id, { attrs: 'triggeredByEvent="true"', inner });
}

/** A job, and a signal that interrupts it: another job then, and an end. */
const stoppable = (last: Node): string =>
  scope(
    [
      start('In'),
      service('Work', 'work'),
      end('Out'),
      handler(
        'Stop',
        onSignal('s'),
        [service('Stopping', 'stopping'), last],
        ['StopBegins > Stopping', 'Stopping > Last'],
      ),
    ],
    ['In > Work', 'Work > Out'],
  );

const THROWN = { error: onError('e'), escalation: onEscalation('x') };
const LOOPS = {
  once: '',
  parallel: loop({ collection: '=[1,2]' }),
  sequential: loop({ collection: '=[1,2]', sequential: true }),
};

/** What still happens in a scope that an event sub-process has interrupted. */
export const interrupted: Scenario[] = [
  {
    name: 'what an end listener says of one of many instances that were interrupted is kept',
    async play(stage) {
      for (const [name, many] of Object.entries(LOOPS)) {
        const id = `interrupted-listened-${name}`;
        const inside = sub('Scope', many + stoppable(end('Last')), {
          ext: listeners(['end', 'first'], ['end', 'second']),
        });
        await stage.deploy(
          file(`${id}.bpmn`, diagram(id, [start(), inside, end()], ['Start > Scope', 'Scope > End'], ROOTS)),
        );
        const instance = await stage.start(id, { n: 0 });
        await stage.broadcast('stop-all');
        for (const type of ['stopping', 'first', 'second']) await work(stage, type, { n: type, [type]: true });
        await stage.cancel(instance);
      }
    },
  },
  ...Object.entries(THROWN).map(
    ([what, thrown]): Scenario => ({
      name: `an ${what} thrown in an interrupted scope goes no further than its edge`,
      async play(stage) {
        const catches: Record<string, [inOuter: Node[], around: Node[], flows: string[], outerFlows: string[]]> = {
          edge: [[boundary('Edge', 'Scope', thrown), end('Caught')], [], [], ['Edge > Caught']],
          'outer-edge': [[], [boundary('Edge', 'Outer', thrown), end('Caught')], ['Edge > Caught'], []],
          'outer-handler': [[handler('Catch', thrown, [end('Caught')], ['CatchBegins > Caught'])], [], [], []],
          process: [[], [handler('Catch', thrown, [end('Caught')], ['CatchBegins > Caught'])], [], []],
        };
        for (const [loopName, many] of Object.entries(LOOPS)) {
          for (const [where, [inOuter, around, flows, outerFlows]] of Object.entries(catches)) {
            const id = `let-out-${what}-${loopName}-${where}`;
            const outer = scope(
              [start('OuterIn'), sub('Scope', many + stoppable(end('Last', thrown))), end('OuterOut'), ...inOuter],
              ['OuterIn > Scope', 'Scope > OuterOut', ...outerFlows],
            );
            const nodes = [start(), sub('Outer', outer), end(), ...around];
            await stage.deploy(
              file(`${id}.bpmn`, diagram(id, nodes, ['Start > Outer', 'Outer > End', ...flows], ROOTS)),
            );
            const instance = await stage.start(id);
            await stage.broadcast('stop-all');
            await work(stage, 'stopping');
            await stage.cancel(instance);
          }
        }
      },
    }),
  ),
  {
    name: 'a job throws an error in an interrupted scope',
    async play(stage) {
      const process = diagram(
        'interrupted-job',
        [start(), sub('Scope', stoppable(end('Last'))), boundary('Edge', 'Scope', onError('e')), end('Caught'), end()],
        ['Start > Scope', 'Scope > End', 'Edge > Caught'],
        ROOTS,
      );
      await stage.deploy(file('interrupted-job.bpmn', process));
      const instance = await stage.start('interrupted-job');
      await stage.broadcast('stop-all');
      const [job] = await stage.activate('stopping');
      await stage.throwError(job, 'E', 'late');
      await stage.cancel(instance);
    },
  },
  ...Object.entries(THROWN).map(
    ([what, thrown]): Scenario => ({
      name: `an ${what} thrown in an interrupted scope of a called process reaches the caller`,
      async play(stage) {
        const called: Record<string, string> = {
          process: diagram(
            'interrupted-called',
            [
              start(),
              service('Work', 'work'),
              end(),
              handler(
                'Stop',
                onSignal('s'),
                [service('Stopping', 'stopping'), end('Last', thrown)],
                ['StopBegins > Stopping', 'Stopping > Last'],
              ),
            ],
            ['Start > Work', 'Work > End'],
            ROOTS,
          ),
          scope: diagram(
            'interrupted-called',
            [
              start(),
              sub('Scope', stoppable(end('Last', thrown))),
              end(),
              handler('Catch', thrown, [end('CaughtInside')], ['CatchBegins > CaughtInside']),
            ],
            ['Start > Scope', 'Scope > End'],
            ROOTS,
          ),
        };
        const caller = diagram(
          'interrupted-caller',
          [start(), call('Call', 'interrupted-called'), boundary('Edge', 'Call', thrown), end('Caught'), end()],
          ['Start > Call', 'Call > End', 'Edge > Caught'],
          ROOTS,
        );
        for (const content of Object.values(called)) {
          await stage.deploy(file('interrupted-called.bpmn', content), file('interrupted-caller.bpmn', caller));
          const instance = await stage.start('interrupted-caller');
          await stage.broadcast('stop-all');
          await work(stage, 'stopping');
          await stage.cancel(instance);
        }
      },
    }),
  ),
  ...Object.entries(THROWN).map(
    ([what, thrown]): Scenario => ({
      name: `an ${what} out of a process that an interrupted scope calls`,
      async play(stage) {
        const called = diagram(
          'thrower',
          [start(), service('Stopping', 'stopping'), end('Last', thrown)],
          ['Start > Stopping', 'Stopping > Last'],
          ROOTS,
        );
        const inside = scope(
          [
            start('In'),
            service('Work', 'work'),
            end('Out'),
            handler(
              'Stop',
              onSignal('s'),
              [call('Call', 'thrower'), end('StopEnds')],
              ['StopBegins > Call', 'Call > StopEnds'],
            ),
          ],
          ['In > Work', 'Work > Out'],
        );
        const process = diagram(
          'calls-thrower',
          [
            start(),
            sub('Scope', inside),
            boundary('Edge', 'Scope', thrown),
            end('Caught'),
            end(),
            handler('Catch', thrown, [end('CaughtLast')], ['CatchBegins > CaughtLast']),
          ],
          ['Start > Scope', 'Scope > End', 'Edge > Caught'],
          ROOTS,
        );
        await stage.deploy(file('thrower.bpmn', called), file('calls-thrower.bpmn', process));
        const instance = await stage.start('calls-thrower');
        await stage.broadcast('stop-all');
        await work(stage, 'stopping');
        await stage.cancel(instance);
      },
    }),
  ),
];
