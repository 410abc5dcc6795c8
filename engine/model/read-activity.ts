/** Tasks and call activities: which behaviour each gets, and what it must have. */
import { compile } from '../feel/index.ts';
import { type Findings, optional, readBinding, readHeaders, readJob } from './read-common.ts';
import { readMessage } from './read-event.ts';
import { readTaskListeners } from './read-listeners.ts';
import type { Behaviour, TaskAssignment } from './types.ts';
import { extension, type Node, one, text } from './xml.ts';

const USER_TASK_JOB = 'io.camunda.zeebe:userTask';

export function readTask(node: Node, findings: Findings): Behaviour {
  switch (node.$type) {
    case 'bpmn:ServiceTask':
    case 'bpmn:SendTask':
      return readJob(node, findings);
    case 'bpmn:UserTask':
      return readUserTask(node, findings);
    case 'bpmn:ScriptTask':
      return readScript(node, findings);
    case 'bpmn:BusinessRuleTask':
      return readRule(node, findings);
    case 'bpmn:ReceiveTask':
      return { kind: 'receive', event: readMessage(node, one(node, 'messageRef'), true, findings) };
    case 'bpmn:CallActivity':
      return readCall(node, findings);
    default:
      return { kind: 'passThrough' };
  }
}

function readUserTask(node: Node, findings: Findings): Behaviour {
  const form = extension(node, 'zeebe:FormDefinition');
  const assignment = readAssignment(node, form);
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

function readAssignment(node: Node, form: Node | undefined): TaskAssignment {
  const assignment = extension(node, 'zeebe:AssignmentDefinition');
  const schedule = extension(node, 'zeebe:TaskSchedule');
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

function readScript(node: Node, findings: Findings): Behaviour {
  const script = extension(node, 'zeebe:Script');
  if (!script) return readJob(node, findings, ` or a 'zeebe:script'`);
  const expression = text(script, 'expression');
  const resultVariable = text(script, 'resultVariable');
  if (!expression) findings.add(node, `Attribute 'expression' of 'zeebe:script' must be present and not empty`);
  if (!resultVariable) findings.add(node, `Attribute 'resultVariable' of 'zeebe:script' must be present and not empty`);
  return { kind: 'script', expression: compile(expression ?? ''), resultVariable: resultVariable ?? '' };
}

function readRule(node: Node, findings: Findings): Behaviour {
  const called = extension(node, 'zeebe:CalledDecision');
  if (!called) return readJob(node, findings, ` or a 'zeebe:calledDecision'`);
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
