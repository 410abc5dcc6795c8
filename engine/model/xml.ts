/**
 * Reads BPMN and DMN XML into moddle trees, synchronously.
 *
 * `moddle.fromXML` only *delivers* asynchronously; the reader parses before it returns. The core must be synchronous (a
 * command is applied in one go), so the reader is used directly and its result is taken from the root handler.
 */
import { BpmnModdle } from 'bpmn-moddle';
import { DmnModdle } from 'dmn-moddle';
import { Reader } from 'moddle-xml';
import zeebe from 'zeebe-bpmn-moddle/resources/zeebe.json' with { type: 'json' };

/** A node of a moddle tree; properties depend on `$type`. */
export interface Node {
  $type: string;
  id?: string;
  name?: string;
  $parent?: Node;
  $attrs?: Record<string, string>;
  [property: string]: unknown;
}

export interface Parsed {
  root: Node;
  warnings: string[];
}

interface RootHandler {
  element?: Node;
  context?: { warnings: Warning[] };
  handleEnd(): void;
}

interface Warning {
  message: string;
  /** Which reference leads nowhere. */
  property?: string;
  /** What the reader stumbled over, when the message only says where. */
  error?: Error;
}

function describe({ message, property, error }: Warning): string {
  return [message, property && `(${property})`, error?.message]
    .map((text) => text?.split('\n')[0] ?? '')
    .filter((text) => text !== '')
    .join(': ');
}

const bpmn = new BpmnModdle({ zeebe });
const dmn = new DmnModdle();

/** Throws an Error that says what is wrong with the XML. */
function parse(model: unknown, rootType: string, xml: string): Parsed {
  const reader = new Reader({ model, lax: true });
  const handler = reader.handler(rootType) as unknown as RootHandler;
  let ended = false;
  const handleEnd = handler.handleEnd;
  handler.handleEnd = function end(this: RootHandler) {
    handleEnd.call(this);
    ended = true;
  };
  let failure: unknown;
  reader.fromXML(xml, handler).catch((error: unknown) => {
    failure = error;
  });
  const warnings = (handler.context?.warnings ?? []).map(describe);
  if (!ended || !handler.element) {
    throw new Error(warnings[0] ?? (failure as Error | undefined)?.message ?? `the XML has no ${rootType} root`);
  }
  return { root: handler.element, warnings };
}

export const parseBpmn = (xml: string): Parsed => parse(bpmn, 'bpmn:Definitions', xml);
export const parseDmn = (xml: string): Parsed => parse(dmn, 'dmn:Definitions', xml);

/** Children listed under a property, `[]` when there are none. */
export function many(node: Node | undefined, property: string): Node[] {
  const value = node?.[property];
  return Array.isArray(value) ? (value as Node[]) : value ? [value as Node] : [];
}

export function one(node: Node | undefined, property: string): Node | undefined {
  const value = node?.[property];
  return value && typeof value === 'object' ? (value as Node) : undefined;
}

/** A string property; '' and absent are both undefined. */
export function text(node: Node | undefined, property: string): string | undefined {
  const value = node?.[property];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export const id = (node: Node): string => node.id ?? '';

/** The `zeebe:*` extension element of a type, wherever the element has it. */
export function extension(node: Node, type: string): Node | undefined {
  return many(one(node, 'extensionElements'), 'values').find((value) => value.$type === type);
}

export function extensions(node: Node): Node[] {
  return many(one(node, 'extensionElements'), 'values');
}
