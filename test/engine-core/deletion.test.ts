import { describe, expect, test } from 'vitest';
import { createMemoryEngine } from '../../engine/memory.ts';
import { decisionTable, diagram, end, service, start, timer } from '../parity/support/diagram.ts';

// Compared with the real broker in test/parity/scenarios/deletion.ts; here what a deletion leaves in the state.

const HOUR = 3_600_000;
const versioned = (version: number, cycle = '') => ({
  name: 'process.bpmn',
  content: diagram(
    'process',
    [start('Start', cycle ? timer('timeCycle', cycle) : ''), service('Work', `v${version}`), end()],
    ['Start > Work', 'Work > End'],
  ),
});

describe('a deleted resource', () => {
  test('gives its timer back to the version before, and back again to the next', () => {
    const engine = createMemoryEngine();
    engine.deploy(versioned(1, 'R/PT1H'));
    const [second] = engine.deploy(versioned(2, 'R/PT2H')).processes;
    const timers = () => [...engine.core.list('timer')].map((one) => one.dueDate - engine.now());
    expect(timers()).toEqual([2 * HOUR]);

    engine.send({ type: 'deleteResource', resourceKey: second?.key ?? '' });
    expect(timers()).toEqual([HOUR]);
    engine.deploy(versioned(3));
    expect(timers()).toEqual([]);
  });

  test('stays as it was while instances of it run', () => {
    const engine = createMemoryEngine();
    const [only] = engine.deploy(versioned(1)).processes;
    engine.start('process');
    const remove = () => engine.send({ type: 'deleteResource', resourceKey: only?.key ?? '' });

    // when, then
    expect(remove).toThrow(/there are still running instances/);
    expect(engine.core.get('processDefinition', only?.key ?? '')?.deletedAt).toBeNull();
    engine.work('v1');
    remove();
    expect(engine.core.get('processDefinition', only?.key ?? '')?.deletedAt).toBe(engine.now());
    expect(() => engine.start('process')).toThrow(/none found/);
  });

  test('of decisions leaves memory with all its decisions', () => {
    const engine = createMemoryEngine();
    const table = decisionTable('rule', [{ label: 'n', expression: 'n' }], [['-', '1']]);
    const { decisionRequirements } = engine.deploy({ name: 'rule.dmn', content: table });
    engine.send({ type: 'deleteResource', resourceKey: decisionRequirements[0]?.key ?? '' });
    expect([...engine.core.list('decision'), ...engine.core.list('decisionRequirements')]).toEqual([]);
    expect(() => engine.send({ type: 'evaluateDecision', decisionId: 'rule' })).toThrow(/no decision found/);
  });
});
