import { describe, expect, test } from 'vitest';
import { createState } from '../../engine/core/state.ts';
import { attempt, emit, newKey, Rejected, type Step } from '../../engine/core/step.ts';

const stepOn = (): Step => ({
  state: createState(),
  now: 1000,
  options: {},
  processors: undefined as never,
  records: [],
  effects: [],
  queue: [],
});
const deployment = (key: string) => ({ key, deployedAt: 1000 });

describe('an attempt that is part of something else', () => {
  test('leaves nothing behind when it is refused, and what came before stays', () => {
    // given
    const step = stepOn();
    const before = newKey(step);
    emit(step, 'DEPLOYMENT', 'CREATED', before, deployment(before));

    // when
    const refused = attempt(step, () => {
      const key = newKey(step);
      emit(step, 'DEPLOYMENT', 'CREATED', key, deployment(key));
      emit(step, 'DEPLOYMENT', 'CREATED', before, { key: before, deployedAt: 2000 });
      step.queue.push({ kind: 'complete', key });
      step.effects.push({ kind: 'jobsAvailable', jobType: 'a' });
      throw new Rejected('INVALID_STATE', 'not like that');
    });

    // then
    expect(refused?.message).toBe('not like that');
    expect([...step.state.deployment.values()]).toEqual([deployment(before)]);
    expect(step.records.map((record) => record.key)).toEqual([before]);
    expect([step.queue, step.effects]).toEqual([[], []]);
    expect(step.state.takeChanges().deployment.upserts).toEqual([deployment(before)]);
    expect(newKey(step)).toBe(String(Number(before) + 1));
  });

  test('is kept when it is not, and an error of the engine itself goes on', () => {
    const step = stepOn();
    const key = newKey(step);
    expect(attempt(step, () => emit(step, 'DEPLOYMENT', 'CREATED', key, deployment(key)))).toBeUndefined();
    expect(step.state.deployment.size).toBe(1);
    const broken = () =>
      attempt(step, () => {
        throw new Error('a bug');
      });
    expect(broken).toThrow('a bug');
  });
});
