/**
 * Whether the elements of a diagram stand where BPMN's schema wants them. Camunda validates a diagram against the schema before it reads
 * it and refuses it for the first element out of place, in the words of its XML parser (Xerces); moddle reads it all the same.
 */
import { Parser } from 'saxen';
import { CONTENT_MODELS, SUBSTITUTES, TYPE_OF } from './content-models.ts';

const BPMN = 'http://www.omg.org/spec/BPMN/20100524/MODEL';
const BPMNDI = 'http://www.omg.org/spec/BPMN/20100524/DI';
const ZEEBE = 'http://camunda.org/schema/zeebe/1.0';
/** Namespaces by the prefix they get here, whatever the diagram calls them. */
const NAMESPACES: Record<string, string> = { bpmn: BPMN, bpmndi: BPMNDI, zeebe: ZEEBE };
const OTHER = '#other';

/** Elements one of which may come at a place of a sequence. */
interface Particle {
  names: string[];
  /** Type of an element by its name, where it is not the one of that name. */
  types: Record<string, string>;
  required: boolean;
  repeats: boolean;
}

function particleOf(text: string): Particle {
  const occurs = /[?*+]$/.exec(text)?.[0] ?? '';
  const types: Record<string, string> = {};
  const names = text
    .replace(/[?*+]$/, '')
    .split('|')
    .map((alternative) => {
      const [name = '', type] = alternative.split(':');
      if (type) types[name] = type;
      return name;
    });
  return { names, types, required: occurs === '' || occurs === '+', repeats: occurs === '*' || occurs === '+' };
}

const types = new Map(
  CONTENT_MODELS.trim()
    .split('\n')
    .map((line) => {
      const [, name = '', base, content] = /^(\w+)(?: < (\w+))?(?:: (.*))?$/.exec(line) ?? [];
      return [name, { base, own: (content ?? '').split(' ').filter(Boolean).map(particleOf) }] as const;
    }),
);

const sequences = new Map<string, Particle[]>();
function sequenceOf(type: string): Particle[] | undefined {
  const known = sequences.get(type);
  const definition = types.get(type);
  if (known || !definition) return known;
  const sequence = [...((definition.base && sequenceOf(definition.base)) || []), ...definition.own];
  sequences.set(type, sequence);
  return sequence;
}

/** Names of the elements each may be replaced by, itself included. */
const placesOf = (name: string): string[] => [
  name,
  ...(SUBSTITUTES[name]?.split(' ').flatMap((member) => placesOf(member)) ?? []),
];
const headsOf = new Map<string, string[]>();
for (const head of Object.keys(SUBSTITUTES)) {
  for (const name of placesOf(head)) headsOf.set(name, [...(headsOf.get(name) ?? []), head]);
}

/** An element that is open: what it may hold, and the last of it that has come. */
interface Open {
  sequence: Particle[];
  at: number;
}

const matches = ({ names }: Particle, name: string): boolean =>
  name.startsWith('bpmn:')
    ? names.some((place) => place === name.slice(5) || headsOf.get(name.slice(5))?.includes(place))
    : names.includes(OTHER) || (name.startsWith('bpmndi:') && names.includes(name.slice(7)));

/** Places of the sequence that may come next, in its order. */
function nextPlaces({ sequence, at }: Open): number[] {
  const places = sequence[at]?.repeats ? [at] : [];
  for (let place = at + 1; place < sequence.length; place++) {
    places.push(place);
    if (sequence[place]?.required) break;
  }
  return places;
}

const isComplete = ({ sequence, at }: Open): boolean => !sequence.slice(at + 1).some(({ required }) => required);

const expandedName = (place: string): string => {
  if (place === OTHER) return `WC[##other:"${BPMN}"]`;
  return `"${place.startsWith('BPMN') ? BPMNDI : BPMN}":${place}`;
};

function expectation(open: Open): string {
  const names = nextPlaces(open).flatMap((place) => open.sequence[place]?.names ?? []);
  return `{${names.map(expandedName).join(', ')}}`;
}

/** The first element out of place, in Xerces' words; null when there is none, or when it is no XML. */
export function contentOutOfOrder(xml: string): string | null {
  const open: (Open | null)[] = [];
  let found: string | null = null;

  /** @returns what it is out of place in; null where it fits */
  function enter(name: string): Open | null {
    const parent = open.at(-1);
    let type = /^bpmn(?:di)?:(.+)$/.exec(name)?.[1] ?? '';
    if (parent) {
      const place = nextPlaces(parent).find((candidate) => matches(parent.sequence[candidate] as Particle, name));
      if (place === undefined) return parent;
      parent.at = place;
      type = parent.sequence[place]?.types[type] ?? TYPE_OF[type] ?? type;
    }
    const known = parent !== null && type !== '' ? sequenceOf(type.charAt(0).toUpperCase() + type.slice(1)) : undefined;
    open.push(known ? { sequence: known, at: -1 } : null);
    return null;
  }

  const parser = new Parser();
  parser.ns(Object.fromEntries(Object.entries(NAMESPACES).map(([prefix, uri]) => [uri, prefix])));
  parser.on('error', () => parser.stop());
  parser.on('openTag', (name, _attributes, _decode, _selfClosing, getContext) => {
    const around = enter(name);
    if (!around) return;
    // Asked for once only: it counts the lines from the beginning, 4 MB of them.
    const { data, line, column } = getContext();
    const raw = rawName(data);
    const read = xml.slice(0, startOfLine(xml, line) + column + data.length);
    found = at(line + lines(data), misplaced(around, expanded(raw, read), raw));
    parser.stop();
  });
  parser.on('closeTag', (_name, _decode, _selfClosing, getContext) => {
    const closed = open.pop();
    if (!closed || isComplete(closed)) return;
    const { data, line } = getContext();
    found = at(
      line + lines(data),
      `cvc-complex-type.2.4.b: The content of element '${rawName(data)}' is not complete. One of '${expectation(closed)}' is expected.`,
    );
    parser.stop();
  });
  parser.parse(xml);
  return found;
}

/** The name with the namespace that its prefix had last in what was read. */
function expanded(raw: string, read: string): string {
  const [, prefix = '', local] = /^(?:(.*):)?(.*)$/.exec(raw) ?? [];
  const uri = [...read.matchAll(DECLARATION)].findLast(([, declared = '']) => declared === prefix)?.[2];
  return uri ? `{"${uri}":${local}}` : raw;
}

function startOfLine(text: string, line: number): number {
  const breaks = /\r\n|\r|\n/g;
  for (let passed = 0; passed < line; passed++) breaks.exec(text);
  return breaks.lastIndex;
}

const lines = (text: string): number => text.split('\n').length - 1;
const DECLARATION = /\sxmlns(?::([^\s=]+))?\s*=\s*["']([^"']*)["']/g;
const rawName = (tag: string): string => /^<\/?([^\s/>]+)/.exec(tag)?.[1] ?? '';
const at = (line: number, problem: string): string => `Error: URI=null Line=${line + 1}: ${problem}`;

function misplaced(parent: Open, expanded: string, raw: string): string {
  if (nextPlaces(parent).length === 0) {
    return `cvc-complex-type.2.4.d: Invalid content was found starting with element '${raw}'. No child element is expected at this point.`;
  }
  return `cvc-complex-type.2.4.a: Invalid content was found starting with element '${expanded}'. One of '${expectation(parent)}' is expected.`;
}
