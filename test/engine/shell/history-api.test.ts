import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  boundary,
  catching,
  decisionTable,
  diagram,
  end,
  message,
  node,
  onMessage,
  service,
  start,
  user,
} from '../../parity/support/diagram.ts';
import { openGateway } from '../../parity/support/gateway.ts';
import { deploy, startTestEngine, type TestEngine } from '../support/engine.ts';
import { AT_ONCE, strictClient } from '../support/strict-client.ts';

// What the engine keeps of what has happened: flows taken, decisions made, messages correlated.

const NOBODY = '2251799999999999';

/** `grade` needs `points`; both are tables. */
const GRADES = `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="grades" name="Grades" namespace="test">
 <decision id="points" name="Points"><variable id="points_v" name="points"/>
  <literalExpression id="points_l"><text>n * 2</text></literalExpression></decision>
 <decision id="grade" name="Grade"><informationRequirement id="r"><requiredDecision href="#points"/></informationRequirement>
  <decisionTable id="grade_t" hitPolicy="UNIQUE">
   <input id="in" label="Points"><inputExpression id="ie"><text>points</text></inputExpression></input>
   <output id="out" label="Grade" name="grade"/>
   <rule id="low"><inputEntry id="l1"><text>&lt; 10</text></inputEntry><outputEntry id="l2"><text>"low"</text></outputEntry></rule>
   <rule id="high"><inputEntry id="h1"><text>&gt;= 10</text></inputEntry><outputEntry id="h2"><text>"high"</text></outputEntry></rule>
  </decisionTable></decision>
</definitions>`;

const decide = (decisionId: string) =>
  node('businessRuleTask', 'Decide', {
    ext: `<zeebe:calledDecision decisionId="${decisionId}" resultVariable="grade"/>`,
  });

