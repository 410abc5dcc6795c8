/** Tasks and call activities: which behaviour each gets, and what it must have. */
import { compile } from '../feel/index.ts';
import { parseInstant } from '../feel/time.ts';
import { eitherWay, type Findings, optional, readBinding, readHeaders, readJob } from './read-common.ts';
import { readMessage } from './read-event.ts';
import { readLinkedResources } from './read-linked-resources.ts';
import { readTaskListeners } from './read-listeners.ts';
import type { Behaviour, TaskAssignment } from './types.ts';
import { extension, type Node, one, text } from './xml.ts';

const USER_TASK_JOB = 'io.camunda.zeebe:userTask';

export function readTask(node: Node, findings: Findings): Behaviour {
  switch (node.$type) {
    case 'bpmn:ServiceTask':
      return { ...readJob(node, findings), linkedResources: readLinkedResources(node, findings) };
    case 'bpmn:SendTask':
      return readJob(node, findings, eitherWay('zeebe:publishMessage'));
    case 'bpmn:UserTask':
      return readUserTask(node, findings);
    case 'bpmn:ScriptTask':
      return readScript(node, findings);
    case 'bpmn:BusinessRuleTask':
      return readRule(node, findings);
    case 'bpmn:ReceiveTask':
      if (!one(node, 'messageRef')) findings.add(node, 'Must reference a message');
      return { kind: 'receive', event: readMessage(one(node, 'messageRef')) };
    case 'bpmn:CallActivity':
      return readCall(node, findings);
    default:
      return { kind: 'passThrough' };
  }
}

function readUserTask(node: Node, findings: Findings): Behaviour {
  const form = extension(node, 'zeebe:FormDefinition');
  const assignment = readAssignment(node, form, findings);
  if (extension(node, 'zeebe:UserTask')) {
    return {
      kind: 'userTask',
      assignment,
      priority: optional(extension(node, 'zeebe:PriorityDefinition'), 'priority'),
      externalFormReference: optional(form, 'externalReference'),
      headers: readHeaders(node, findings),
      listeners: readTaskListeners(node, findings),
    };
  }
  // Zeebe's older kind: a job of a reserved type; its assignment travels in reserved headers.
  const formKey = text(form, 'formKey');
  const headers = { ...readHeaders(node, findings), ...(formKey ? { 'io.camunda.zeebe:formKey': formKey } : {}) };
  return { kind: 'job', type: compile(USER_TASK_JOB), retries: compile('1'), headers, assignment };
}

function readAssignment(node: Node, form: Node | undefined, findings: Findings): TaskAssignment {
  const assignment = extension(node, 'zeebe:AssignmentDefinition');
  const schedule = extension(node, 'zeebe:TaskSchedule');
  checkForm(node, form, findings);
  checkSchedule(node, schedule, findings);
  return {
    assignee: optional(assignment, 'assignee'),
    candidateGroups: optional(assignment, 'candidateGroups'),
    candidateUsers: optional(assignment, 'candidateUsers'),
    dueDate: optional(schedule, 'dueDate'),
    followUpDate: optional(schedule, 'followUpDate'),
    formId: optional(form, 'formId'),
    binding: readBinding(form),
  };
}

/** A form is named in one way: by its id, or by what the kind of the task knows besides. */
function checkForm(node: Node, form: Node | undefined, findings: Findings): void {
  if (!form) return;
  const native = extension(node, 'zeebe:UserTask') !== undefined;
  const ways = ['formId', native ? 'externalReference' : 'formKey'];
  if (ways.filter((way) => text(form, way)?.trim()).length === 1) return;
  const tasks = native ? ' for native user tasks' : '';
  const reason = `Exactly one of the attributes '${ways.join(', ')}' must be present and not blank${tasks}`;
  findings.add(node, reason, 'extensionElements', 'formDefinition');
}

function checkSchedule(node: Node, schedule: Node | undefined, findings: Findings): void {
  for (const property of ['dueDate', 'followUpDate']) {
    const time = text(schedule, property);
    if (time === undefined || compile(time).kind === 'feel' || parseInstant(time) !== null) continue;
    findings.add(
      node,
      `Expected static value to be a valid DateTime String, e.g. '2023-03-02T15:35+02:00', but found '${time}'.`,
      'extensionElements',
      'taskSchedule',
    );
  }
}

function readScript(node: Node, findings: Findings): Behaviour {
  const script = extension(node, 'zeebe:Script');
  if (!script) return readJob(node, findings, eitherWay('zeebe:script'));
  const expression = text(script, 'expression');
  const resultVariable = text(script, 'resultVariable');
  if (!expression) findings.add(node, `Attribute 'expression' of 'zeebe:script' must be present and not empty`);
  if (!resultVariable) findings.add(node, `Attribute 'resultVariable' of 'zeebe:script' must be present and not empty`);
  return { kind: 'script', expression: compile(expression ?? ''), resultVariable: resultVariable ?? '' };
}

function readRule(node: Node, findings: Findings): Behaviour {
  const called = extension(node, 'zeebe:CalledDecision');
  if (!called && !extension(node, 'zeebe:TaskDefinition')) {
    findings.add(node, eitherWay('zeebe:calledDecision'));
    return { kind: 'passThrough' };
  }
  if (!called) return readJob(node, findings);
  const decisionId = text(called, 'decisionId');
  const resultVariable = text(called, 'resultVariable');
  if (!decisionId) findings.add(node, `Attribute 'decisionId' of 'zeebe:calledDecision' must be present and not empty`);
  if (!resultVariable) {
    findings.add(node, `Attribute 'resultVariable' of 'zeebe:calledDecision' must be present and not empty`);
  }
  return {
    kind: 'decision',
    decisionId: compile(decisionId ?? ''),
    resultVariable: resultVariable ?? '',
    binding: readBinding(called),
  };
}

function readCall(node: Node, findings: Findings): Behaviour {
  const called = extension(node, 'zeebe:CalledElement');
  const processId = text(called, 'processId');
  if (!called) findings.add(node, `Must have exactly one 'zeebe:calledElement' extension element`);
  else if (!processId)
    findings.add(node, `Attribute 'processId' of 'zeebe:calledElement' must be present and not empty`);
  return {
    kind: 'call',
    processId: compile(processId ?? ''),
    binding: readBinding(called),
    propagateAllChildVariables: called?.propagateAllChildVariables !== false,
    propagateAllParentVariables: called?.propagateAllParentVariables !== false,
  };
}
