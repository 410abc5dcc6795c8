import { describe, expect, test } from 'vitest';
import { addPeriod, parseCycle, parseInstant, parsePeriod } from '../../engine/feel/time.ts';
import { boundary, diagram, end, node, service, start, timer } from '../parity/support/diagram.ts';
import { engineWith, HOUR, MINUTE } from './support/run.ts';

const wait = (kind: 'timeDuration' | 'timeDate', expression: string) =>
  diagram(
    'wait',
    [start(), node('intermediateCatchEvent', 'Wait', { inner: timer(kind, expression) }), end()],
    ['Start > Wait', 'Wait > End'],
  );

test.each([
  ['timeDuration', 'PT1H', {}, HOUR],
  ['timeDuration', '=duration(wait)', { wait: 'PT90M' }, 90 * MINUTE],
  ['timeDate', '=until', { until: '2026-01-05T10:00:00+08:00' }, HOUR],
  ['timeDate', '=date and time(until) - duration("PT30M")', { until: '2026-01-05T02:00:00Z' }, 30 * MINUTE],
  ['timeDate', '=now() + duration("PT2H")', {}, 2 * HOUR],
] as const)('%s %s fires when it is due and not before', (kind, expression, variables, after) => {
  const engine = engineWith(wait(kind, expression));
  const { processInstanceKey } = engine.start('wait', variables);
  engine.advance(after - 1);
  expect(engine.stateOf(processInstanceKey)).toBe('ACTIVE');
  engine.advance(1);
  expect(engine.stateOf(processInstanceKey)).toBe('COMPLETED');
});

test('a cycle repeats as often as it says, without drifting', () => {
  const engine = engineWith(
    diagram(
      'cycle',
      [
        start(),
        service('Work', 'work'),
        boundary('Often', 'Work', timer('timeCycle', 'R3/PT10M'), { interrupting: false }),
        service('Remind', 'remind'),
        end(),
        end('Reminded'),
      ],
      ['Start > Work', 'Work > End', 'Often > Remind', 'Remind > Reminded'],
    ),
  );
  engine.start('cycle');
  engine.advance(25 * MINUTE);
  expect(engine.active('Remind')).toHaveLength(2);
  engine.advance(10 * HOUR);
  expect(engine.active('Remind')).toHaveLength(3);
  const due = engine.records.filter(({ valueType, intent }) => valueType === 'TIMER' && intent === 'CREATED');
  expect(due.map(({ value }) => (Number(value.dueDate) - Date.parse('2026-01-05T01:00:00Z')) / MINUTE)).toEqual([
    10, 20, 30,
  ]);
});

test('an interrupting timer ends the task and its job', () => {
  const engine = engineWith(
    diagram(
      'late',
      [
        start(),
        service('Work', 'work'),
        boundary('Late', 'Work', timer('timeDuration', 'PT1H')),
        end(),
        end('TooLate'),
      ],
      ['Start > Work', 'Work > End', 'Late > TooLate'],
    ),
  );
  const { processInstanceKey } = engine.start('late');
  const [job] = [...engine.core.list('job')];
  engine.advance(HOUR);
  expect(engine.stateOf(processInstanceKey)).toBe('COMPLETED');
  expect(() => engine.send({ type: 'completeJob', jobKey: job?.key ?? '' })).toThrow(/NOT_FOUND/);
});

describe('ISO 8601', () => {
  test.each([
    ['P1D', 86_400_000],
    ['P1W', 7 * 86_400_000],
    ['PT1.5S', 1500],
    ['-PT1H', -HOUR],
    ['PT30s', 30_000],
    ['p1dT1h', 86_400_000 + HOUR],
    ['PT1,5S', 1500],
    ['P1DT-1H', 86_400_000 - HOUR],
    ['-P-1D', 86_400_000],
  ])('%s is %i ms', (text, expected) => {
    const period = parsePeriod(text);
    expect(period && addPeriod(0, period)).toBe(expected);
  });
  test.each(['', 'P', 'PT', '1H', 'PT1X', 'P1H', 'Pt30S', 'P1DT', 'P1.5D', 'PT1.5M'])('%j is no duration', (text) => {
    expect(parsePeriod(text)).toBeNull();
  });
  test('a month after the last of January is the last of February', () => {
    const period = parsePeriod('P1M');
    expect(new Date(addPeriod(Date.parse('2026-01-31T00:00:00Z'), period!)).toISOString()).toBe(
      '2026-02-28T00:00:00.000Z',
    );
  });
  test.each([
    ['2026-01-05T09:00:00+08:00', '2026-01-05T01:00:00.000Z'],
    ['2026-01-05T09:00:00@Asia/Shanghai', '2026-01-05T01:00:00.000Z'],
    ['2026-01-05T09:00:00+08:00[Asia/Shanghai]', '2026-01-05T01:00:00.000Z'],
  ])('%s', (text, expected) => {
    expect(new Date(parseInstant(text) ?? 0).toISOString()).toBe(expected);
  });
  test('cycles', () => {
    expect(parseCycle('R3/PT10S')).toMatchObject({ repetitions: 3, interval: 'PT10S' });
    expect(parseCycle('R/PT10S')).toMatchObject({ repetitions: -1 });
    expect(parseCycle('0 0 * * *')).toBeNull();
  });
});
