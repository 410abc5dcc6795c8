import { describe, expect, test } from 'vitest';
import type { EngineRecord } from '../../engine/core/index.ts';
import { createMemoryEngine } from '../../engine/memory.ts';
import { diagram, end, service, start } from '../parity/support/diagram.ts';

const oneStep = diagram('one-step', [start(), service('A', 'a'), end()], ['Start > A', 'A > End']);

/** Deploys and plays one instance to its end. */
function played(engine: ReturnType<typeof createMemoryEngine>) {
  engine.deploy({ name: 'one-step.bpmn', content: oneStep });
  engine.start('one-step');
  engine.workAll({ a: () => undefined });
  return engine;
}

describe('the engine in memory', () => {
  test('hands its records over instead of keeping them, the same ones in the same order', () => {
    const kept = played(createMemoryEngine()).records;
    const handed: EngineRecord[] = [];
    const engine = played(createMemoryEngine({ onRecords: (records) => handed.push(...records) }));
    expect(handed).toEqual(kept);
    expect(kept.length).toBeGreaterThan(10);
    expect(engine.records).toEqual([]);
  });

  test('keeps nothing of what has ended', () => {
    const engine = played(createMemoryEngine({ onRecords: () => undefined }));
    for (const kind of ['processInstance', 'elementInstance', 'job', 'variable'] as const) {
      expect([...engine.core.list(kind)], kind).toEqual([]);
    }
  });
});
