import type { ChangeSet, EntityKind } from '../core/types.ts';
import { type ColumnType, columnName, ENTITY_KINDS, TABLES } from './tables.ts';

/** A named statement: pg prepares it once per session. */
export interface BatchStatement {
  name: string;
  text: string;
  values: unknown[];
}

export type BatchWriter = (changes: ChangeSet, epoch: string) => BatchStatement;

/**
 * Makes one statement for a whole batch: a CTE that upserts every touched table from `unnest` arrays, deletes what is gone,
 * and fences a stale writer. Being one statement it is one transaction and one round trip.
 *
 * Measured on two cores (architecture §3): jsonb_to_recordset cost 60 % more than unnest arrays; a statement per table
 * costs a round trip each. There is one prepared statement per combination of touched tables (a few dozen in practice).
 */
export function createBatchWriter(): BatchWriter {
  const texts = new Map<string, string>();
  return (changes, epoch) => {
    const values: unknown[] = [epoch, changes.nextKey];
    const parts: Part[] = [];
    for (const kind of ENTITY_KINDS) {
      const { upserts, deletes } = changes[kind];
      if (upserts.length > 0) {
        parts.push({ kind, operation: 'upsert', firstParameter: values.length + 1 });
        pushColumns(kind, upserts, values);
      }
      // A variable's row is history: it outlives its scope.
      if (deletes.length > 0 && kind !== 'variable') {
        parts.push({ kind, operation: 'delete', firstParameter: values.length + 1 });
        values.push(`{${deletes.join(',')}}`);
      }
    }
    const name = `engine_batch${parts.map((part) => `_${part.operation[0]}${ENTITY_KINDS.indexOf(part.kind)}`).join('')}`;
    const text = texts.get(name) ?? statementText(parts);
    texts.set(name, text);
    return { name, text, values };
  };
}

interface Part {
  kind: EntityKind;
  operation: 'upsert' | 'delete';
  firstParameter: number;
}

function statementText(parts: Part[]): string {
  const ctes = parts.map((part) => (part.operation === 'upsert' ? upsertPart(part) : deletePart(part)));
  return `${ctes.length > 0 ? `WITH ${ctes.join(', ')} ` : ''}SELECT engine.advance_writer($1, $2)`;
}

function deletePart({ kind, firstParameter }: Part): string {
  return `delete_${kind} AS (DELETE FROM engine.${TABLES[kind].name} WHERE key = ANY($${firstParameter}::bigint[]))`;
}

/** Column types as `unnest` gets them; arrays of text travel as one literal per row. */
const PARAMETER: Record<ColumnType, string> = {
  key: 'bigint',
  text: 'text',
  integer: 'integer',
  millis: 'bigint',
  boolean: 'boolean',
  json: 'text',
  textArray: 'text',
};
const CAST: Partial<Record<ColumnType, string>> = { json: '::json', textArray: '::text[]' };

function upsertPart({ kind, firstParameter }: Part): string {
  const { name, columns } = TABLES[kind];
  const fields = Object.entries(columns) as [string, ColumnType][];
  const names = fields.map(([field]) => columnName(field));
  const parameters = fields.map(([, type], index) => `$${firstParameter + index}::${PARAMETER[type]}[]`);
  const selected = fields.map(([field, type]) => `n.${columnName(field)}${CAST[type] ?? ''}`);
  const updates = names.filter((column) => column !== 'key').map((column) => `${column} = excluded.${column}`);
  return (
    `upsert_${kind} AS (INSERT INTO engine.${name} (${names.join(', ')}) SELECT ${selected.join(', ')}` +
    ` FROM unnest(${parameters.join(', ')}) AS n(${names.join(', ')}) ON CONFLICT (key) DO UPDATE SET ${updates.join(', ')})`
  );
}

function pushColumns(kind: EntityKind, rows: readonly object[], values: unknown[]): void {
  for (const [field, type] of Object.entries(TABLES[kind].columns) as [string, ColumnType][]) {
    const encode = ENCODE[type];
    let literal = '{';
    for (let index = 0; index < rows.length; index += 1) {
      const value = (rows[index] as Record<string, unknown>)[field];
      literal += (index === 0 ? '' : ',') + (value === undefined ? 'NULL' : encode(value));
    }
    values.push(`${literal}}`);
  }
}

/**
 * Array elements as PostgreSQL reads them. pg would do the same from JavaScript arrays, but with a recursion and two regular
 * expressions per element: about a tenth of the engine's CPU.
 */
type Encode = (value: unknown) => string;

const bare: Encode = (value) => (value === null ? 'NULL' : String(value));

const ENCODE: Record<ColumnType, Encode> = {
  key: bare,
  integer: bare,
  millis: bare,
  boolean: bare,
  text: (value) => (value === null ? 'NULL' : quoted(storable(String(value)))),
  // An absent JSON value is SQL NULL; null is the JSON null, which a variable may hold.
  json: (value) => quoted(JSON.stringify(value)),
  textArray: (value) =>
    value === null ? 'NULL' : quoted(`{${(value as string[]).map((item) => quoted(storable(item))).join(',')}}`),
};

/** PostgreSQL's text cannot hold NUL; one such character must not fail a batch of other people's commands. */
function storable(text: string): string {
  return text.includes('\0') ? text.replaceAll('\0', '\uFFFD') : text;
}

function quoted(text: string): string {
  return text.includes('"') || text.includes('\\') ? `"${text.replace(/["\\]/g, '\\$&')}"` : `"${text}"`;
}
