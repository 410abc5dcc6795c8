import { describe, expect, test } from 'vitest';
import { createCore } from '../../engine/core/index.ts';
import { boundary, diagram, end, message, node, onMessage, service, start, timer } from '../parity/support/diagram.ts';
import { engineWith } from './support/run.ts';

/** Opens everything a step can open, then a job whose stream breaks. */
const busy = diagram(
  'busy',
  [
    start(),
    node('parallelGateway', 'Fork'),
    service('Last', 'breaks'),
    service('Work', 'fine'),
    boundary('Late', 'Work', timer('timeDuration', 'PT1H')),
    node('intermediateCatchEvent', 'Wait', { inner: onMessage('m') }),
    end(),
    end('TooLate'),
  ],
  [
    'Start > Fork',
    'Fork > Last',
    'Fork > Work',
    'Fork > Wait',
    'Last > End',
    'Work > End',
    'Wait > End',
    'Late > TooLate',
  ],
  [message('m', 'msg.m', '="key"')],
);

describe('a command that fails half way', () => {
  test('leaves no trace in state, changes, keys or due work', () => {
    let broken = true;
    const core = createCore({
      pickStream: (jobType) => {
        if (broken && jobType === 'breaks') throw new Error('the stream broke');
        return undefined;
      },
    });
    core.process({ type: 'deploy', resources: [{ name: 'busy.bpmn', content: busy }] }, 0);
    core.takeChanges();
    const create = { type: 'createProcessInstance', bpmnProcessId: 'busy', variables: { a: 1 } } as const;

    const failed = core.process(create, 1000);
    expect(failed.response).toMatchObject({
      ok: false,
      rejection: { type: 'PROCESSING_ERROR', reason: expect.stringContaining('the stream broke') },
    });
    expect([failed.records, failed.effects]).toEqual([[], []]);
    expect(core.takeChanges().empty).toBe(true);
    for (const kind of [
      'processInstance',
      'elementInstance',
      'variable',
      'job',
      'timer',
      'messageSubscription',
    ] as const) {
      expect([...core.list(kind)], kind).toEqual([]);
    }
    expect(core.nextDueAt()).toBeNull();
    expect(core.hasJobs('fine')).toBe(false);

    // and the next command does exactly what it would have done alone
    broken = false;
    const again = core.process(create, 1000);
    const fresh = createCore();
    fresh.process({ type: 'deploy', resources: [{ name: 'busy.bpmn', content: busy }] }, 0);
    expect(again).toEqual(fresh.process(create, 1000));
  });

  test('a rejected command leaves none either', () => {
    const engine = engineWith(busy);
    const { processInstanceKey } = engine.start('busy');
    const before = engine.records.length;
    expect(() => engine.send({ type: 'correlateMessage', name: 'msg.nobody', correlationKey: 'x' })).toThrow(
      'NOT_FOUND',
    );
    expect(engine.records.length).toBe(before);
    expect([...engine.core.list('message')]).toEqual([]);
    expect(engine.isActive(processInstanceKey)).toBe(true);
  });
});

test('a diagram that turns without ever waiting is stopped', () => {
  const engine = engineWith(
    diagram(
      'turn',
      [start(), node('exclusiveGateway', 'Again'), node('task', 'Turn'), end()],
      ['Start > Again', 'Again > Turn : =true', 'Again > End : default', 'Turn > Again'],
    ),
  );
  expect(() => engine.start('turn')).toThrow(/INVALID_STATE.*loop without a task, timer or message/);
  expect([...engine.core.list('processInstance')]).toEqual([]);
});
