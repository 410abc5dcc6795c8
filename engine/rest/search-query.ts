import { badRequest, type RestError, unreadable } from './problem.ts';

/**
 * Turns the search requests of the Orchestration Cluster REST API (`filter`, `sort`, `page`) into SQL over the engine's
 * tables. Only fields named in a `SearchSource` reach the database, and only as parameters.
 */
export type FieldType = 'text' | 'key' | 'integer' | 'millis' | 'instant' | 'boolean' | 'textArray';

/** `millis`: a column of epoch milliseconds; `instant`: a timestamptz expression. Both are date-times on the wire. */
export interface SearchField {
  /** SQL expression over the source, for example `t.element_id`. */
  sql: string;
  type: FieldType;
  /** The column behind `sql` where that makes null of the column's own word for nothing. Indexes are on the column. */
  column?: { sql: string; nothing: string };
  /** Never null: the rows behind a cursor then begin where an index has it. */
  filled?: true;
}

export interface SearchSource {
  /** FROM clause, for example `engine.user_task t`. */
  from: string;
  /** Columns to read, as SQL. */
  select: string;
  /** Conditions that always hold. */
  where?: string[];
  fields: Record<string, SearchField>;
  /** The field that makes the order total; it is appended to every sort. */
  keyField: string;
  /** Fields of the order only, which no caller can name. */
  hidden?: Record<string, SearchField>;
  /** Fields whose filter needs its own SQL, by name. */
  special?: Record<string, (value: unknown, params: unknown[]) => string>;
  /** Fields of one part of what is searched: together they must hold for the same part. */
  parts?: SearchPart[];
}

export interface SearchPart {
  fields: Record<string, SearchField>;
  /** All conditions as one, on the whole. */
  where: (conditions: string) => string;
}

export interface SearchRequest {
  filter?: Record<string, unknown> | null;
  sort?: { field: string; order?: string }[] | { field: string; order?: string } | null;
  page?: { limit?: number; from?: number; after?: string | null; before?: string | null } | null;
}

export interface SearchPlan {
  rows: { text: string; values: unknown[] };
  count: { text: string; values: unknown[] };
  sortFields: string[];
  backwards: boolean;
  limit: number;
}

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 10_000;
/** Camunda reports at most this many hits and sets `hasMoreTotalItems` beyond. */
export const COUNT_CAP = 10_000;

interface SortKey {
  name: string;
  field: SearchField;
  descending: boolean;
}

export function planSearch(source: SearchSource, request: SearchRequest): SearchPlan {
  const sort = readSort(source, request.sort ?? []);
  const page = readPage(request.page ?? {});
  const values: unknown[] = [];
  const where = [...(source.where ?? []), ...readFilter(source, request.filter ?? {}, values)];
  const countText = `SELECT count(*)::int AS n FROM (SELECT 1 FROM ${source.from}${whereClause(where)} LIMIT ${COUNT_CAP + 1}) hits`;
  const count = { text: countText, values: [...values] };

  const backwards = page.before !== undefined;
  const cursor = page.after ?? page.before;
  if (cursor !== undefined) where.push(cursorCondition(sort, decodeCursor(cursor, sort.length), backwards, values));
  // Nulls last going forward, so that a cursor comparison stays a plain chain of conditions.
  const nulls = backwards ? 'NULLS FIRST' : 'NULLS LAST';
  const order = sort.map((key) => `${key.field.sql} ${key.descending !== backwards ? 'DESC' : 'ASC'} ${nulls}`);
  values.push(page.limit, page.from);
  const cursorColumns = sort.map((key, index) => `(${key.field.sql})::text AS "cursor${index}"`);
  const text =
    `SELECT ${source.select}, ${cursorColumns.join(', ')} FROM ${source.from}${whereClause(where)}` +
    ` ORDER BY ${order.join(', ')} LIMIT $${values.length - 1} OFFSET $${values.length}`;
  return { rows: { text, values }, count, sortFields: sort.map((key) => key.name), backwards, limit: page.limit };
}

/** The opaque cursor of a row that `planSearch`'s statement returned. */
export function cursorOf(row: Record<string, unknown>, sortFields: string[]): string {
  const values = sortFields.map((_, index) => row[`cursor${index}`] ?? null);
  return Buffer.from(JSON.stringify(values)).toString('base64');
}

/** Names come from outside: `constructor` is no field. */
function own<T>(record: Record<string, T>, name: unknown): T | undefined {
  return typeof name === 'string' && Object.hasOwn(record, name) ? record[name] : undefined;
}

function objectOf(what: string, value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null) throw badRequest(`${what} must be an object.`);
  return value as Record<string, unknown>;
}

function whereClause(conditions: string[]): string {
  return conditions.length > 0 ? ` WHERE ${conditions.join(' AND ')}` : '';
}

