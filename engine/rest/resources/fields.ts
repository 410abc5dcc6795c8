import { DEFAULT_TENANT } from '../../core/types.ts';
import { badRequest } from '../problem.ts';
import { fieldConditions, type SearchField } from '../search-query.ts';

/** What the searchable resources have in common: field kinds, mappings of column values, shared conditions. */

export const tenantId: SearchField = { sql: `'${DEFAULT_TENANT}'::text`, type: 'text' };
export const key = (sql: string): SearchField => ({ sql, type: 'key' });
export const text = (sql: string): SearchField => ({ sql, type: 'text' });
export const integer = (sql: string): SearchField => ({ sql, type: 'integer' });
export const millis = (sql: string): SearchField => ({ sql, type: 'millis' });
/** A moment that every row has. */
export const always = (sql: string): SearchField => ({ ...millis(sql), filled: true });
export const boolean = (sql: string): SearchField => ({ sql, type: 'boolean' });

const optional = (type: 'key' | 'text', column: string, nothing: string): SearchField => ({
  sql: `nullif(${column}, '${nothing}')`,
  type,
  column: { sql: column, nothing },
});
/** Columns that write "none" as -1 and as an empty text. */
export const optionalKey = (column: string): SearchField => optional('key', column, '-1');
export const optionalText = (column: string): SearchField => optional('text', column, '');

// biome-ignore lint/suspicious/noExplicitAny: rows of pg are untyped; each mapping below names what it reads
export type Row = Record<string, any>;

export const iso = (value: string | null) => (value === null ? undefined : new Date(Number(value)).toISOString());
export const some = (value: string | null) => (value === null || value === '' || value === '-1' ? undefined : value);

/** A column of the process definition. Not joined: that would keep a count from being made of an index alone. */
export const ofDefinition = (column: string): string =>
  `(SELECT d.${column} FROM engine.process_definition d WHERE d.key = t.process_definition_key)`;
export const ACTIVE_INCIDENT = "FROM engine.incident i WHERE i.state = 'ACTIVE' AND i.process_instance_key =";

/** A job that has failed and will be tried again; `table` is its alias. */
export const failedWithRetries = (table: string): string =>
  `(${table}.state IN ('ACTIVATABLE', 'ACTIVATED', 'FAILED') AND ${table}.error_message IS NOT NULL AND ${table}.retries > 0)`;

/** For a value that is asked for as it is: what the index over the beginnings of values finds. */
function beginsLike(value: unknown, params: unknown[]): string[] {
  const asked = typeof value === 'object' && value !== null ? (value as Record<string, unknown>).$eq : value;
  if (asked === undefined || asked === null) return [];
  params.push(String(asked));
  return [`left(v.value::text, 64) = left($${params.length}::text, 64)`];
}

/** Who sends another shape must not be told of all there is, or cancel it. @throws RestError */
function namedValues(value: unknown): { name: string; value: unknown }[] {
  const list = Array.isArray(value) ? value : [null];
  if (list.every((item) => typeof item?.name === 'string' && item.value !== undefined)) return list;
  throw badRequest('A filter of variables must be a list of objects with a name and a value.');
}

/** `[{ name, value }]`: every named variable of the instance (or scope) must have that JSON text. */
export function variablesFilter(owner: string) {
  return (value: unknown, params: unknown[]): string => {
    const conditions = namedValues(value).map((variable) => {
      params.push(variable.name);
      const named = `v.name = $${params.length}::text`;
      const matches = fieldConditions('variables', text('v.value::text'), variable.value, params);
      const conditions = [owner, named, ...matches, ...beginsLike(variable.value, params)];
      return `EXISTS (SELECT 1 FROM engine.variable v WHERE ${conditions.join(' AND ')})`;
    });
    return conditions.join(' AND ');
  };
}
