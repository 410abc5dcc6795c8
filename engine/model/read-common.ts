/** Parts several kinds of element share: mappings, headers, job definitions, bindings, multi-instance. */
import { compile, type Expression, feel } from '../feel/index.ts';
import type { Binding, JobBehaviour, ModelError, MultiInstance } from './types.ts';
import { extension, extensions, id, many, type Node, one, text } from './xml.ts';

/** Collects findings while a model is read. */
export interface Findings {
  errors: ModelError[];
  /** `inside`: the names of the elements on the way from `node` to the one that is wrong. */
  add(node: Node, message: string, ...inside: string[]): void;
  /** The same about one of several such elements inside, each of which is listed by itself. */
  addPart(node: Node, part: object, message: string, ...inside: string[]): void;
}

export function createFindings(): Findings {
  const errors: ModelError[] = [];
  const error = (node: Node, message: string, inside: string[]): ModelError => ({
    elementType: node.$type.replace(/^\w+:/, ''),
    elementId: [id(node), ...inside].join(' > '),
    message,
  });
  return {
    errors,
    add: (node, message, ...inside) => errors.push(error(node, message, inside)),
    addPart: (node, part, message, ...inside) => errors.push({ ...error(node, message, inside), part }),
  };
}

/** Zeebe names a part of an element by its id, or by the way to it when it has none. */
export function placeOf(node: Node, part: Node, name = tagOf(part)): [Node, ...inside: string[]] {
  return part.id ? [part] : [node, name];
}

function tagOf({ $type }: Node): string {
  const name = $type.replace(/^\w+:/, '');
  return name.charAt(0).toLowerCase() + name.slice(1);
}

/** What has to be computed: text that begins with `=`. Calls `fail` when it is not. */
export function mustCompute(source: string | undefined, fail: (reason: string) => void): void {
  if (!source) fail('Expected expression but not found.');
  else if (compile(source).kind === 'static') {
    fail(
      `Expected expression but found static value '${source}'. An expression must start with '=' (e.g. '=${source}').`,
    );
  }
}

export function optional(node: Node | undefined, property: string): Expression | null {
  const value = text(node, property);
  return value === undefined ? null : compile(value);
}

/** The text of a `bpmn:FormalExpression` (condition, timer, completion condition). */
export function formal(node: Node | undefined, property: string): string | undefined {
  return text(one(node, property), 'body')?.trim();
}

/** Headers of Camunda's own begin so. */
const RESERVED = 'io.camunda.zeebe:';

/** A header without a key or a value is none. */
export function readHeaders(node: Node, findings: Findings): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const header of many(extension(node, 'zeebe:TaskHeaders'), 'values')) {
    const key = text(header, 'key');
    if (key?.startsWith(RESERVED)) findings.add(node, `A header must not begin with '${RESERVED}', but was '${key}'`);
    const value = text(header, 'value');
    if (key && value) headers[key] = value;
  }
  return headers;
}

const NEEDED = `Must have exactly one 'zeebe:taskDefinition' extension element`;
/** What Zeebe says of what may do its work in either of two ways. */
export const eitherWay = (other: string): string =>
  `Must have either one '${other}' or one 'zeebe:taskDefinition' extension element`;

/** The job of an element; `needed` is what it is told when it has none. */
export function readJob(node: Node, findings: Findings, needed = NEEDED): JobBehaviour {
  const definition = extension(node, 'zeebe:TaskDefinition');
  if (!definition || extensions(node).filter(({ $type }) => $type === 'zeebe:TaskDefinition').length > 1) {
    findings.add(node, needed);
  } else if (!text(definition, 'type')) {
    findings.add(node, 'Expected expression but not found.', 'extensionElements', 'taskDefinition');
  }
  return {
    kind: 'job',
    type: compile(text(definition, 'type') ?? ''),
    retries: compile(text(definition, 'retries') ?? '3'),
    headers: readHeaders(node, findings),
  };
}

export function readBinding(node: Node | undefined): Binding {
  const type = text(node, 'bindingType');
  if (type === 'deployment') return { type };
  if (type === 'versionTag') return { type, tag: text(node, 'versionTag') ?? '' };
  return { type: 'latest' };
}

export function readMultiInstance(node: Node, findings: Findings): MultiInstance | null {
  const loop = one(node, 'loopCharacteristics');
  if (!loop) return null;
  if (loop.$type !== 'bpmn:MultiInstanceLoopCharacteristics') {
    findings.add(node, 'Standard loops are not supported; use a multi-instance marker with an input collection');
    return null;
  }
  const zeebe = extension(loop, 'zeebe:LoopCharacteristics');
  const inputCollection = text(zeebe, 'inputCollection');
  if (!inputCollection) {
    findings.add(node, `Attribute 'inputCollection' of 'zeebe:loopCharacteristics' must be present and not empty`);
  }
  const condition = formal(loop, 'completionCondition');
  const outputCollection = text(zeebe, 'outputCollection') ?? null;
  const outputElement = optional(zeebe, 'outputElement');
  if ((outputCollection === null) !== (outputElement === null)) {
    findings.add(node, `Attributes 'outputCollection' and 'outputElement' must be used together`);
  }
  return {
    sequential: loop.isSequential === true,
    inputCollection: compile(inputCollection ?? ''),
    inputElement: text(zeebe, 'inputElement') ?? null,
    outputCollection,
    outputElement,
    completionCondition: condition ? feel(condition.replace(/^=/, '')) : null,
  };
}
