import { describe, expect, test } from 'vitest';
import type { BegunElement, JobResult, Key } from '../../engine/core/index.ts';
import {
  type AdHoc,
  adHoc,
  boundary,
  catching,
  compensate,
  diagram,
  end,
  error,
  eventSub,
  input,
  listeners,
  loop,
  mapping,
  message,
  node,
  onError,
  onMessage,
  output,
  scope,
  service,
  start,
  startOn,
  throwing,
  timer,
  user,
} from '../parity/support/diagram.ts';
import { createMortalEngine, type MortalEngine, playTwice } from './support/reloaded.ts';
import { completed, engineWith, HOUR } from './support/run.ts';

const TOOLS = scope(
  [service('A', 'a'), service('A2', 'a2'), service('B', 'b'), user('C'), node('manualTask', 'D')],
  ['A > A2'],
);
const ROOTS = [message('m', 'told', '="key"'), error('e', 'BAD')];

/** Start, the ad-hoc sub-process `Agent`, End. */
const around = (more: AdHoc, content = TOOLS, beside: Parameters<typeof diagram>[1] = [], flows: string[] = []) =>
  diagram(
    'agent',
    [start(), adHoc('Agent', content, more), end(), ...beside],
    ['Start > Agent', 'Agent > End', ...flows],
    ROOTS,
  );

function begun(xml: string, variables = {}) {
  const engine = engineWith(xml);
  const { processInstanceKey } = engine.start('agent', variables);
  const agent = () => engine.active('Agent')[0]!;
  const activate = (elements: (string | BegunElement)[], cancelRemainingInstances?: boolean, key: Key = agent().key) =>
    engine.send({
      type: 'activateAdHocElements',
      adHocSubProcessInstanceKey: key,
      elements: elements.map((one) => (typeof one === 'string' ? { elementId: one, variables: {} } : one)),
      cancelRemainingInstances,
    });
  return { engine, processInstanceKey, agent, activate };
}
const trace = (engine: ReturnType<typeof engineWith>) =>
  engine.trace().filter((line) => !/_|ING$/.test(line.replace(/ ELEMENT_/, ' ')));

