import { describe, expect, test } from 'vitest';
import {
  boundary,
  call,
  diagram,
  end,
  error,
  eventSub,
  loop,
  message,
  node,
  onError,
  onMessage,
  scope,
  service,
  start,
  sub,
  timer,
} from '../parity/support/diagram.ts';
import { completed, engineWith, HOUR } from './support/run.ts';

const startOn = (id: string, inner: string, interrupting: boolean) =>
  node('startEvent', id, { inner, attrs: `isInterrupting="${interrupting}"` });

/** A case in handling: may be withdrawn (interrupting; ends plainly or by an error) and is watched (not interrupting). */
const handling = (leave: 'plain' | 'error') =>
  diagram(
    'handling',
    [
      start(),
      sub(
        'Handling',
        scope(
          [
            start('InnerStart'),
            service('Review', 'review'),
            end('InnerEnd'),
            eventSub(
              'OnWithdraw',
              scope(
                [
                  startOn('Withdrawn', onMessage('withdraw'), true),
                  service('Check', 'check'),
                  end('Leave', leave === 'error' ? onError('withdrawn') : ''),
                ],
                ['Withdrawn > Check', 'Check > Leave'],
              ),
            ),
            eventSub(
              'OnTime',
              scope(
                [startOn('Due', timer('timeCycle', 'R2/PT1H'), false), service('Warn', 'warn'), end('Warned')],
                ['Due > Warn', 'Warn > Warned'],
              ),
            ),
          ],
          ['InnerStart > Review', 'Review > InnerEnd'],
        ),
      ),
      boundary('WithdrawnOut', 'Handling', onError('withdrawn')),
      service('Undo', 'undo'),
      end(),
      end('Undone'),
    ],
    ['Start > Handling', 'Handling > End', 'WithdrawnOut > Undo', 'Undo > Undone'],
    [message('withdraw', 'msg.withdraw', '=caseNo'), error('withdrawn', 'WITHDRAWN')],
  );

describe('event sub-processes', () => {
  test('an interrupting one ends the rest, and the scope goes on when it is done', () => {
    const engine = engineWith(handling('plain'));
    const { processInstanceKey } = engine.start('handling', { caseNo: 'c' });
    engine.advance(HOUR);
    engine.publish('msg.withdraw', 'c');
    // the review and the warning are over
    expect([...engine.core.list('job')].map((job) => job.type)).toEqual(['check']);
    engine.work('check');
    expect(engine.stateOf(processInstanceKey)).toBe('COMPLETED');
    expect([...engine.core.list('timer'), ...engine.core.list('messageSubscription')]).toEqual([]);
  });

  test('an error after an interruption is not caught at the boundary of the interrupted scope, as in Zeebe 8.6', () => {
    const engine = engineWith(handling('error'));
    engine.start('handling', { caseNo: 'c' });
    engine.publish('msg.withdraw', 'c');
    engine.work('check');
    expect(engine.incidents()).toMatchObject([
      {
        errorType: 'UNHANDLED_ERROR_EVENT',
        elementId: 'Leave',
        errorMessage: expect.stringContaining('No error events are available in the scope.'),
      },
    ]);
  });

  test('an error of the scope itself leaves through its boundary', () => {
    const engine = engineWith(handling('error'));
    const { processInstanceKey } = engine.start('handling', { caseNo: 'c' });
    engine.work('review', () => ({ error: 'WITHDRAWN' }));
    engine.work('undo');
    expect(engine.stateOf(processInstanceKey)).toBe('COMPLETED');
    expect(completed(engine)).toContain('Undone');
    expect(completed(engine)).not.toContain('End');
    expect([...engine.core.list('timer'), ...engine.core.list('messageSubscription')]).toEqual([]);
  });

  test('a second interruption comes too late', () => {
    const engine = engineWith(handling('plain'));
    engine.start('handling', { caseNo: 'c' });
    engine.publish('msg.withdraw', 'c');
    engine.publish('msg.withdraw', 'c');
    expect(engine.active('OnWithdraw')).toHaveLength(1);
  });

  test('one that does not interrupt runs beside and holds the scope open', () => {
    const engine = engineWith(handling('plain'));
    const { processInstanceKey } = engine.start('handling', { caseNo: 'c' });
    engine.advance(3 * HOUR);
    expect(engine.active('Warn')).toHaveLength(2);
    engine.work('review');
    expect(completed(engine)).not.toContain('Handling');
    engine.workAll({ warn: () => undefined });
    expect(engine.stateOf(processInstanceKey)).toBe('COMPLETED');
  });
});

