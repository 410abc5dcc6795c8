/**
 * Diagrams for the parity corpus, written as nodes and flows: the incoming and outgoing children that Zeebe 8.6 requires are
 * filled in from the flows. A flow is `'A > B'`, with a condition `'A > B : =x > 1'`, or `'A > B : default'`; an
 * association from a compensation boundary event to its handler is `'A ~ B'`.
 */

export interface Node {
  id: string;
  tag: string;
  attrs: string;
  /** Content of bpmn:extensionElements. */
  ext: string;
  /** Everything after incoming and outgoing: event definitions, loop characteristics, children. */
  inner: string;
}

interface NodeParts {
  attrs?: string;
  ext?: string;
  inner?: string;
}

const HEAD = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="definitions" targetNamespace="parity">`;

export const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

export function node(tag: string, id: string, parts: NodeParts = {}): Node {
  return { id, tag, attrs: parts.attrs ?? '', ext: parts.ext ?? '', inner: parts.inner ?? '' };
}

// ── Extensions ───────────────────────────────────────────────────────────────────────────────────────────────────────

export const input = (target: string, source: string): string =>
  `<zeebe:input source="${escapeXml(source)}" target="${target}"/>`;
export const output = (target: string, source: string): string =>
  `<zeebe:output source="${escapeXml(source)}" target="${target}"/>`;
export const mapping = (...lines: string[]): string => `<zeebe:ioMapping>${lines.join('')}</zeebe:ioMapping>`;
export const headers = (values: Record<string, string>): string =>
  `<zeebe:taskHeaders>${Object.entries(values)
    .map(([key, value]) => `<zeebe:header key="${key}" value="${escapeXml(value)}"/>`)
    .join('')}</zeebe:taskHeaders>`;
export const job = (type: string, retries = '3'): string =>
  `<zeebe:taskDefinition type="${escapeXml(type)}" retries="${escapeXml(retries)}"/>`;
/** Each with its attributes: `{ resourceId: 'robot', resourceType: 'RPA', linkName: 'script', bindingType: 'deployment' }`. */
export const linkedResources = (...links: Record<string, string>[]): string =>
  `<zeebe:linkedResources>${links
    .map((link) => {
      const attributes = Object.entries(link).map(([name, value]) => `${name}="${escapeXml(value)}"`);
      return `<zeebe:linkedResource ${attributes.join(' ')}/>`;
    })
    .join('')}</zeebe:linkedResources>`;
/** Execution listeners: `['start', 'prepare']`, or `['end', '=type', '1']` with retries. */
export const listeners = (...found: [event: 'start' | 'end', type: string, retries?: string][]): string =>
  `<zeebe:executionListeners>${found
    .map(
      ([event, type, retries]) =>
        `<zeebe:executionListener eventType="${event}" type="${escapeXml(type)}"${retries ? ` retries="${escapeXml(retries)}"` : ''}/>`,
    )
    .join('')}</zeebe:executionListeners>`;

// ── Nodes ────────────────────────────────────────────────────────────────────────────────────────────────────────────

export const start = (id = 'Start', inner = '', ext = ''): Node => node('startEvent', id, { inner, ext });
export const end = (id = 'End', inner = '', ext = ''): Node => node('endEvent', id, { inner, ext });
export const service = (id: string, type: string, more: NodeParts & { retries?: string } = {}): Node =>
  node('serviceTask', id, { ...more, ext: job(type, more.retries) + (more.ext ?? '') });
export const user = (id: string, more: NodeParts = {}): Node =>
  node('userTask', id, { ...more, ext: `<zeebe:userTask/>${more.ext ?? ''}` });
export const sub = (id: string, content: string, more: NodeParts = {}): Node =>
  node('subProcess', id, { ...more, inner: (more.inner ?? '') + content });
export interface AdHoc extends NodeParts {
  /** FEEL, with its `=`. */
  begin?: string;
  enough?: string;
  cancelRemaining?: boolean;
  output?: [collection: string, element: string];
  /** The type of the job of the worker that decides. */
  worker?: string;
}
/** An ad-hoc sub-process with the content of `scope`. */
export const adHoc = (id: string, content: string, more: AdHoc = {}): Node => {
  const { begin, enough, cancelRemaining, output: out, worker } = more;
  const attributes = [
    begin && `activeElementsCollection="${escapeXml(begin)}"`,
    out && `outputCollection="${out[0]}" outputElement="${escapeXml(out[1])}"`,
  ].filter(Boolean);
  return node('adHocSubProcess', id, {
    attrs: [more.attrs, cancelRemaining === undefined ? '' : `cancelRemainingInstances="${cancelRemaining}"`]
      .join(' ')
      .trim(),
    ext: `${attributes.length > 0 ? `<zeebe:adHoc ${attributes.join(' ')}/>` : ''}${worker ? job(worker) : ''}${more.ext ?? ''}`,
    inner: `${more.inner ?? ''}${content}${
      enough
        ? `<bpmn:completionCondition xsi:type="bpmn:tFormalExpression">${escapeXml(enough)}</bpmn:completionCondition>`
        : ''
    }`,
  });
};
export const eventSub = (id: string, content: string): Node =>
  node('subProcess', id, { attrs: 'triggeredByEvent="true"', inner: content });
export const boundary = (id: string, host: string, inner: string, more: NodeParts & { interrupting?: boolean } = {}) =>
  node('boundaryEvent', id, {
    attrs: `attachedToRef="${host}" cancelActivity="${more.interrupting ?? true}"`,
    ext: more.ext ?? '',
    inner,
  });
export const call = (id: string, processId: string, more: NodeParts & { propagate?: string } = {}): Node =>
  node('callActivity', id, {
    ...more,
    ext: `<zeebe:calledElement processId="${escapeXml(processId)}" ${more.propagate ?? 'propagateAllChildVariables="true"'}/>${more.ext ?? ''}`,
  });

// ── Event definitions ────────────────────────────────────────────────────────────────────────────────────────────────

export const timer = (kind: 'timeDuration' | 'timeDate' | 'timeCycle', expression: string): string =>
  `<bpmn:timerEventDefinition><bpmn:${kind} xsi:type="bpmn:tFormalExpression">${escapeXml(expression)}</bpmn:${kind}></bpmn:timerEventDefinition>`;
export const onMessage = (ref: string): string => `<bpmn:messageEventDefinition messageRef="${ref}"/>`;
export const onError = (ref?: string): string => `<bpmn:errorEventDefinition${ref ? ` errorRef="${ref}"` : ''}/>`;
export const terminate = (): string => `<bpmn:terminateEventDefinition/>`;
export const onSignal = (ref: string): string => `<bpmn:signalEventDefinition signalRef="${ref}"/>`;
export const onEscalation = (ref?: string): string =>
  `<bpmn:escalationEventDefinition${ref ? ` escalationRef="${ref}"` : ''}/>`;
export const compensate = (activityId?: string): string =>
  `<bpmn:compensateEventDefinition${activityId ? ` activityRef="${activityId}"` : ''}/>`;
export const link = (name: string): string => `<bpmn:linkEventDefinition name="${escapeXml(name)}"/>`;
/** A throw event of any kind. */
export const throwing = (id: string, inner = '', ext = ''): Node => node('intermediateThrowEvent', id, { inner, ext });
/** An intermediate catch event. */
export const catching = (id: string, inner: string, ext = ''): Node =>
  node('intermediateCatchEvent', id, { inner, ext });
/** The start event of an event sub-process. */
export const startOn = (id: string, inner: string, interrupting = true, ext = ''): Node =>
  node('startEvent', id, { inner, ext, attrs: `isInterrupting="${interrupting}"` });

export const message = (id: string, name: string, correlationKey?: string): string =>
  `<bpmn:message id="${id}" name="${escapeXml(name)}">${
    correlationKey
      ? `<bpmn:extensionElements><zeebe:subscription correlationKey="${escapeXml(correlationKey)}"/></bpmn:extensionElements>`
      : ''
  }</bpmn:message>`;
export const error = (id: string, code: string): string =>
  `<bpmn:error id="${id}" name="${id}" errorCode="${escapeXml(code)}"/>`;
export const signal = (id: string, name: string): string => `<bpmn:signal id="${id}" name="${escapeXml(name)}"/>`;
export const escalation = (id: string, code: string): string =>
  `<bpmn:escalation id="${id}" name="${id}" escalationCode="${escapeXml(code)}"/>`;

export interface Loop {
  collection: string;
  element?: string;
  output?: [collection: string, element: string];
  sequential?: boolean;
  completionCondition?: string;
}
export const loop = (parts: Loop): string =>
  `<bpmn:multiInstanceLoopCharacteristics isSequential="${parts.sequential ?? false}"><bpmn:extensionElements><zeebe:loopCharacteristics inputCollection="${escapeXml(parts.collection)}"${
    parts.element ? ` inputElement="${parts.element}"` : ''
  }${
    parts.output ? ` outputCollection="${parts.output[0]}" outputElement="${escapeXml(parts.output[1])}"` : ''
  }/></bpmn:extensionElements>${
    parts.completionCondition
      ? `<bpmn:completionCondition xsi:type="bpmn:tFormalExpression">${escapeXml(parts.completionCondition)}</bpmn:completionCondition>`
      : ''
  }</bpmn:multiInstanceLoopCharacteristics>`;

// ── Putting it together ──────────────────────────────────────────────────────────────────────────────────────────────

interface Flow {
  id: string;
  from: string;
  to: string;
  condition: string | undefined;
  isDefault: boolean;
}

function parseFlow(text: string): Flow {
  const [path = '', ...rest] = text.split(' : ');
  const [from = '', to = ''] = path.split('>').map((part) => part.trim());
  const label = rest.join(' : ').trim();
  return {
    id: `${from}_${to}`,
    from,
    to,
    condition: label === '' || label === 'default' ? undefined : label,
    isDefault: label === 'default',
  };
}

/** The content of a process or sub-process. */
export function scope(nodes: Node[], connections: string[]): string {
  const flows = connections.filter((text) => !text.includes('~')).map(parseFlow);
  const associations = connections.filter((text) => text.includes('~')).map(association);
  const elements = nodes.map((one) => {
    const incoming = flows
      .filter((flow) => flow.to === one.id)
      .map((flow) => `<bpmn:incoming>${flow.id}</bpmn:incoming>`);
    const outgoing = flows.filter((flow) => flow.from === one.id);
    const outgoingXml = outgoing.map((flow) => `<bpmn:outgoing>${flow.id}</bpmn:outgoing>`);
    const byDefault = outgoing.find((flow) => flow.isDefault);
    const ext = one.ext ? `<bpmn:extensionElements>${one.ext}</bpmn:extensionElements>` : '';
    const attrs = `${one.attrs ? ` ${one.attrs}` : ''}${byDefault ? ` default="${byDefault.id}"` : ''}`;
    return `<bpmn:${one.tag} id="${one.id}"${attrs}>${ext}${incoming.join('')}${outgoingXml.join('')}${withIds(one)}</bpmn:${one.tag}>`;
  });
  const flowXml = flows.map((flow) => {
    const condition = flow.condition
      ? `<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">${escapeXml(flow.condition)}</bpmn:conditionExpression>`
      : '';
    return `<bpmn:sequenceFlow id="${flow.id}" sourceRef="${flow.from}" targetRef="${flow.to}">${condition}</bpmn:sequenceFlow>`;
  });
  return [...elements, ...flowXml, ...associations].join('\n  ');
}

