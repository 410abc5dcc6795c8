import { call, input, job, loop, mapping, node, output, service, sub, user } from '../diagram.ts';
import { emptySub, line } from './frames.ts';

const standard = '<bpmn:standardLoopCharacteristics/>';

export function activities(id: () => string): [string, string][] {
  return [
    ['service task', line(id(), service('Odd', 'work'))],
    ['service task without a type', line(id(), node('serviceTask', 'Odd'))],
    ['send task', line(id(), node('sendTask', 'Odd', { ext: job('send') }))],
    ['user task', line(id(), user('Odd'))],
    ['user task as a job', line(id(), node('userTask', 'Odd'))],
    ['manual task', line(id(), node('manualTask', 'Odd'))],
    ['undefined task', line(id(), node('task', 'Odd'))],
    [
      'script task',
      line(id(), node('scriptTask', 'Odd', { ext: '<zeebe:script expression="=1" resultVariable="one"/>' })),
    ],
    ['script task as a job', line(id(), node('scriptTask', 'Odd', { ext: job('script') }))],
    [
      'business rule task',
      line(id(), node('businessRuleTask', 'Odd', { ext: '<zeebe:calledDecision decisionId="d" resultVariable="r"/>' })),
    ],
    ['business rule task as a job', line(id(), node('businessRuleTask', 'Odd', { ext: job('rule') }))],
    ['receive task', line(id(), node('receiveTask', 'Odd', { attrs: 'messageRef="m"' }))],
    ['call activity', line(id(), call('Odd', 'other'))],
    ['sub-process', line(id(), sub('Odd', emptySub))],
    ['transaction', line(id(), node('transaction', 'Odd', { inner: emptySub }))],
    ['standard loop', line(id(), service('Odd', 'work', { inner: standard }))],
    ['multi-instance in parallel', line(id(), service('Odd', 'work', { inner: loop({ collection: '=[1]' }) }))],
    [
      'multi-instance in sequence',
      line(id(), sub('Odd', emptySub, { inner: loop({ collection: '=[1]', sequential: true }) })),
    ],
    [
      'multi-instance with a completion condition',
      line(id(), service('Odd', 'work', { inner: loop({ collection: '=[1]', completionCondition: '=true' }) })),
    ],
    [
      'multi-instance without a collection',
      line(id(), service('Odd', 'work', { inner: '<bpmn:multiInstanceLoopCharacteristics/>' })),
    ],
    [
      'input and output mappings',
      line(id(), service('Odd', 'work', { ext: mapping(input('a', '=1'), output('b', '=a')) })),
    ],
  ];
}