describe('an ad-hoc sub-process', () => {
  test('begins with the elements that the diagram names, each in a wrapper, and ends with the last of them', () => {
    const { engine, processInstanceKey } = begun(around({ begin: '=which' }), { which: ['A', 'B'] });
    engine.work('a');
    engine.work('b');
    expect(engine.stateOf(processInstanceKey)).toBe('ACTIVE');
    engine.work('a2');
    expect(engine.stateOf(processInstanceKey)).toBe('COMPLETED');
    expect(trace(engine)).toEqual([
      'agent ELEMENT_ACTIVATED',
      'Start ELEMENT_ACTIVATED',
      'Start ELEMENT_COMPLETED',
      'Agent ELEMENT_ACTIVATED',
      'Agent#innerInstance ELEMENT_ACTIVATED',
      'Agent#innerInstance ELEMENT_ACTIVATED',
      'A ELEMENT_ACTIVATED',
      'B ELEMENT_ACTIVATED',
      'A ELEMENT_COMPLETED',
      'A2 ELEMENT_ACTIVATED',
      'B ELEMENT_COMPLETED',
      'Agent#innerInstance ELEMENT_COMPLETED',
      'A2 ELEMENT_COMPLETED',
      'Agent#innerInstance ELEMENT_COMPLETED',
      'Agent ELEMENT_COMPLETED',
      'End ELEMENT_ACTIVATED',
      'End ELEMENT_COMPLETED',
      'agent ELEMENT_COMPLETED',
    ]);
    const types = engine.records
      .filter(({ intent }) => intent === 'ELEMENT_ACTIVATING')
      .map(({ value }) => value.bpmnElementType);
    expect(types).toContain('AD_HOC_SUB_PROCESS');
    expect(types).toContain('AD_HOC_SUB_PROCESS_INNER_INSTANCE');
  });

  test.each([[around({})], [around({ begin: '=[]' })]])(
    'without elements to begin with waits for somebody to begin one',
    (xml) => {
      const { engine, processInstanceKey, activate } = begun(xml);
      activate(['D']);
      expect(engine.stateOf(processInstanceKey)).toBe('COMPLETED');
      expect(completed(engine)).toContain('D');
    },
  );

  test.each([
    [
      null,
      "Failed to activate ad-hoc elements. Expected result of the expression 'which' to be 'ARRAY', but was 'NULL'.",
    ],
    [
      ['A', 7],
      "Failed to activate ad-hoc elements. Expected result of the expression 'which' to be 'ARRAY' containing 'STRING' items, but was 'ARRAY' containing at least one non-'STRING' item.",
    ],
    // A2 comes behind A: nobody can begin it
    [
      ['A2', 'Nowhere'],
      /^Expected to activate activities for ad-hoc sub-process with key '\d+', but the given elements \[A2, Nowhere\] do not exist\.$/,
    ],
  ])('told to begin with %j stops with an incident, and begins when that is mended', (which, text) => {
    const { engine, processInstanceKey } = begun(around({ begin: '=which' }), { which });
    const [incident] = engine.incidents();
    expect(incident).toMatchObject({ elementId: 'Agent', errorType: 'EXTRACT_VALUE_ERROR' });
    expect(incident?.errorMessage).toMatch(text);
    engine.send({
      type: 'setVariables',
      elementInstanceKey: processInstanceKey,
      variables: { which: ['D'] },
      local: true,
    });
    engine.send({ type: 'resolveIncident', incidentKey: incident!.key });
    expect(engine.stateOf(processInstanceKey)).toBe('COMPLETED');
  });

  test('describes what can be begun', () => {
    const content = scope(
      [
        service('A', 'a', {
          ext: `${mapping(
            input('id', '=fromAi(toolCall.orderId, "the order", "string")'),
            input('both', '={x: fromAi(value: toolCall.x, schema: {type: "number"}), y: fromAi(toolCall.y, "", null)}'),
          )}<zeebe:properties><zeebe:property name="kind" value="tool"/></zeebe:properties>`,
        }),
        service('A2', 'a2'),
        catching('Told', onMessage('m')),
        node('task', 'Undo', { attrs: 'isForCompensation="true"' }),
      ],
      ['A > A2'],
    ).replace(
      '<bpmn:serviceTask id="A">',
      '<bpmn:serviceTask id="A" name="Ask"><bpmn:documentation>Asks.</bpmn:documentation>',
    );
    const { engine, agent } = begun(around({}, content));
    expect(engine.core.variablesOf(agent().key, ['adHocSubProcessElements'])).toEqual({
      adHocSubProcessElements: [
        {
          elementId: 'A',
          elementName: 'Ask',
          documentation: 'Asks.',
          properties: { kind: 'tool' },
          parameters: [
            { name: 'toolCall.orderId', description: 'the order', type: 'string' },
            { name: 'toolCall.x', schema: { type: 'number' } },
            { name: 'toolCall.y' },
          ],
        },
        { elementId: 'Told' },
      ],
    });
  });

  test('collects what came of each element', () => {
    const { engine, processInstanceKey } = begun(around({ begin: '=["A","B"]', output: ['results', '=result'] }));
    engine.work('b', () => ({ variables: { result: 'b' } }));
    engine.work('a', () => ({ variables: { result: 'a' } }));
    engine.work('a2');
    expect(engine.variable(processInstanceKey, 'results')).toEqual(['b', 'a']);
    expect(engine.variable(processInstanceKey, 'result')).toBeUndefined();
    expect(engine.variable(processInstanceKey, 'adHocSubProcessElements')).toBeUndefined();
  });

  test('stops when what it collects into is no list', () => {
    const { engine, agent } = begun(around({ begin: '=["B"]', output: ['results', '=result'] }));
    engine.send({ type: 'setVariables', elementInstanceKey: agent().key, variables: { results: null }, local: true });
    engine.work('b');
    const [incident] = engine.incidents();
    expect(incident).toMatchObject({
      elementId: 'Agent#innerInstance',
      errorMessage: 'The output collection has the wrong type. Expected ARRAY but was NIL.',
    });
    engine.send({ type: 'setVariables', elementInstanceKey: agent().key, variables: { results: [] }, local: true });
    engine.send({ type: 'resolveIncident', incidentKey: incident!.key });
    expect(completed(engine).at(-1)).toBe('agent');
  });

  test('ends what still runs when its condition is met', () => {
    const { engine, processInstanceKey } = begun(around({ begin: '=["A","B","C"]', enough: '=done' }), { done: false });
    engine.work('b');
    expect(engine.userTasks()).toHaveLength(1);
    engine.work('a', () => ({ variables: { done: true } }));
    // the way from A goes on to A2: only its end asks
    engine.work('a2');
    expect(engine.userTasks()).toEqual([]);
    expect(engine.stateOf(processInstanceKey)).toBe('COMPLETED');
  });

  test('waits for what still runs when its condition is met, if it is to', () => {
    const { engine, processInstanceKey } = begun(
      around({ begin: '=["B","C"]', enough: '=done', cancelRemaining: false }),
      { done: true },
    );
    engine.work('b');
    expect(engine.stateOf(processInstanceKey)).toBe('ACTIVE');
    engine.completeUserTask('C', { done: false });
    expect(engine.stateOf(processInstanceKey)).toBe('COMPLETED');
  });

  test('stays open while its condition is not met', () => {
    const { engine, processInstanceKey, activate } = begun(around({ begin: '=["B"]', enough: '=done' }), {
      done: false,
    });
    engine.work('b');
    expect(engine.stateOf(processInstanceKey)).toBe('ACTIVE');
    activate([{ elementId: 'B', variables: {} }]);
    engine.work('b', () => ({ variables: { done: true } }));
    expect(engine.stateOf(processInstanceKey)).toBe('COMPLETED');
  });

  test('whose condition is no boolean stops with an incident', () => {
    const { engine } = begun(around({ begin: '=["D"]', enough: '=done' }), { done: 'yes' });
    expect(engine.incidents()).toMatchObject([
      {
        elementId: 'Agent#innerInstance',
        errorMessage: "Expected result of the expression 'done' to be 'BOOLEAN', but was 'STRING'.",
      },
    ]);
  });

  test('maps its variables, calls its listeners, hears its events and is multi-instance as any sub-process', () => {
    const { engine, processInstanceKey } = begun(
      around(
        {
          begin: '=[item]',
          ext:
            mapping(input('local', '=item'), output('last', '=local')) +
            listeners(['start', 'before'], ['end', 'after']),
          inner: loop({ collection: '=["B","D"]', element: 'item' }),
        },
        TOOLS,
        [boundary('Late', 'Agent', timer('timeDuration', 'PT1H'), { interrupting: false }), end('LateEnd')],
        ['Late > LateEnd'],
      ),
    );
    engine.work('before');
    engine.work('before');
    engine.advance(2 * HOUR);
    engine.work('b');
    engine.work('after');
    engine.work('after');
    expect(engine.stateOf(processInstanceKey)).toBe('COMPLETED');
    expect(completed(engine)).toContain('LateEnd');
  });

  test('ends with its elements when it is interrupted or cancelled', () => {
    const xml = around(
      { begin: '=["A","B","C"]' },
      TOOLS,
      [
        boundary('Late', 'Agent', timer('timeDuration', 'PT1H')),
        boundary('Wrong', 'Agent', onError('e')),
        end('Out'),
        end('WrongOut'),
      ],
      ['Late > Out', 'Wrong > WrongOut'],
    );
    const { engine, processInstanceKey } = begun(xml);
    engine.work('a', () => ({ error: 'BAD' }));
    expect(engine.stateOf(processInstanceKey)).toBe('COMPLETED');
    expect(completed(engine)).toContain('WrongOut');
    const other = engine.start('agent');
    engine.advance(2 * HOUR);
    expect(engine.stateOf(other.processInstanceKey)).toBe('COMPLETED');
    const third = engine.start('agent');
    engine.send({ type: 'cancelProcessInstance', processInstanceKey: third.processInstanceKey });
    expect(engine.stateOf(third.processInstanceKey)).toBe('TERMINATED');
    expect([
      ...engine.core.list('elementInstance'),
      ...engine.core.list('job'),
      ...engine.core.list('userTask'),
    ]).toEqual([]);
  });

  test('hears an event sub-process that interrupts nothing, and collects its result, too', () => {
    const content = scope(
      [
        service('B', 'b'),
        eventSub('Event', scope([startOn('Told', onMessage('m'), false), end('EventEnd')], ['Told > EventEnd'])),
      ],
      [],
    );
    const { engine, processInstanceKey, activate } = begun(around({ output: ['results', '=result'] }, content));
    activate(['B']);
    engine.publish('told', 'key', { result: 'event' });
    engine.work('b', () => ({ variables: { result: 'b' } }));
    expect(engine.stateOf(processInstanceKey)).toBe('COMPLETED');
    expect(engine.variable(processInstanceKey, 'results')).toHaveLength(2);
  });

  test('is undone with what was done in it', () => {
    const content = scope(
      [
        service('B', 'b'),
        boundary('Back', 'B', compensate()),
        service('Undo', 'undo', { attrs: 'isForCompensation="true"' }),
      ],
      ['Back ~ Undo'],
    );
    const xml = diagram(
      'agent',
      [start(), adHoc('Agent', content, { begin: '=["B"]' }), throwing('Regret', compensate()), end()],
      ['Start > Agent', 'Agent > Regret', 'Regret > End'],
    );
    const { engine, processInstanceKey } = begun(xml);
    engine.work('b');
    engine.work('undo');
    expect(engine.stateOf(processInstanceKey)).toBe('COMPLETED');
  });
});

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

