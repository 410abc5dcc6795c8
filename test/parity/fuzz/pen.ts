import * as d from '../support/diagram.ts';
import type { Dress, Loop } from './blocks.ts';
import { mayGrow } from './broker-faults.ts';

/** Part of a scope: one way in, and one way out unless every way has ended inside. */
export interface Part {
  nodes: d.Node[];
  flows: string[];
  first: string;
  last: string | null;
}

export const single = (node: d.Node): Part => ({ nodes: [node], flows: [], first: node.id, last: node.id });

/** What is thrown somewhere would be caught by what throws it, again and again. */
export interface Barred {
  signals: boolean;
  escalations: boolean;
}

/** Names, and what has been drawn so far. */
export interface Pen {
  named(prefix: string): string;
  /** A number that changes from element to element: what an element refers to. */
  turn(): number;
  job(id: string): string;
  barred: Barred;
  /** Activities of the scope being drawn that have a handler to undo them. */
  compensable: string[];
  elementIds: string[];
}

export function createPen(): Pen {
  let count = 0;
  const elementIds: string[] = [];
  return {
    named(prefix) {
      count += 1;
      elementIds.push(`${prefix}${count}`);
      return `${prefix}${count}`;
    },
    turn: () => count,
    job: (id) => `fuzz-${id.toLowerCase()}`,
    barred: { signals: false, escalations: false },
    compensable: [],
    elementIds,
  };
}

type Listened = Dress['listened'];

/** Which listeners an element may have; 8.6 refuses the others. */
export const LISTENERS = {
  activity: ['start', 'end'],
  /** They have happened when they begin. */
  happened: ['end'],
  /** Nothing comes after them. */
  gone: ['start'],
} as const;

export function listenersOf(id: string, listened: Listened, allowed: readonly ('start' | 'end')[]): string {
  const wanted = allowed.filter((event) => listened === 'both' || listened === event);
  if (wanted.length === 0) return '';
  return d.listeners(...wanted.map((event): ['start' | 'end', string] => [event, `fuzz-${id.toLowerCase()}-${event}`]));
}

/** A mapping that fails for 3 becomes an incident, and goes on after another value. */
const checked = (id: string): string => `=assert(n, n != 3, "three at ${id}")`;

export function mappingsOf(id: string, mapped: Dress['mapped'], kinds: 'both' | 'output'): string {
  if (mapped === 'none') return '';
  const inputs = kinds === 'both' ? [d.input(`in${id}`, mapped === 'failing' ? checked(id) : '=n + 1')] : [];
  const result = mapped === 'failing' && kinds === 'output' ? checked(id) : `=if n = null then "none" else n`;
  return d.mapping(...inputs, d.output(`out${id}`, result));
}

export function repeated(found: Loop | null, id: string): string {
  if (!found) return '';
  const { items, sequential, collects, until } = found;
  const condition =
    until === null
      ? undefined
      : until === 'active'
        ? '=numberOfActiveInstances = 0'
        : until === 'odd'
          ? '=if n = 3 then "three" else n = 2'
          : `=numberOfCompletedInstances >= ${until}`;
  return d.loop({
    collection:
      items === 'n' && mayGrow(found)
        ? '=for i in 1..(if began = null then 2 else 2 + min(2, floor((now() - date and time(began)) / duration("PT1H")))) return i'
        : `=[${Array.from({ length: items === 'n' ? 2 : items }, (_, at) => at + 1)}]`,
    element: 'item',
    sequential,
    ...(collects ? { output: [`got${id}`, items === 'n' ? '=n' : '=item'] as [string, string] } : {}),
    ...(condition ? { completionCondition: condition } : {}),
  });
}
