/** What a FEEL expression is made of. */
export type Node =
  | { kind: 'constant'; value: unknown }
  /** `a.b.c`: a variable, and what is taken from it. */
  | { kind: 'name'; path: readonly string[] }
  /** `?` */
  | { kind: 'input' }
  | { kind: 'list'; items: readonly Node[] }
  | { kind: 'context'; entries: readonly (readonly [key: string, value: Node])[] }
  | { kind: 'path'; target: Node; name: string }
  | { kind: 'filter'; list: Node; condition: Node }
  | { kind: 'call'; name: string; args: Arguments; of: Node | null }
  | { kind: 'function'; parameters: readonly string[]; body: Node }
  | { kind: 'negation'; value: Node }
  | { kind: 'arithmetic'; operator: Arithmetic; left: Node; right: Node }
  | { kind: 'comparison'; operator: Comparison; left: Node; right: Node }
  | { kind: 'and' | 'or'; left: Node; right: Node }
  | { kind: 'in'; value: Node; tests: readonly Node[] }
  | { kind: 'instance of'; value: Node; type: string }
  | { kind: 'if'; condition: Node; then: Node; otherwise: Node }
  | { kind: 'for'; iterators: readonly Iterator[]; body: Node }
  | { kind: 'some' | 'every'; iterators: readonly Iterator[]; condition: Node }
  /** As an argument of a function; everywhere else `[1..5]` asks whether the input is in it. */
  | { kind: 'range'; range: RangeNode }
  | { kind: 'in range'; range: RangeNode }
  /** `true` or `false` at the end of a cell: what the input is. */
  | { kind: 'input is'; value: boolean }
  /** `> 5`: asks it of the input. */
  | { kind: 'input compares'; operator: '<' | '<=' | '>' | '>='; operand: Node };

export type Arithmetic = '+' | '-' | '*' | '/' | '**';
export type Comparison = '=' | '!=' | '<' | '<=' | '>' | '>=';

export interface Iterator {
  name: string;
  list: Node;
  /** `list..to`: the numbers from one to the other. */
  to: Node | null;
}
export interface RangeNode {
  low: Node;
  high: Node;
  /** Whether the ends belong to it. */
  lowIncluded: boolean;
  highIncluded: boolean;
}
export type Arguments =
  | { kind: 'positional'; values: readonly Node[] }
  | { kind: 'named'; values: readonly (readonly [name: string, value: Node])[] };
