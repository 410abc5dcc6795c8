/** Small BPMN diagrams for tests of the engine's shell; the core has fixtures of its own. */

interface Node {
  id: string;
  xml: (incoming: string, outgoing: string) => string;
}

const HEAD = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="definitions" targetNamespace="http://yitong.test">`;

export const start = (id = 'Start'): Node => ({
  id,
  xml: (_in, out) => `<bpmn:startEvent id="${id}">${out}</bpmn:startEvent>`,
});

export const end = (id = 'End'): Node => ({
  id,
  xml: (incoming) => `<bpmn:endEvent id="${id}">${incoming}</bpmn:endEvent>`,
});

export const serviceTask = (
  id: string,
  type: string,
  { retries = 3, headers = {} as Record<string, string> } = {},
): Node => ({
  id,
  xml: (incoming, out) => {
    const list = Object.entries(headers).map(([key, value]) => `<zeebe:header key="${key}" value="${value}" />`);
    const headersXml = list.length > 0 ? `<zeebe:taskHeaders>${list.join('')}</zeebe:taskHeaders>` : '';
    return `<bpmn:serviceTask id="${id}" name="${id} name"><bpmn:extensionElements><zeebe:taskDefinition type="${type}" retries="${retries}" />${headersXml}</bpmn:extensionElements>${incoming}${out}</bpmn:serviceTask>`;
  },
});

export const userTask = (id: string, { group = 'clerks', assignee = '', formId = '' } = {}): Node => ({
  id,
  xml: (incoming, out) => {
    const form = formId ? `<zeebe:formDefinition formId="${formId}" />` : '';
    const who = `<zeebe:assignmentDefinition${assignee ? ` assignee="${assignee}"` : ''} candidateGroups="${group}" />`;
    return `<bpmn:userTask id="${id}" name="${id} name"><bpmn:extensionElements><zeebe:userTask />${form}${who}</bpmn:extensionElements>${incoming}${out}</bpmn:userTask>`;
  },
});

export const timerCatch = (id: string, duration: string): Node => ({
  id,
  xml: (incoming, out) =>
    `<bpmn:intermediateCatchEvent id="${id}">${incoming}${out}<bpmn:timerEventDefinition id="${id}_t"><bpmn:timeDuration xsi:type="bpmn:tFormalExpression">${duration}</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>`,
});

export const messageCatch = (id: string): Node => ({
  id,
  xml: (incoming, out) =>
    `<bpmn:intermediateCatchEvent id="${id}">${incoming}${out}<bpmn:messageEventDefinition id="${id}_m" messageRef="Message_1" /></bpmn:intermediateCatchEvent>`,
});

/** Catches the signal that `withSignal` names. */
export const signalCatch = (id: string): Node => ({
  id,
  xml: (incoming, out) =>
    `<bpmn:intermediateCatchEvent id="${id}">${incoming}${out}<bpmn:signalEventDefinition id="${id}_s" signalRef="Signal_1" /></bpmn:intermediateCatchEvent>`,
});

/** A straight process of `nodes`; `message` declares `Message_1` with that name and correlation key expression. */
export function process(
  id: string,
  nodes: Node[],
  { message = null as { name: string; correlationKey: string } | null, extra = '' } = {},
): string {
  const flow = (index: number) => `Flow_${index}`;
  const parts = nodes.map((node, index) => {
    const incoming = index === 0 ? '' : `<bpmn:incoming>${flow(index)}</bpmn:incoming>`;
    const outgoing = index === nodes.length - 1 ? '' : `<bpmn:outgoing>${flow(index + 1)}</bpmn:outgoing>`;
    return node.xml(incoming, outgoing);
  });
  const flows = nodes
    .slice(1)
    .map(
      (node, index) =>
        `<bpmn:sequenceFlow id="${flow(index + 1)}" sourceRef="${nodes[index]?.id}" targetRef="${node.id}" />`,
    );
  const messageXml = message
    ? `<bpmn:message id="Message_1" name="${message.name}"><bpmn:extensionElements><zeebe:subscription correlationKey="${message.correlationKey}" /></bpmn:extensionElements></bpmn:message>`
    : '';
  return `${HEAD}<bpmn:process id="${id}" name="${id} name" isExecutable="true">${parts.join('')}${flows.join('')}${extra}</bpmn:process>${messageXml}</bpmn:definitions>`;
}

/** An interrupting error boundary event on `host` that leads to an end event of its own; `outputs`: target → FEEL. */
export function errorBoundary(host: string, code: string, outputs: Record<string, string> = {}): string {
  const mappings = Object.entries(outputs).map(
    ([target, source]) => `<zeebe:output source="${source}" target="${target}" />`,
  );
  const extension =
    mappings.length > 0
      ? `<bpmn:extensionElements><zeebe:ioMapping>${mappings.join('')}</zeebe:ioMapping></bpmn:extensionElements>`
      : '';
  return `<bpmn:boundaryEvent id="Catch_${code}" attachedToRef="${host}">${extension}<bpmn:outgoing>Flow_${code}</bpmn:outgoing><bpmn:errorEventDefinition id="Def_${code}" errorRef="Error_${code}" /></bpmn:boundaryEvent><bpmn:endEvent id="End_${code}"><bpmn:incoming>Flow_${code}</bpmn:incoming></bpmn:endEvent><bpmn:sequenceFlow id="Flow_${code}" sourceRef="Catch_${code}" targetRef="End_${code}" />`;
}

export function withError(xml: string, code: string): string {
  return xml.replace('</bpmn:definitions>', `<bpmn:error id="Error_${code}" errorCode="${code}" /></bpmn:definitions>`);
}

export function withSignal(xml: string, name: string): string {
  return xml.replace('</bpmn:definitions>', `<bpmn:signal id="Signal_1" name="${name}" /></bpmn:definitions>`);
}
