import type { Row } from './views.ts';

/** Camunda 8.8's search over rows in memory: `filter` with its operators, `sort`, `page`. */
export interface SearchRequest {
  filter?: Record<string, unknown>;
  sort?: { field: string; order?: string }[];
  page?: { limit?: number; from?: number; after?: string; before?: string };
}

/** Raised for a filter or sort field no row has: a test must not pass because its filter was overlooked. */
export class BadSearch extends Error {}

type Operator = (found: unknown, wanted: unknown) => boolean;

const same: Operator = (found, wanted) => String(found) === String(wanted) && found !== null;
const OPERATORS: Record<string, Operator> = {
  $eq: same,
  $neq: (found, wanted) => !same(found, wanted),
  $exists: (found, wanted) => (found !== null && found !== undefined) === wanted,
  $in: (found, wanted) => (wanted as unknown[]).some((one) => same(found, one)),
  $notIn: (found, wanted) => !(wanted as unknown[]).some((one) => same(found, one)),
  $like: (found, wanted) => likePattern(String(wanted)).test(String(found ?? '')),
  $gt: (found, wanted) => compare(found, wanted) > 0,
  $gte: (found, wanted) => compare(found, wanted) >= 0,
  $lt: (found, wanted) => compare(found, wanted) < 0,
  $lte: (found, wanted) => compare(found, wanted) <= 0,
};

function likePattern(pattern: string): RegExp {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's');
}

function compare(left: unknown, right: unknown): number {
  const a = String(left ?? '');
  const b = String(right ?? '');
  const bothNumbers = /^-?\d+$/.test(a) && /^-?\d+$/.test(b);
  if (bothNumbers) return BigInt(a) < BigInt(b) ? -1 : BigInt(a) > BigInt(b) ? 1 : 0;
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Filters whose field has another name or is a list in the rows. */
const LISTS: Record<string, string> = { candidateGroup: 'candidateGroups', candidateUser: 'candidateUsers' };

function matches(row: Row, field: string, wanted: unknown): boolean {
  const list = LISTS[field];
  const values = list ? (row[list] as unknown[]) : [row[field]];
  const conditions =
    typeof wanted === 'object' && wanted !== null ? Object.entries(wanted) : [['$eq', wanted] as const];
  return conditions.every(([operator, operand]) => {
    const test = OPERATORS[operator];
    if (!test) throw new BadSearch(`Unknown filter operator ${operator} on ${field}`);
    return values.some((value) => test(value, operand));
  });
}

/** `keyField` makes every order total, as in Camunda. */
export function searchRows(rows: Iterable<Row>, keyField: string, request: SearchRequest) {
  const all = [...rows];
  const filter = Object.entries(request.filter ?? {}).filter(([, wanted]) => wanted !== undefined && wanted !== null);
  const sample = all[0];
  for (const field of [...filter.map(([name]) => name), ...(request.sort ?? []).map((one) => one.field)]) {
    if (sample && !((LISTS[field] ?? field) in sample)) throw new BadSearch(`Unknown field ${field}`);
  }
  const order = [...(request.sort ?? []), { field: keyField, order: 'ASC' }];
  const hits = all
    .filter((row) => filter.every(([field, wanted]) => matches(row, field, wanted)))
    .sort((a, b) => {
      for (const { field, order: direction } of order) {
        const result = compare(a[field], b[field]);
        if (result !== 0) return /^desc$/i.test(direction ?? 'ASC') ? -result : result;
      }
      return 0;
    });
  const page = request.page ?? {};
  const limit = page.limit ?? 100;
  const at = (cursor: string) => hits.findIndex((row) => row[keyField] === cursor);
  let from = page.from ?? 0;
  if (page.after) from = at(page.after) + 1;
  if (page.before) from = Math.max(0, at(page.before) - limit);
  const items = hits.slice(from, page.before ? Math.max(0, at(page.before)) : from + limit);
  return {
    items,
    page: {
      totalItems: hits.length,
      hasMoreTotalItems: false,
      startCursor: items.length > 0 ? String(items[0]?.[keyField]) : null,
      endCursor: items.length > 0 ? String(items.at(-1)?.[keyField]) : null,
    },
  };
}