function readSort(source: SearchSource, sort: NonNullable<SearchRequest['sort']>): SortKey[] {
  const list = Array.isArray(sort) ? sort : [sort];
  const keys = list.map((wish) => {
    const { field: name, order } = objectOf('sort', wish) as { field: string; order?: string };
    const field = own(source.fields, name);
    if (!field || field.type === 'textArray') throw notOneOf('field', name, Object.keys(source.fields));
    if (order !== undefined && !/^(asc|desc)$/i.test(order)) throw notOneOf('order', order, ['ASC', 'DESC']);
    return { name, field, descending: /^desc$/i.test(order ?? 'asc') };
  });
  const last = source.fields[source.keyField] ?? source.hidden?.[source.keyField];
  if (last && !keys.some((key) => key.name === source.keyField)) {
    keys.push({ name: source.keyField, field: last, descending: false });
  }
  return keys.map((key) => (key.name === source.keyField ? { ...key, field: { ...key.field, filled: true } } : key));
}

function readPage(page: NonNullable<SearchRequest['page']>) {
  const limit = page.limit ?? DEFAULT_LIMIT;
  const from = page.from ?? 0;
  if (!Number.isInteger(limit) || limit < 0 || limit > MAX_LIMIT) {
    throw badRequest(`The value for page.limit is '${limit}' but must be a whole number from 0 to ${MAX_LIMIT}.`);
  }
  if (!Number.isInteger(from) || from < 0)
    throw badRequest(`The value for page.from is '${from}' but must be a non-negative number.`);
  const after = page.after ?? undefined;
  const before = page.before ?? undefined;
  if ((after !== undefined && before !== undefined) || (from > 0 && (after ?? before) !== undefined)) {
    throw badRequest('Only one of [from, after, before] is allowed.');
  }
  return { limit, from, after, before };
}

function decodeCursor(cursor: string, length: number): (string | null)[] {
  try {
    const values = JSON.parse(Buffer.from(cursor, 'base64').toString('utf8'));
    if (Array.isArray(values) && values.length === length) return values;
  } catch {
    // Falls through: both cases are the same mistake of the caller.
  }
  throw badRequest(
    'The page cursor does not belong to this search. Use endCursor or startCursor of its last answer with the same sort.',
  );
}

const CAST: Record<FieldType, string> = {
  text: 'text',
  key: 'bigint',
  integer: 'integer',
  millis: 'bigint',
  instant: 'timestamptz',
  boolean: 'boolean',
  textArray: 'text',
};

/**
 * Rows strictly behind (or, backwards, before) the cursor: (a > x) OR (a = x AND b > y) OR …, nulls last. No index is read from such
 * a chain, so a >= x is said beside it: a page deep in a long history would otherwise cost all pages before it.
 */
function cursorCondition(sort: SortKey[], cursor: (string | null)[], backwards: boolean, values: unknown[]): string {
  const alternatives: string[] = [];
  const equal: string[] = [];
  let reach: string | undefined;
  sort.forEach(({ field, descending }, index) => {
    const value = cursor[index] ?? null;
    const { sql } = field;
    const ascending = descending === backwards;
    if (value === null) {
      if (backwards) alternatives.push([...equal, `${sql} IS NOT NULL`].join(' AND '));
      equal.push(`${sql} IS NULL`);
      return;
    }
    values.push(value);
    const bound = `$${values.length}::${CAST[field.type]}`;
    const beyond = `${sql} ${ascending ? '>' : '<'} ${bound}`;
    const withoutNulls = backwards || field.filled === true;
    alternatives.push([...equal, withoutNulls ? beyond : `(${beyond} OR ${sql} IS NULL)`].join(' AND '));
    equal.push(`${sql} = ${bound}`);
    if (index === 0 && withoutNulls) reach = `${sql} ${ascending ? '>=' : '<='} ${bound}`;
  });
  const chain = `(${alternatives.map((part) => `(${part})`).join(' OR ') || 'false'})`;
  return reach ? `${reach} AND ${chain}` : chain;
}

/** A word that is none of the allowed ones, in Camunda's words. */
function notOneOf(property: string, found: string, allowed: string[]): RestError {
  return unreadable(
    `Unexpected value '${found}' for enum field '${property}'. Use any of the following values: [${allowed.join(', ')}]`,
  );
}

/** The conditions of a filter; `values` takes its parameters. */
export function readFilter(source: SearchSource, filter: Record<string, unknown>, values: unknown[]): string[] {
  const conditions: string[] = [];
  for (const { fields, where } of source.parts ?? []) {
    const found = Object.entries(filter).flatMap(([name, value]) => {
      const field = own(fields, name);
      return field && value !== undefined && !saysNothing(value) ? fieldConditions(name, field, value, values) : [];
    });
    if (found.length > 0) conditions.push(where(found.join(' AND ')));
  }
  for (const [name, value] of Object.entries(filter)) {
    if (value === undefined || saysNothing(value)) continue;
    const special = own(source.special ?? {}, name);
    if (source.parts?.some(({ fields }) => own(fields, name))) continue;
    if (name === '$or') conditions.push(readOr(source, value, values));
    else if (special) conditions.push(special(value, values));
    else {
      const field = own(source.fields, name);
      if (!field) throw unreadable(`Request property [filter.${name}] cannot be parsed`);
      conditions.push(...fieldConditions(name, field, value, values));
    }
  }
  return conditions;
}