describe('errors', () => {
  const leaf = diagram('leaf', [start(), service('Inner', 'inner'), end()], ['Start > Inner', 'Inner > End']);
  const caller = diagram(
    'caller',
    [
      start(),
      call('Call', 'leaf'),
      boundary('Restricted', 'Call', onError('restricted')),
      boundary('Other', 'Call', onError()),
      end(),
      end('Stopped'),
      end('Failed'),
    ],
    ['Start > Call', 'Call > End', 'Restricted > Stopped', 'Other > Failed'],
    [error('restricted', 'UNIT_RESTRICTED')],
  );

  test.each([
    ['UNIT_RESTRICTED', 'Stopped'],
    ['ANYTHING_ELSE', 'Failed'],
  ])('%s of a called process is caught by the call activity: %s', (code, target) => {
    const engine = engineWith(leaf, caller);
    const { processInstanceKey } = engine.start('caller');
    engine.work('inner', () => ({ error: code }));
    expect(completed(engine)).toContain(target);
    expect(engine.stateOf(processInstanceKey)).toBe('COMPLETED');
    expect([...engine.core.list('processInstance')]).toEqual([]);
  });

  test('nobody catches it: an incident names the codes on offer, and the job can be tried again', () => {
    const engine = engineWith(
      diagram(
        'uncaught',
        [start(), service('Work', 'work'), boundary('Known', 'Work', onError('known')), end(), end('Caught')],
        ['Start > Work', 'Work > End', 'Known > Caught'],
        [error('known', 'KNOWN')],
      ),
    );
    const { processInstanceKey } = engine.start('uncaught');
    engine.work('work', () => ({ error: 'UNKNOWN', message: 'what' }));
    const [incident] = engine.incidents();
    expect(incident).toMatchObject({
      errorType: 'UNHANDLED_ERROR_EVENT',
      errorMessage:
        "Expected to throw an error event with the code 'UNKNOWN' with message 'what', but it was not caught. Available error events are [KNOWN]",
    });
    expect(() => engine.work('work')).toThrow('there is no job');
    engine.send({ type: 'resolveIncident', incidentKey: incident?.key ?? '' });
    engine.work('work');
    expect(engine.stateOf(processInstanceKey)).toBe('COMPLETED');
  });
});

describe('call activities', () => {
  test('cancelling the caller cancels what it called, which cannot be cancelled alone', () => {
    const engine = engineWith(
      diagram('called', [start(), service('Inner', 'inner'), end()], ['Start > Inner', 'Inner > End']),
      diagram('calling', [start(), call('Call', 'called'), end()], ['Start > Call', 'Call > End']),
    );
    const { processInstanceKey } = engine.start('calling', { x: 1 });
    const child = [...engine.core.list('processInstance')].find((instance) => instance.key !== processInstanceKey);
    expect(() => engine.send({ type: 'cancelProcessInstance', processInstanceKey: child?.key ?? '' })).toThrow(
      /INVALID_STATE.*parent process instance/,
    );
    engine.send({ type: 'cancelProcessInstance', processInstanceKey });
    expect([...engine.core.list('processInstance'), ...engine.core.list('elementInstance')]).toEqual([]);
  });

  test('a process that calls itself for ever stops with an incident', () => {
    const engine = engineWith(diagram('self', [start(), call('Call', 'self'), end()], ['Start > Call', 'Call > End']));
    engine.start('self');
    expect(engine.incidents()).toMatchObject([{ errorType: 'CALLED_ELEMENT_ERROR' }]);
  });
});

describe('multi-instance', () => {
  const each = (parts: Parameters<typeof loop>[0]) =>
    diagram(
      'each',
      [
        start(),
        service('Verify', 'verify', { inner: loop(parts) }),
        boundary('Stop', 'Verify', onError('stop')),
        end(),
        end('Stopped'),
      ],
      ['Start > Verify', 'Verify > End', 'Stop > Stopped'],
      [error('stop', 'STOP')],
    );

  test.each([false, true])('results come in the order of the input (sequential: %s)', (sequential) => {
    const engine = engineWith(
      each({ collection: '=parties', element: 'party', output: ['results', '=party * 10'], sequential }),
    );
    const { processInstanceKey } = engine.start('each', { parties: [3, 1, 2] });
    const seen: unknown[] = [];
    engine.workAll({
      verify: (job) => {
        seen.push([job.variables.party, job.variables.loopCounter]);
        return undefined;
      },
    });
    expect(seen).toEqual([
      [3, 1],
      [1, 2],
      [2, 3],
    ]);
    expect(engine.variable(processInstanceKey, 'results')).toEqual([30, 10, 20]);
  });

  test('a boundary event ends all that are open', () => {
    const engine = engineWith(each({ collection: '=[1, 2, 3]', element: 'n' }));
    const { processInstanceKey } = engine.start('each');
    engine.work('verify');
    engine.work('verify', () => ({ error: 'STOP' }));
    expect([...engine.core.list('job')]).toEqual([]);
    expect(completed(engine)).toContain('Stopped');
    expect(engine.stateOf(processInstanceKey)).toBe('COMPLETED');
  });

  test('the completion condition ends it early', () => {
    const engine = engineWith(
      each({ collection: '=[1, 2, 3]', element: 'n', completionCondition: '=numberOfCompletedInstances >= 2' }),
    );
    const { processInstanceKey } = engine.start('each');
    expect(engine.workAll({ verify: () => undefined })).toBe(2);
    expect(engine.stateOf(processInstanceKey)).toBe('COMPLETED');
  });

  test('nothing to do is done at once', () => {
    const engine = engineWith(each({ collection: '=none', element: 'n', output: ['results', '=n'] }));
    const { processInstanceKey } = engine.start('each', { none: [] });
    expect(engine.variable(processInstanceKey, 'results')).toEqual([]);
    expect(engine.stateOf(processInstanceKey)).toBe('COMPLETED');
  });
});