describe('beginning an element from outside', () => {
  test('gives it variables of its own, and may end the others', () => {
    const { engine, activate, agent } = begun(around({ begin: '=["B","C"]', enough: '=false' }));
    activate([{ elementId: 'B', variables: { order: 9 } }], true);
    expect(engine.userTasks()).toEqual([]);
    expect(engine.work('b').variables).toMatchObject({ order: 9 });
    expect(engine.core.variablesOf(agent().key)).not.toHaveProperty('order');
    expect(engine.records.filter(({ valueType }) => valueType === 'AD_HOC_SUB_PROCESS_INSTRUCTION')).toMatchObject([
      { intent: 'ACTIVATED', value: { activateElements: [{ elementId: 'B' }], cancelRemainingInstances: true } },
    ]);
  });

  test('is refused where there is nothing to begin', () => {
    const { processInstanceKey, activate, agent } = begun(around({}));
    const { key } = agent();
    const none = `no ad-hoc sub-process instance found with key`;
    expect(() => activate(['A'], false, '4711')).toThrow(
      `NOT_FOUND': Expected to activate activities for ad-hoc sub-process but ${none} '4711'.`,
    );
    expect(() => activate(['A'], false, processInstanceKey)).toThrow(`${none} '${processInstanceKey}'.`);
    expect(() => activate(['A', 'A'])).toThrow(
      `Command 'ACTIVATE' rejected with code 'INVALID_ARGUMENT': Expected to activate activities for ad-hoc sub-process with key '${key}', but duplicate activities were given.`,
    );
    expect(() => activate(['A2'])).toThrow(`but the given elements [A2] do not exist.`);
  });

  test('is refused while it ends', () => {
    const { engine, activate } = begun(around({ begin: '=["D"]', ext: listeners(['end', 'after']) }));
    expect(() => activate(['A'])).toThrow(/INVALID_STATE.*but it is not active\./);
    engine.work('after');
  });
});