/** Zeebe needs an id on the definitions of links and compensation. */
const withIds = ({ id, inner }: Node): string =>
  inner.replace(/^<bpmn:(?:link|compensate)EventDefinition/, `$& id="${id}_definition"`);

function association(text: string): string {
  const [from = '', to = ''] = text.split('~').map((part) => part.trim());
  return `<bpmn:association id="${from}_${to}" associationDirection="One" sourceRef="${from}" targetRef="${to}"/>`;
}

/** A whole diagram with one executable process. `roots` are messages and errors. */
export function diagram(processId: string, nodes: Node[], flows: string[], roots: string[] = []): string {
  return `${HEAD}
 <bpmn:process id="${processId}" isExecutable="true">
  ${scope(nodes, flows)}
 </bpmn:process>
 ${roots.join('\n ')}
</bpmn:definitions>`;
}

/** A DMN file with one decision table of FEEL unary tests: one row per rule, the last column is the output. */
export function decisionTable(
  id: string,
  inputs: { label: string; expression: string }[],
  rules: string[][],
  hitPolicy = 'UNIQUE',
): string {
  const cells = (row: string[], rule: number) =>
    row
      .slice(0, -1)
      .map((cell, at) => `<inputEntry id="${id}_${rule}_${at}"><text>${escapeXml(cell)}</text></inputEntry>`)
      .join('');
  return `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="${id}_drg" name="${id} DRG" namespace="parity">
 <decision id="${id}" name="${id}">
  <decisionTable id="${id}_table" hitPolicy="${hitPolicy}">
   ${inputs.map(({ label, expression }, at) => `<input id="${id}_i${at}" label="${label}"><inputExpression id="${id}_e${at}" typeRef="string"><text>${escapeXml(expression)}</text></inputExpression></input>`).join('')}
   <output id="${id}_o" label="result" name="result" typeRef="string"/>
   ${rules.map((row, at) => `<rule id="${id}_rule${at}">${cells(row, at)}<outputEntry id="${id}_out${at}"><text>${escapeXml(row.at(-1) ?? '')}</text></outputEntry></rule>`).join('\n   ')}
  </decisionTable>
 </decision>
</definitions>`;
}
