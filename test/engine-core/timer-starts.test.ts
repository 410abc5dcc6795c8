import { describe, expect, test } from 'vitest';
import { nextCron } from '../../engine/feel/cron.ts';
import { createMemoryEngine } from '../../engine/memory.ts';
import { diagram, end, service, start, timer } from '../parity/support/diagram.ts';
import { HOUR } from './support/run.ts';

const timed = (expression: string, kind: 'timeCycle' | 'timeDate' = 'timeCycle', type = 'work') => ({
  name: 'timed.bpmn',
  content: diagram(
    'timed',
    [start('OnTime', timer(kind, expression)), service('Work', type), end()],
    ['OnTime > Work', 'Work > End'],
  ),
});
const jobs = (engine: ReturnType<typeof createMemoryEngine>) => [...engine.core.list('job')].map((job) => job.type);

describe('a timer starts a process', () => {
  test.each(['R3/PT1H', '=cycle(3, duration("PT1H"))'])('as often as it says: %s', (cycle) => {
    const engine = createMemoryEngine();
    engine.deploy(timed(cycle));
    engine.advance(10 * HOUR);
    expect(jobs(engine)).toHaveLength(3);
    expect([...engine.core.list('timer')]).toEqual([]);
  });

  test('at a date; at once when it has passed', () => {
    const engine = createMemoryEngine({ now: '2026-01-05T01:00:00Z' });
    engine.deploy(timed('2026-01-05T03:00:00Z', 'timeDate'));
    engine.advance(HOUR);
    expect(jobs(engine)).toEqual([]);
    engine.advance(HOUR);
    expect(jobs(engine)).toEqual(['work']);
    engine.deploy(timed('2026-01-01T00:00:00Z', 'timeDate', 'late'));
    engine.advance(0);
    expect(jobs(engine)).toEqual(['work', 'late']);
  });

  test('only in its latest version; the same version again changes nothing', () => {
    const engine = createMemoryEngine();
    engine.deploy(timed('R/PT1H', 'timeCycle', 'old'));
    engine.advance(HOUR / 2);
    engine.deploy(timed('R/PT1H', 'timeCycle', 'old'));
    engine.advance(HOUR / 2);
    expect(jobs(engine)).toEqual(['old']);
    engine.deploy(timed('R/PT1H', 'timeCycle', 'new'));
    engine.advance(HOUR);
    expect(jobs(engine)).toEqual(['old', 'new']);
  });
});

describe('cron expressions', () => {
  const at = Date.parse('2026-01-05T08:59:30Z'); // a Monday
  test.each([
    ['0 0 9 * * *', '2026-01-05T09:00:00Z'],
    ['0 0 9 ? * MON-FRI', '2026-01-05T09:00:00Z'],
    ['0 30 8 * * SAT', '2026-01-10T08:30:00Z'],
    ['0 0 0 L * *', '2026-01-31T00:00:00Z'],
    ['0 0 0 13 * FRI', '2026-02-13T00:00:00Z'],
    ['@hourly', '2026-01-05T09:00:00Z'],
  ])('%s', (expression, expected) => {
    expect(new Date(nextCron(expression, at) ?? 0).toISOString()).toBe(expected.replace('Z', '.000Z'));
  });

  test.each(['every hour', 'R3/PT1H', '0 9 * * *', '0 0 25 * * *'])('%s is none', (expression) => {
    expect(nextCron(expression, at)).toBeNull();
  });
});
