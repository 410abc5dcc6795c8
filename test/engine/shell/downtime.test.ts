import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type EngineOptions, startEngine } from '../../../engine/index.ts';
import { createTestClock, type TestClock } from '../../../platform/clock.ts';
import { boundary, catching, diagram, end, service, start, timer, user } from '../../parity/support/diagram.ts';
import { callRest, deploy, startTestEngine, type TestEngine } from '../support/engine.ts';
import { silent } from '../support/log.ts';

const NINE = Date.parse('2026-03-02T09:00:00+08:00');
const HOUR = 3_600_000;

const until = (id: string, kind: 'timeDuration' | 'timeDate', expression: string) =>
  diagram(id, [start(), catching('Wait', timer(kind, expression)), end()], ['Start > Wait', 'Wait > End']);
const reminding = (id: string, cycle: string) =>
  diagram(
    id,
    [
      start(),
      user('Work'),
      boundary('Remind', 'Work', timer('timeCycle', cycle), { interrupting: false }),
      end('Reminded'),
      end(),
    ],
    ['Start > Work', 'Work > End', 'Remind > Reminded'],
  );
const DIAGRAMS = {
  'hour.bpmn': until('hour', 'timeDuration', 'PT1H'),
  'date.bpmn': until('date', 'timeDate', '=at'),
  'three.bpmn': reminding('three', 'R3/PT1H'),
  'daily.bpmn': reminding('daily', '0 0 2 * * *'),
  'escalate.bpmn': diagram(
    'escalate',
    [start(), user('Work'), boundary('Late', 'Work', timer('timeDuration', 'PT1H')), end('Escalated'), end()],
    ['Start > Work', 'Work > End', 'Late > Escalated'],
  ),
};
const STARTED = diagram(
  'started',
  [start('OnTime', timer('timeCycle', 'R3/PT1H')), service('Work', 'work'), end()],
  ['OnTime > Work', 'Work > End'],
);

describe('what became due while the engine was down', () => {
  let clock: TestClock;
  let test: TestEngine;
  /** Keys of the timers that fired. */
  let fired: string[];

  beforeEach(async () => {
    clock = createTestClock(new Date(NINE));
    fired = [];
    test = await startTestEngine({ clock, onRecords: note });
    await deploy(test.engine.restAddress, DIAGRAMS);
  });
  afterEach(() => test.stop());

  const note: EngineOptions['onRecords'] = (records) => {
    for (const { valueType, intent, key } of records) {
      if (valueType === 'TIMER' && intent === 'TRIGGERED') fired.push(key);
    }
  };
  const rest = (method: string, path: string, body?: object) =>
    callRest(test.engine.restAddress, method, path, body).then((answer) => answer.body);
  const create = async (processDefinitionId: string, variables: object = {}): Promise<string> =>
    (await rest('POST', '/process-instances', { processDefinitionId, variables })).processInstanceKey;
  const state = async (key: string) => (await rest('GET', `/process-instances/${key}`)).state;
  const completed = async (elementId: string, processDefinitionId: string): Promise<number> =>
    (
      await rest('POST', '/element-instances/search', {
        filter: { elementId, processDefinitionId, state: 'COMPLETED' },
      })
    ).page.totalItems;
  /** The engine is away for so long, and back. */
  const away = async (ms: number) => {
    await test.engine.stop();
    clock.advance(ms);
    test.engine = await startEngine({ databaseUrl: test.db.url, log: silent, clock, onRecords: note });
    await test.engine.tick();
  };
  const goOn = async (ms: number) => {
    clock.advance(ms);
    await test.engine.tick();
  };

  it('happens once, what is not yet due later', async () => {
    // given
    const hour = await create('hour');
    const date = await create('date', { at: '2026-03-03T09:00:00+08:00' });
    const later = await create('date', { at: '2026-03-05T09:00:00+08:00' });
    const escalated = await create('escalate');
    const before = await create('hour');
    await away(HOUR / 2);
    expect(await state(hour)).toBe('ACTIVE');

    // when
    await away(30 * HOUR);

    // then
    for (const key of [hour, date, escalated, before]) expect(await state(key)).toBe('COMPLETED');
    expect(await state(later)).toBe('ACTIVE');
    expect(await completed('Escalated', 'escalate')).toBe(1);

    // and never again
    await away(HOUR);
    await goOn(HOUR);
    expect(await completed('Wait', 'hour')).toBe(2);
    expect(await completed('Wait', 'date')).toBe(1);
    await away(40 * HOUR);
    expect(await state(later)).toBe('COMPLETED');
    expect(await completed('Late', 'escalate')).toBe(1);
    expect(fired).toHaveLength(5);
    expect(new Set(fired).size).toBe(5);
  });

  it('makes a cycle fire once, and go on from there', async () => {
    // given reminders that should come three times, an hour apart
    await create('three');

    // when the engine comes back after five hours
    await away(5 * HOUR);

    // then one of them is sent, the next an hour later, and no more than three
    expect(await completed('Remind', 'three')).toBe(1);
    await goOn(HOUR - 1);
    expect(await completed('Remind', 'three')).toBe(1);
    await goOn(1);
    expect(await completed('Remind', 'three')).toBe(2);
    await away(100 * HOUR);
    expect(await completed('Remind', 'three')).toBe(3);
    await away(100 * HOUR);
    expect(await completed('Remind', 'three')).toBe(3);
  });

  it('makes a cron expression fire once, and then when it says', async () => {
    // given a reminder at ten in the morning, Chinese time
    await create('daily');

    // when a week and an hour have passed, and then the hours up to ten of the next day
    await away(7 * 24 * HOUR + 2 * HOUR);

    // then
    expect(await completed('Remind', 'daily')).toBe(1);
    await away(23 * HOUR - 1);
    expect(await completed('Remind', 'daily')).toBe(1);
    await away(1);
    expect(await completed('Remind', 'daily')).toBe(2);
  });

  it('starts a process once that a cycle starts', async () => {
    // given
    await deploy(test.engine.restAddress, { 'started.bpmn': STARTED });

    // when
    await away(10 * HOUR);
    await away(0);

    // then
    const instances = async () =>
      (await rest('POST', '/process-instances/search', { filter: { processDefinitionId: 'started' } })).page.totalItems;
    expect(await instances()).toBe(1);
    await goOn(HOUR);
    expect(await instances()).toBe(2);
    await away(HOUR);
    await away(HOUR);
    expect(await instances()).toBe(3);
  });
});