describe('by hand', () => {
  const nested = around(
    {},
    scope(
      [
        service('B', 'b'),
        node('subProcess', 'Deep', {
          inner: scope([start('DeepStart'), service('E', 'e'), end('DeepEnd')], ['DeepStart > E', 'E > DeepEnd']),
        }),
      ],
      [],
    ),
  );
  const put = (
    engine: ReturnType<typeof engineWith>,
    processInstanceKey: Key,
    activate: string[],
    terminate: Key[] = [],
  ) =>
    engine.send({
      type: 'modifyProcessInstance',
      processInstanceKey,
      activate: activate.map((elementId) => ({ elementId, variables: [] })),
      terminate,
    });

  test('an element put in gets a wrapper of its own', () => {
    const { engine, processInstanceKey } = begun(nested);
    put(engine, processInstanceKey, ['B', 'B', 'E']);
    expect(engine.active('Agent#innerInstance')).toHaveLength(3);
    engine.work('b');
    engine.work('b');
    engine.work('e');
    expect(engine.stateOf(processInstanceKey)).toBe('COMPLETED');
  });

  test('what is taken out last takes the sub-process along', () => {
    const { engine, processInstanceKey, agent } = begun(around({ begin: '=["B"]' }));
    put(engine, processInstanceKey, ['End'], [engine.active('B')[0]!.key]);
    expect(engine.stateOf(processInstanceKey)).toBe('COMPLETED');
    expect(agent()).toBeUndefined();
  });

  test('the sub-process itself can be put in, and made around an element', () => {
    const before = diagram(
      'agent',
      [start(), user('Before'), adHoc('Agent', TOOLS, { begin: '=["B"]', output: ['results', '=result'] }), end()],
      ['Start > Before', 'Before > Agent', 'Agent > End'],
    );
    const one = begun(before);
    put(one.engine, one.processInstanceKey, ['Agent'], [one.engine.active('Before')[0]!.key]);
    one.engine.work('b', () => ({ variables: { result: 1 } }));
    expect(one.engine.variable(one.processInstanceKey, 'results')).toEqual([1]);
    const other = begun(before);
    put(other.engine, other.processInstanceKey, ['B'], [other.engine.active('Before')[0]!.key]);
    other.engine.work('b', () => ({ variables: { result: 2 } }));
    expect(other.engine.stateOf(other.processInstanceKey)).toBe('COMPLETED');
    expect(other.engine.variable(other.processInstanceKey, 'results')).toEqual([2]);
  });
});

