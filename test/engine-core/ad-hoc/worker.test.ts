import { describe, expect, test } from 'vitest';
import type { BegunElement, JobResult } from '../../../engine/core/index.ts';
import { boundary, end, onError } from '../../parity/support/diagram.ts';
import { around, begun, TOOLS } from './support.ts';

describe('an ad-hoc sub-process that a worker decides in', () => {
  const WORKER = around({
    worker: 'decide',
    output: ['results', '=result'],
    ext: '<zeebe:taskHeaders><zeebe:header key="model" value="m"/></zeebe:taskHeaders>',
  });

  function decided(xml = WORKER) {
    const known = begun(xml);
    const { engine } = known;
    /** The one job of the sub-process, done with this result. */
    function decide(
      begin: (string | BegunElement)[],
      more: { enough?: boolean; cancel?: boolean; variables?: Record<string, number> } = {},
    ) {
      const { jobs } = engine.send({ type: 'activateJobs', jobType: 'decide', worker: 'w', timeout: 1000, maxJobs: 9 });
      expect(jobs).toHaveLength(1);
      const result: JobResult = {
        type: 'adHocSubProcess',
        activateElements: begin.map((one) => (typeof one === 'string' ? { elementId: one, variables: {} } : one)),
        isCompletionConditionFulfilled: more.enough ?? false,
        isCancelRemainingInstances: more.cancel ?? false,
      };
      engine.send({ type: 'completeJob', jobKey: jobs[0]!.key, variables: more.variables, result });
      return jobs[0]!;
    }
    const jobs = () => [...engine.core.list('job')].map((job) => job.type).sort();
    return { ...known, decide, jobs };
  }

  test('asks again after each result, one job at a time, until the worker has enough', () => {
    const { engine, processInstanceKey, decide, jobs } = decided();
    const first = decide(['B', { elementId: 'B', variables: { order: 2 } }]);
    expect(first).toMatchObject({
      kind: 'AD_HOC_SUB_PROCESS',
      listenerEvent: null,
      customHeaders: { model: 'm' },
      retries: 3,
    });
    expect(first.variables).toMatchObject({ adHocSubProcessElements: expect.any(Array), results: [] });
    expect(jobs()).toEqual(['b', 'b']);
    engine.work('b', (job) => ({ variables: { result: job.variables.order ?? 1 } }));
    expect(jobs()).toEqual(['b', 'decide']);
    const [stale] = [...engine.core.list('job')].filter((job) => job.type === 'decide');
    engine.work('b', (job) => ({ variables: { result: job.variables.order ?? 1 } }));
    expect(() => engine.send({ type: 'completeJob', jobKey: stale!.key })).toThrow(/NOT_FOUND/);
    expect(decide([], { enough: true, variables: { context: 7 } }).variables.results).toEqual([1, 2]);
    expect(engine.stateOf(processInstanceKey)).toBe('COMPLETED');
    expect(engine.variable(processInstanceKey, 'results')).toEqual([1, 2]);
    // what the worker remembers stays in the sub-process
    expect(engine.variable(processInstanceKey, 'context')).toBeUndefined();
  });

  test('with enough ends with what still runs, or ends it', () => {
    const waiting = decided();
    waiting.decide(['B', 'C']);
    waiting.engine.work('b');
    waiting.decide([], { enough: true });
    expect(waiting.jobs()).toEqual([]);
    expect(waiting.engine.stateOf(waiting.processInstanceKey)).toBe('ACTIVE');
    waiting.engine.completeUserTask('C');
    expect(waiting.engine.stateOf(waiting.processInstanceKey)).toBe('COMPLETED');
    const ending = decided();
    ending.decide(['B', 'C']);
    ending.engine.work('b');
    ending.decide([], { enough: true, cancel: true });
    expect(ending.engine.stateOf(ending.processInstanceKey)).toBe('COMPLETED');
    expect(ending.engine.userTasks()).toEqual([]);
  });

  test('begins others and ends what ran before', () => {
    const { engine, decide, jobs } = decided();
    decide(['B', 'C']);
    engine.work('b');
    decide(['A'], { cancel: true });
    expect(engine.userTasks()).toEqual([]);
    expect(jobs()).toEqual(['a']);
    engine.work('a');
    engine.work('a2');
    expect(jobs()).toEqual(['decide']);
  });

  test('refuses what it cannot do, and keeps the job', () => {
    const { agent, decide, jobs } = decided();
    expect(() => decide(['A', 'Nowhere', 'A2'])).toThrow(
      `Command 'COMPLETE' rejected with code 'NOT_FOUND': Expected to activate activities for ad-hoc sub-process with key '${agent().key}', but the given elements [Nowhere, A2] do not exist.`,
    );
    expect(jobs()).toEqual(['decide']);
  });

  test('refuses to begin anything with enough', () => {
    const { decide } = decided();
    expect(() => decide(['A'], { enough: true })).toThrow(
      /INVALID_ARGUMENT': Expected to complete ad-hoc sub-process job, but the job result contains elements to be activated while the completion condition is fulfilled \(job key '\d+'\)/,
    );
  });

  test('whose worker fails stops with an incident; an error it throws is caught outside', () => {
    const { engine } = decided();
    const job = engine.work('decide', () => ({ fail: 'no answer', retries: 0 }));
    expect(engine.incidents()).toMatchObject([
      { elementId: 'Agent', errorType: 'AD_HOC_SUB_PROCESS_NO_RETRIES', errorMessage: 'no answer' },
    ]);
    engine.send({ type: 'updateJob', jobKey: job.key, retries: 1 });
    engine.send({ type: 'resolveIncident', incidentKey: engine.incidents()[0]!.key });
    const other = decided(
      around({ worker: 'decide' }, TOOLS, [boundary('Wrong', 'Agent', onError('e')), end('Out')], ['Wrong > Out']),
    );
    other.decide(['C']);
    other.activate(['D']);
    other.engine.work('decide', () => ({ error: 'BAD' }));
    expect(other.engine.stateOf(other.processInstanceKey)).toBe('COMPLETED');
    expect(other.engine.userTasks()).toEqual([]);
  });

  test('has no job left when it is cancelled', () => {
    const { engine, processInstanceKey } = decided();
    engine.send({ type: 'cancelProcessInstance', processInstanceKey });
    expect([...engine.core.list('job'), ...engine.core.list('elementInstance')]).toEqual([]);
  });
});
