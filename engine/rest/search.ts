import type { Pool } from 'pg';
import { COUNT_CAP, cursorOf, planSearch, type SearchRequest, type SearchSource } from './search-query.ts';

export interface SearchAnswer {
  items: object[];
  page: { totalItems: number; hasMoreTotalItems: boolean; startCursor?: string; endCursor?: string };
}

export interface Resource {
  source: SearchSource;
  toItem(row: Record<string, never>): object;
}

/** Answers a search request of the Orchestration Cluster API from the tables; what was acknowledged is found. */
export async function search(
  pool: Pool,
  resource: Resource,
  request: SearchRequest | undefined,
): Promise<SearchAnswer> {
  const plan = planSearch(resource.source, request ?? {});
  const [rows, count] = await Promise.all([pool.query(plan.rows), pool.query(plan.count)]);
  const found = plan.backwards ? rows.rows.reverse() : rows.rows;
  const total: number = count.rows[0].n;
  const page: SearchAnswer['page'] = { totalItems: Math.min(total, COUNT_CAP), hasMoreTotalItems: total > COUNT_CAP };
  if (found.length > 0) {
    page.startCursor = cursorOf(found[0], plan.sortFields);
    page.endCursor = cursorOf(found[found.length - 1], plan.sortFields);
  }
  return { items: found.map(resource.toItem), page };
}

/** One item by its key, or null. */
export async function findOne(pool: Pool, resource: Resource, key: string): Promise<object | null> {
  const plan = planSearch(resource.source, { filter: { [resource.source.keyField]: key }, page: { limit: 1 } });
  const { rows } = await pool.query(plan.rows);
  return rows[0] ? resource.toItem(rows[0]) : null;
}