function readOr(source: SearchSource, value: unknown, values: unknown[]): string {
  if (!Array.isArray(value) || value.length === 0) throw badRequest('$or must be a list of filters.');
  const parts = value.map((part) => readFilter(source, objectOf('$or', part), values).join(' AND ') || 'true');
  return `(${parts.map((part) => `(${part})`).join(' OR ')})`;
}

const COMPARE: Record<string, string> = { $eq: '=', $neq: '<>', $gt: '>', $gte: '>=', $lt: '<', $lte: '<=' };

/** Conditions of one field: a bare value, or Camunda's `$eq $neq $exists $gt $gte $lt $lte $in $notIn $like`. */
export function fieldConditions(name: string, field: SearchField, value: unknown, values: unknown[]): string[] {
  if (typeof value !== 'object' || value === null) return [compare(name, field, '$eq', value, values)];
  return Object.entries(value)
    .filter(([, operand]) => !saysNothing(operand))
    .map(([operator, operand]) => compare(name, field, operator, operand, values));
}

/** Camunda's Java client writes the fields and operators of a filter that nobody set as null or as an empty list. */
function saysNothing(operand: unknown): boolean {
  return operand === null || (Array.isArray(operand) && operand.length === 0);
}

function compare(name: string, field: SearchField, operator: string, operand: unknown, values: unknown[]): string {
  const bind = (bound: unknown, type: string) => {
    values.push(bound);
    return `$${values.length}::${type}`;
  };
  const cast = CAST[field.type];
  if (operator === '$exists') {
    const filled = field.type === 'textArray' ? `cardinality(${field.sql}) > 0` : `${field.sql} IS NOT NULL`;
    return operand ? filled : `NOT coalesce(${filled}, false)`;
  }
  if (operator === '$in' || operator === '$notIn') {
    if (!Array.isArray(operand)) throw badRequest(`${name}.${operator} must be a list.`);
    const items = operand.map((item) => checked(name, field, item));
    const list = bind(items, `${cast}[]`);
    const inside =
      field.type === 'textArray' ? `${field.sql} && ${list}` : `${comparedSql(field, items)} = ANY(${list})`;
    return operator === '$in' ? inside : `NOT coalesce(${inside}, false)`;
  }
  if (operator === '$like') {
    const pattern = bind(likePattern(String(operand)), 'text');
    if (field.type === 'textArray')
      return `EXISTS (SELECT 1 FROM unnest(${field.sql}) item WHERE item LIKE ${pattern})`;
    return `(${field.sql})::text LIKE ${pattern}`;
  }
  const symbol = own(COMPARE, operator);
  if (!symbol) throw badRequest(`Unknown filter operator ${operator} on ${name}.`);
  const wanted = checked(name, field, operand);
  const bound = bind(wanted, cast);
  if (field.type === 'textArray')
    return operator === '$neq' ? `NOT (${field.sql} @> ARRAY[${bound}])` : `${field.sql} @> ARRAY[${bound}]`;
  if (operator === '$neq') return `${field.sql} IS DISTINCT FROM ${bound}`;
  return `${operator === '$eq' ? comparedSql(field, [wanted]) : field.sql} ${symbol} ${bound}`;
}

/** What is compared for equality with `values`: the plain column, unless one of them is its word for nothing. */
function comparedSql({ sql, column }: SearchField, values: unknown[]): string {
  return column && !values.includes(column.nothing) ? column.sql : sql;
}

/** Camunda's wildcards: `*` any run, `?` one character, backslash escapes. */
function likePattern(pattern: string): string {
  return pattern.replace(/\\([*?\\])|[%_*?\\]/g, (found, escaped: string | undefined) => {
    if (escaped !== undefined) return escaped === '\\' ? '\\\\' : escaped;
    if (found === '*') return '%';
    return found === '?' ? '_' : `\\${found}`;
  });
}

function checked(name: string, field: SearchField, value: unknown): unknown {
  const text = String(value);
  const wrong = (expected: string) => badRequest(`The value for ${name} is '${text}' but must be ${expected}.`);
  if (field.type === 'key' && !/^\d{1,19}$/.test(text)) throw wrong('a key (a string of digits)');
  if (field.type === 'integer' && !/^-?\d{1,10}$/.test(text)) throw wrong('a whole number');
  if (field.type === 'boolean' && typeof value !== 'boolean') throw wrong('true or false');
  if (field.type === 'boolean') return value;
  if (field.type !== 'millis' && field.type !== 'instant') return text;
  const instant = Date.parse(text);
  if (Number.isNaN(instant)) throw wrong('a date-time with offset, for example 2026-01-31T08:00:00Z');
  return field.type === 'millis' ? instant : text;
}