describe('history over REST', () => {
  let test: TestEngine;
  let client: ReturnType<typeof strictClient>;

  beforeAll(async () => {
    test = await startTestEngine();
    client = strictClient(test.engine.restAddress);
  });
  afterAll(() => test.stop());

  const begin = async (files: Record<string, string>, processDefinitionId: string, variables: object = {}) => {
    expect((await deploy(test.engine.restAddress, files)).status).toBe(200);
    const answer = await test.rest('POST', '/process-instances', { processDefinitionId, variables });
    expect(answer.status).toBe(200);
    return answer.body;
  };

  it('keeps which sequence flows were taken, each once', async () => {
    // given a loop that is gone through twice
    const { processInstanceKey, processDefinitionKey } = await begin(
      {
        'loop.bpmn': diagram(
          'loop',
          [
            start(),
            node('exclusiveGateway', 'Again'),
            node('scriptTask', 'Count', { ext: '<zeebe:script expression="=n + 1" resultVariable="n"/>' }),
            user('Wait'),
            node('exclusiveGateway', 'Never'),
            end(),
          ],
          [
            'Start > Again',
            'Again > Count : =n < 3',
            'Again > Wait : default',
            'Count > Again',
            'Wait > Never',
            'Never > End',
          ],
        ),
      },
      'loop',
      { n: 1 },
    );

    // when
    const { items } = await client.getProcessInstanceSequenceFlows({ processInstanceKey }, AT_ONCE);

    // then
    expect(items?.map((flow) => flow.elementId)).toEqual(['Again_Count', 'Again_Wait', 'Count_Again', 'Start_Again']);
    expect(items?.[0]).toMatchObject({
      sequenceFlowId: `${processInstanceKey}_Again_Count`,
      processInstanceKey,
      processDefinitionKey,
      processDefinitionId: 'loop',
    });
    const none = await test.rest('GET', `/process-instances/${NOBODY}/sequence-flows`);
    expect(none).toMatchObject({ status: 200, body: { items: [] } });
  });

  it('keeps every decision of an evaluation: inputs, rules that matched, result', async () => {
    // given
    const { processInstanceKey, processDefinitionKey } = await begin(
      {
        'grades.dmn': GRADES,
        'graded.bpmn': diagram(
          'graded',
          [start(), decide('grade'), user('Wait'), end()],
          ['Start > Decide', 'Decide > Wait', 'Wait > End'],
        ),
      },
      'graded',
      { n: 7 },
    );

    // when
    const filter = { processInstanceKey };
    const found = await client.searchDecisionInstances({ filter }, AT_ONCE);

    // then
    const element = (
      await client.searchElementInstances({ filter: { processInstanceKey, elementId: 'Decide' as never } }, AT_ONCE)
    ).items?.[0];
    expect(found.items).toMatchObject([
      { decisionDefinitionId: 'points', decisionDefinitionType: 'LITERAL_EXPRESSION', result: '14' },
      {
        decisionDefinitionId: 'grade',
        decisionDefinitionName: 'Grade',
        decisionDefinitionType: 'DECISION_TABLE',
        state: 'EVALUATED',
        result: '"high"',
        processDefinitionKey,
        processInstanceKey,
        elementInstanceKey: element?.elementInstanceKey,
      },
    ]);
    const [points, grade] = found.items ?? [];
    expect(grade?.decisionEvaluationKey).toBe(points?.decisionEvaluationKey);
    const decisionEvaluationInstanceKey = grade?.decisionEvaluationInstanceKey as never;
    const whole = await client.getDecisionInstance({ decisionEvaluationInstanceKey }, AT_ONCE);
    expect(whole).toMatchObject({
      ...grade,
      evaluatedInputs: [{ inputId: 'in', inputName: 'Points', inputValue: '14' }],
      matchedRules: [
        { ruleId: 'high', evaluatedOutputs: [{ outputId: 'out', outputName: 'Grade', outputValue: '"high"' }] },
      ],
    });
    for (const one of [
      { decisionEvaluationInstanceKey },
      { decisionEvaluationKey: grade?.decisionEvaluationKey, decisionDefinitionId: 'grade' },
      { ...filter, decisionDefinitionType: 'DECISION_TABLE' },
      {
        ...filter,
        evaluationDate: { $gt: '2020-01-01T00:00:00Z' },
        decisionDefinitionKey: { $in: [grade?.decisionDefinitionKey] },
      },
    ]) {
      const again = await test.rest('POST', '/decision-instances/search', { filter: one });
      expect(again.body.items.map((row: { decisionDefinitionId: string }) => row.decisionDefinitionId)).toEqual([
        'grade',
      ]);
    }
    expect(await test.rest('GET', `/decision-instances/${NOBODY}`)).toMatchObject({
      status: 404,
      body: { title: 'NOT_FOUND', detail: `Decision Instance with id '${NOBODY}' not found` },
    });
    expect((await test.rest('GET', '/decision-instances/nonsense')).status).toBe(400);
  });

  it('keeps the decision that failed, and why', async () => {
    // given a table that two rules match
    const twice = decisionTable(
      'twice',
      [{ label: 'n', expression: 'n' }],
      [
        ['-', '1'],
        ['-', '2'],
      ],
    );
    const { processInstanceKey } = await begin(
      {
        'twice.dmn': twice,
        'twice.bpmn': diagram('asks_twice', [start(), decide('twice'), end()], ['Start > Decide', 'Decide > End']),
      },
      'asks_twice',
    );
    const filter = { state: 'FAILED' as const, processInstanceKey };
    const { items } = await client.searchDecisionInstances({ filter }, AT_ONCE);
    expect(items).toMatchObject([{ decisionDefinitionId: 'twice', state: 'FAILED' }]);
    expect(items?.[0]?.evaluationFailure).toContain('UNIQUE');
  });

  it('keeps what nobody’s task asked, and says its key at once, over REST and gRPC', async () => {
    // given
    await deploy(test.engine.restAddress, { 'grades.dmn': GRADES });

    // when
    const { body: asked } = await test.rest('POST', '/decision-definitions/evaluation', {
      decisionDefinitionId: 'grade',
      variables: { n: 1 },
    });
    const overGrpc = await test.camunda
      .getZeebeGrpcApiClient()
      .evaluateDecision({ decisionId: 'grade', variables: { n: 9 } });

    // then
    const kept = await client.searchDecisionInstances(
      { filter: { decisionEvaluationKey: asked.decisionEvaluationKey } },
      AT_ONCE,
    );
    expect(kept.items?.map((one) => one.decisionEvaluationInstanceKey)).toEqual(
      asked.evaluatedDecisions.map(
        (one: { decisionEvaluationInstanceKey: string }) => one.decisionEvaluationInstanceKey,
      ),
    );
    for (const [decisionEvaluationKey, result] of [
      [asked.decisionEvaluationKey, '"low"'],
      [(overGrpc as { decisionInstanceKey?: string }).decisionInstanceKey, '"high"'],
    ]) {
      const { body } = await test.rest('POST', '/decision-instances/search', {
        filter: { decisionEvaluationKey: String(decisionEvaluationKey) },
        sort: [{ field: 'decisionEvaluationInstanceKey', order: 'DESC' }],
      });
      expect(body.items).toMatchObject([
        { decisionDefinitionId: 'grade', result, processInstanceKey: '-1' },
        { decisionDefinitionId: 'points' },
      ]);
    }
  });

  it('tells over gRPC, too, by which keys its decisions are kept', async () => {
    // given
    await deploy(test.engine.restAddress, { 'grades.dmn': GRADES });
    const gateway = openGateway(test.engine.grpcAddress);

    // when
    const answer = await gateway.unary('EvaluateDecision')({ decisionId: 'grade', variables: '{"n": 9}' });
    gateway.close();

    // then
    const { decisionEvaluationKey, decisionInstanceKey, evaluatedDecisions } = answer as {
      decisionEvaluationKey: string;
      decisionInstanceKey: string;
      evaluatedDecisions: { decisionId: string; decisionEvaluationInstanceKey: string }[];
    };
    expect(decisionEvaluationKey).toBe(decisionInstanceKey);
    for (const { decisionId, decisionEvaluationInstanceKey: key } of evaluatedDecisions) {
      expect((await test.rest('GET', `/decision-instances/${key}`)).body).toMatchObject({
        decisionDefinitionId: decisionId,
        decisionEvaluationKey,
      });
    }
    expect(evaluatedDecisions).toHaveLength(2);
  });

  it('pages through decisions forward and back', async () => {
    // given
    await deploy(test.engine.restAddress, { 'grades.dmn': GRADES });
    const request = { filter: { decisionDefinitionId: 'points' }, sort: [{ field: 'decisionEvaluationInstanceKey' }] };
    for (const n of [101, 102, 103]) {
      await test.rest('POST', '/decision-definitions/evaluation', { decisionDefinitionId: 'grade', variables: { n } });
    }
    const search = async (page: object) =>
      (await test.rest('POST', '/decision-instances/search', { ...request, page })).body;
    const all = (await search({ limit: 100 })).items.map((row: { result: string }) => row.result);

    // when, then
    const last = await search({ from: all.length - 1, limit: 1 });
    expect(last.items[0].result).toBe('206');
    const before = await search({ before: last.page.startCursor, limit: 2 });
    expect(before.items.map((row: { result: string }) => row.result)).toEqual(all.slice(-3, -1));
    const after = await search({ after: before.page.endCursor, limit: 2 });
    expect(after.items.map((row: { result: string }) => row.result)).toEqual(['206']);
  });

  it('keeps to whom a message was given, and subscriptions that are closed', async () => {
    // given a message that starts, one that interrupts, and one that is never sent
    const [begins, ends, never] = [
      message('b', 'begins'),
      message('e', 'ends', '=caseNo'),
      message('n', 'never', '=caseNo'),
    ];
    await deploy(test.engine.restAddress, {
      'messages.bpmn': diagram(
        'messages',
        [
          start('OnBegin', onMessage('b')),
          service('Work', 'messages-work'),
          boundary('OnEnd', 'Work', onMessage('e')),
          boundary('OnNever', 'Work', onMessage('n')),
          catching('Later', onMessage('n')),
          end(),
          end('Left'),
        ],
        ['OnBegin > Work', 'Work > End', 'OnEnd > Later', 'Later > Left', 'OnNever > End'],
        [begins, ends, never],
      ),
    });
    const { body: started } = await test.rest('POST', '/messages/correlation', {
      name: 'begins',
      correlationKey: 'M-1',
      variables: { caseNo: 'M-1' },
    });
    const processInstanceKey = started.processInstanceKey;
    const { body: ended } = await test.rest('POST', '/messages/publication', { name: 'ends', correlationKey: 'M-1' });

    // when
    const found = await client.searchCorrelatedMessageSubscriptions(
      { filter: { processInstanceKey }, sort: [{ field: 'correlationTime' }] },
      AT_ONCE,
    );

    // then
    expect(found.items).toMatchObject([
      {
        messageName: 'begins',
        messageKey: started.messageKey,
        elementId: 'OnBegin',
        correlationKey: 'M-1',
        partitionId: 1,
      },
      { messageName: 'ends', messageKey: ended.messageKey, elementId: 'OnEnd', correlationKey: 'M-1' },
    ]);
    expect(found.items?.[0]?.elementInstanceKey).toBeUndefined();
    const work = await client.searchElementInstances(
      { filter: { processInstanceKey, elementId: 'Work' as never } },
      AT_ONCE,
    );
    expect(found.items?.[1]?.elementInstanceKey).toBe(work.items?.[0]?.elementInstanceKey);

    const subscriptions = await client.searchMessageSubscriptions(
      { filter: { processInstanceKey }, sort: [{ field: 'messageSubscriptionKey' }] },
      AT_ONCE,
    );
    expect(subscriptions.items?.map((one) => `${one.elementId} ${one.messageSubscriptionState}`).sort()).toEqual([
      'Later CREATED',
      'OnEnd CORRELATED',
      'OnNever DELETED',
    ]);
    expect(found.items?.[1]?.subscriptionKey).toBe(
      subscriptions.items?.find((one) => one.elementId === 'OnEnd')?.messageSubscriptionKey,
    );
    const open = {
      processInstanceKey,
      messageSubscriptionState: { $neq: 'CREATED' },
      lastUpdatedDate: { $exists: true },
    };
    expect((await test.rest('POST', '/message-subscriptions/search', { filter: open })).body.page.totalItems).toBe(2);
  });

  it('goes on with what was waiting, and with no more, when it starts again', async () => {
    // given
    const { processInstanceKey } = await begin(
      {
        'twofold.bpmn': diagram(
          'twofold',
          [start(), catching('First', onMessage('f')), catching('Second', onMessage('s')), end()],
          ['Start > First', 'First > Second', 'Second > End'],
          [message('f', 'twofold-first', '=caseNo'), message('s', 'twofold-second', '=caseNo')],
        ),
      },
      'twofold',
      { caseNo: 'T-1' },
    );
    const publish = (to: TestEngine, name: string) =>
      to.rest('POST', '/messages/correlation', { name, correlationKey: 'T-1' });
    expect((await publish(test, 'twofold-first')).status).toBe(200);

    // when
    await test.engine.stop();
    const again = await startTestEngine({ databaseUrl: test.db.url });

    // then
    expect((await publish(again, 'twofold-first')).status).toBe(404);
    expect((await publish(again, 'twofold-second')).status).toBe(200);
    expect((await again.rest('GET', `/process-instances/${processInstanceKey}`)).body.state).toBe('COMPLETED');
    await again.engine.stop();
  });
});
