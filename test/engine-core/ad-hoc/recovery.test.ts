import { expect, test } from 'vitest';
import { createMortalEngine, type MortalEngine, playTwice } from '../support/reloaded.ts';
import { around } from './support.ts';

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
