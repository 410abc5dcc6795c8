import { describe, expect, test } from 'vitest';
import {
  boundary,
  call,
  diagram,
  end,
  escalation,
  onEscalation,
  scope,
  service,
  start,
  sub,
  throwing,
} from '../parity/support/diagram.ts';
import { completed, engineWith } from './support/run.ts';

const OVERDUE = escalation('overdue', 'OVERDUE');

const review = (ref: string | undefined, interrupting: boolean) =>
  diagram(
    'review',
    [
      start(),
      sub(
        'Review',
        scope(
          [start('InnerStart'), throwing('Raise', onEscalation('overdue')), service('Work', 'work'), end('InnerEnd')],
          ['InnerStart > Raise', 'Raise > Work', 'Work > InnerEnd'],
        ),
      ),
      boundary('Caught', 'Review', onEscalation(ref), { interrupting }),
      end(),
      end('Warned'),
    ],
    ['Start > Review', 'Review > End', 'Caught > Warned'],
    [OVERDUE, escalation('other', 'OTHER')],
  );

describe('an escalation', () => {
  test('that interrupts ends the work', () => {
    const engine = engineWith(review('overdue', true));
    const { processInstanceKey } = engine.start('review');
    expect(completed(engine)).toContain('Warned');
    expect([...engine.core.list('job')]).toEqual([]);
    expect(engine.stateOf(processInstanceKey)).toBe('COMPLETED');
  });

  test.each(['overdue', undefined])('that does not interrupt (%s) leaves the work be', (ref) => {
    const engine = engineWith(review(ref, false));
    const { processInstanceKey } = engine.start('review');
    expect(completed(engine)).toContain('Warned');
    engine.work('work');
    expect(engine.stateOf(processInstanceKey)).toBe('COMPLETED');
    expect(completed(engine)).toContain('End');
  });

  test('nobody catches is no incident', () => {
    const engine = engineWith(review('other', true));
    const { processInstanceKey } = engine.start('review');
    expect(engine.incidents()).toEqual([]);
    expect(engine.records.find((record) => record.valueType === 'ESCALATION')).toMatchObject({
      intent: 'NOT_ESCALATED',
      value: { escalationCode: 'OVERDUE', catchElementId: '' },
    });
    engine.work('work');
    expect(engine.stateOf(processInstanceKey)).toBe('COMPLETED');
  });

  test('of a called process reaches the caller and leaves nothing of it', () => {
    const engine = engineWith(
      diagram('child', [start(), end('Raise', onEscalation('overdue'))], ['Start > Raise'], [OVERDUE]),
      diagram(
        'parent',
        [start(), call('Call', 'child'), boundary('Caught', 'Call', onEscalation('overdue')), end(), end('Warned')],
        ['Start > Call', 'Call > End', 'Caught > Warned'],
        [OVERDUE],
      ),
    );
    const { processInstanceKey } = engine.start('parent');
    expect(engine.stateOf(processInstanceKey)).toBe('COMPLETED');
    expect(completed(engine)).toContain('Warned');
    expect([...engine.core.list('processInstance')]).toEqual([]);
  });
});
