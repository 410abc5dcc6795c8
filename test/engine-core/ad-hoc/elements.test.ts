import { describe, expect, test } from 'vitest';
import { catching, input, mapping, node, onMessage, scope, service } from '../../parity/support/diagram.ts';
import { completed } from '../support/run.ts';
import { around, begun, trace } from './support.ts';

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
});
