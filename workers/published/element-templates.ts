/**
 * Element templates of Camunda's schema ('zeebe' bindings): an analyst picks a job instead of typing its name.
 * Outputs are told, not bound: an output mapping would keep the job's other variables out of the process.
 * https://docs.camunda.io/docs/components/modeler/element-templates/defining-templates/
 */
import { DEPARTMENT_WORDS } from './departments.ts';
import type { JobDescription, VariableDescription } from './describe.ts';

/** Attempts before an incident, as in our own diagrams. */
const RETRIES = '4';

const title = ({ description }: JobDescription) => description.split(/[：，]/)[0]!;
const told = ({ name, meaning }: VariableDescription) => (meaning ? `${name}（${meaning}）` : name);

function input(variable: VariableDescription): object {
  const { name, type, required, meaning } = variable;
  return {
    label: meaning ? `${meaning} ${name}` : name,
    description: `${required ? '必填' : '可不填'}，${type}。不填时取同名流程变量。`,
    type: 'String',
    feel: 'required',
    optional: true,
    group: 'input',
    binding: { type: 'zeebe:input', name },
  };
}

export function elementTemplates(jobs: readonly JobDescription[]): object[] {
  return jobs.map((job) => {
    const outputs = job.outputs.map(told).join('、');
    const errors = job.bpmnErrors.join('、');
    return {
      $schema: 'https://unpkg.com/@camunda/zeebe-element-templates-json-schema/resources/schema.json',
      name: title(job),
      id: `yitong.${job.type}`,
      description: [
        `${job.description}。`,
        outputs ? `输出：${outputs}。` : '没有输出。',
        ...(errors ? [`业务错误（要接边界事件）：${errors}。`] : []),
      ].join(''),
      category: { id: job.department, name: DEPARTMENT_WORDS[job.department] ?? job.department },
      appliesTo: ['bpmn:Task', 'bpmn:ServiceTask'],
      elementType: { value: 'bpmn:ServiceTask' },
      groups: [
        { id: 'task', label: '执行' },
        { id: 'input', label: '输入' },
      ],
      properties: [
        { type: 'Hidden', value: job.type, binding: { type: 'zeebe:taskDefinition', property: 'type' } },
        {
          label: '最多尝试次数',
          description: '用完仍失败时成为异常，由督办岗处理。',
          type: 'String',
          value: RETRIES,
          group: 'task',
          constraints: { notEmpty: true },
          binding: { type: 'zeebe:taskDefinition', property: 'retries' },
        },
        ...job.inputs.map(input),
      ],
    };
  });
}