test('a migration takes the wrappers along', () => {
  const late = diagram(
    'late',
    [
      start(),
      adHoc('Agent2', scope([service('A', 'a'), service('A3', 'a3'), service('B2', 'b')], ['A > A3']), {
        begin: '=[]',
      }),
      end(),
    ],
    ['Start > Agent2', 'Agent2 > End'],
  );
  const { engine, processInstanceKey } = begun(around({ begin: '=["A","B"]' }));
  engine.deploy({ name: 'late.bpmn', content: late });
  const target = [...engine.core.list('processDefinition')].find((one) => one.bpmnProcessId === 'late')!.key;
  const migrate = (mapping: Record<string, string>) =>
    engine.send({
      type: 'migrateProcessInstance',
      processInstanceKey,
      targetProcessDefinitionKey: target,
      mapping: Object.entries(mapping).map(([sourceElementId, targetElementId]) => ({
        sourceElementId,
        targetElementId,
      })),
    });
  expect(() => migrate({ Agent: 'Agent2', A: 'A' })).toThrow(
    "no mapping instruction defined for active element with id 'B'",
  );
  migrate({ Agent: 'Agent2', A: 'A', B: 'B2' });
  expect(engine.active('Agent2#innerInstance')).toHaveLength(2);
  engine.work('a');
  engine.work('a3');
  engine.work('b');
  expect(engine.stateOf(processInstanceKey)).toBe('COMPLETED');
});

test('an engine that dies after every step goes the same way', () => {
  const xml = around({ worker: 'decide', output: ['results', '=result'] });
  const play = ({ send, core }: MortalEngine) => {
    const take = (type: string) =>
      [...core().list('job')].filter((job) => job.type === type).sort((a, b) => Number(a.key) - Number(b.key))[0]!.key;
    const decide = (ids: string[], enough = false, cancel = false) =>
      send({
        type: 'completeJob',
        jobKey: take('decide'),
        result: {
          type: 'adHocSubProcess',
          activateElements: ids.map((elementId) => ({ elementId, variables: { mine: elementId } })),
          isCompletionConditionFulfilled: enough,
          isCancelRemainingInstances: cancel,
        },
      });
    send({ type: 'deploy', resources: [{ name: 'agent.bpmn', content: xml }] });
    send({ type: 'createProcessInstance', bpmnProcessId: 'agent' });
    decide(['A', 'B', 'C']);
    send({ type: 'completeJob', jobKey: take('b'), variables: { result: 1 } });
    send({ type: 'completeJob', jobKey: take('a'), variables: { result: 2 } });
    decide(['D'], false, true);
    decide(['B', 'C']);
    send({ type: 'completeJob', jobKey: take('b') });
    decide([], true);
    send({ type: 'completeUserTask', userTaskKey: [...core().list('userTask')][0]!.key });
    expect([...core().list('elementInstance'), ...core().list('job'), ...core().list('variable')]).toEqual([]);
  };
  const { lived, died } = playTwice(play);
  expect(died).toEqual(lived);
  expect(createMortalEngine(true).records).toEqual([]);
});

test.each([
  ['without an activity', scope([catching('Told', onMessage('m'))], []), /Must have at least one activity/],
  ['with a start event', scope([start('In'), service('B', 'b')], ['In > B']), /Must not contain a start event/],
  ['with an end event', scope([service('B', 'b'), end('Out')], ['B > Out']), /Must not contain an end event/],
  [
    'with an event sub-process that interrupts it',
    scope(
      [service('B', 'b'), eventSub('Event', scope([startOn('Told', onMessage('m')), end('Done')], ['Told > Done']))],
      [],
    ),
    /must not be interrupting/,
  ],
])('an ad-hoc sub-process %s is refused', (_what, content, advice) => {
  expect(() => engineWith(around({}, content))).toThrow(advice);
});

test('an ad-hoc sub-process that collects without saying what is refused', () => {
  expect(() => engineWith(around({ ext: '<zeebe:adHoc outputCollection="results"/>' }))).toThrow(
    /must be used together/,
  );
});
