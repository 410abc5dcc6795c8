import { describe, expect, test } from 'vitest';
import type { Key } from '../../engine/core/index.ts';
import {
  boundary,
  compensate,
  diagram,
  end,
  eventSub,
  message,
  onMessage,
  scope,
  service,
  start,
  startOn,
  throwing,
} from '../parity/support/diagram.ts';
import { completed, engineWith } from './support/run.ts';

// What migration does better than 8.6.0; the rest is compared with the real broker (test/parity/scenarios/migration.ts).

/** Deploys two processes, `early` and `late`, and begins one of the first. */
function begun(early: string, late: string) {
  const engine = engineWith(early, late);
  const { processInstanceKey } = engine.start('early');
  const target = [...engine.core.list('processDefinition')].find((one) => one.bpmnProcessId === 'late')!.key;
  const migrate = (mapping: Record<string, string>, to: Key = target) =>
    engine.send({
      type: 'migrateProcessInstance',
      processInstanceKey,
      targetProcessDefinitionKey: to,
      mapping: Object.entries(mapping).map(([sourceElementId, targetElementId]) => ({
        sourceElementId,
        targetElementId,
      })),
    });
  return { engine, processInstanceKey, migrate };
}

const undoable = (id: string, n: string) =>
  diagram(
    id,
    [
      start(),
      service(`A${n}`, 'a'),
      boundary(`Back${n}`, `A${n}`, compensate()),
      service(`Undo${n}`, `undo${n}`, { attrs: 'isForCompensation="true"' }),
      service('B', 'b'),
      throwing('Regret', compensate()),
      end(),
    ],
    [`Start > A${n}`, `A${n} > B`, 'B > Regret', 'Regret > End', `Back${n} ~ Undo${n}`],
  );

const interruptible = (id: string, n: string) =>
  diagram(
    id,
    [
      start(),
      service('A', 'a'),
      end(),
      eventSub(
        `Sub${n}`,
        scope(
          [startOn(`SubStart${n}`, onMessage('told')), service(`Work${n}`, `work${n}`), end(`SubEnd${n}`)],
          [`SubStart${n} > Work${n}`, `Work${n} > SubEnd${n}`],
        ),
      ),
    ],
    ['Start > A', 'A > End'],
    [message('told', 'told', '="key"')],
  );

describe('a migration', () => {
  test('takes along what can be undone when its activity is mapped', () => {
    const { engine, processInstanceKey, migrate } = begun(undoable('early', ''), undoable('late', '2'));
    engine.work('a');
    migrate({ A: 'A2', B: 'B' });
    engine.work('b');
    engine.work('undo2');
    expect(completed(engine).slice(-4)).toEqual(['Undo2', 'Regret', 'End', 'late']);
    expect(engine.stateOf(processInstanceKey)).toBe('COMPLETED');
  });

  test('forgets what could be undone when its activity is not mapped', () => {
    const { engine, migrate } = begun(undoable('early', ''), undoable('late', '2'));
    engine.work('a');
    migrate({ B: 'B' });
    expect([...engine.core.list('compensationSubscription')]).toEqual([]);
    engine.work('b');
    expect(completed(engine).slice(-3)).toEqual(['Regret', 'End', 'late']);
  });

  test('inside an interrupting event sub-process lets it end, and listens for nothing again', () => {
    const { engine, processInstanceKey, migrate } = begun(interruptible('early', ''), interruptible('late', '2'));
    engine.publish('told', 'key');
    migrate({ Sub: 'Sub2', Work: 'Work2' });
    expect([...engine.core.list('messageSubscription')]).toEqual([]);
    engine.work('work');
    expect(completed(engine).slice(-3)).toEqual(['SubEnd2', 'Sub2', 'late']);
    expect(engine.stateOf(processInstanceKey)).toBe('COMPLETED');
  });

  test('changes nothing when it is refused', () => {
    const { engine, processInstanceKey, migrate } = begun(interruptible('early', ''), interruptible('late', '2'));
    const before = engine.records.length;
    expect(() => migrate({})).toThrow("no mapping instruction defined for active element with id 'A'");
    expect(() => migrate({ A: 'A' }, '4711')).toThrow("no process definition found with key '4711'");
    // the new process listens for the same message, and the subscription there is would be lost
    expect(() => migrate({ A: 'A' })).toThrow("already subscribed to with name 'told'");
    expect(engine.records).toHaveLength(before);
    expect(engine.core.get('processInstance', processInstanceKey)?.bpmnProcessId).toBe('early');
    expect([...engine.core.list('messageSubscription')]).toMatchObject([
      { targetElementId: 'SubStart', state: 'CREATED' },
    ]);
  });
});
