import type { Pool } from 'pg';
import type { BatchOperation, BatchOperationType, Json, Key } from '../core/types.ts';
import { ACTIVE_INCIDENT } from '../rest/resources/fields.ts';
import { processInstances } from '../rest/resources/instances.ts';
import { cursorOf, planSearch, type SearchSource } from '../rest/search-query.ts';

export interface FoundItem {
  itemKey: Key;
  processInstanceKey: Key;
}

type Filter = Record<string, Json>;

/**
 * What a type of batch says itself of its process instances, whatever the filter says.
 * https://docs.camunda.io/docs/apis-tools/orchestration-cluster-api-rest/specifications/cancel-process-instances-batch-operation
 */
const FIXED: Record<BatchOperationType, { fields: string[]; where: string[] }> = {
  CANCEL_PROCESS_INSTANCE: {
    fields: ['state', 'parentProcessInstanceKey'],
    where: ['t.ended_at IS NULL', 't.parent_process_instance_key = -1'],
  },
  RESOLVE_INCIDENT: {
    fields: ['state', 'hasIncident'],
    where: ['t.ended_at IS NULL', `EXISTS (SELECT 1 ${ACTIVE_INCIDENT} t.key)`],
  },
  MIGRATE_PROCESS_INSTANCE: { fields: ['state'], where: ['t.ended_at IS NULL'] },
  MODIFY_PROCESS_INSTANCE: { fields: ['state'], where: ['t.ended_at IS NULL'] },
};

/** Process instances looked for at once. */
const PAGE = 1000;

function pageOf(type: BatchOperationType, filter: Filter, after?: string) {
  const { fields, where } = FIXED[type];
  const rest = Object.fromEntries(Object.entries(filter).filter(([name]) => !fields.includes(name)));
  const source: SearchSource = { ...processInstances.source, select: 't.key', where };
  return planSearch(source, { filter: rest, page: { limit: PAGE, after } });
}

/** @throws RestError when the filter asks for what there is not */
export function checkFilter(type: BatchOperationType, filter: Filter): void {
  pageOf(type, filter);
}

/** The items of a batch, in pages, by the key of their process instances. */
export async function* findItems(pool: Pool, { type, filter }: BatchOperation): AsyncGenerator<FoundItem[]> {
  for (let after: string | undefined; ; ) {
    const plan = pageOf(type, filter, after);
    const { rows } = await pool.query(plan.rows);
    const keys: Key[] = rows.map((row) => row.key);
    yield type === 'RESOLVE_INCIDENT'
      ? await incidentsOf(pool, keys)
      : keys.map((key) => ({ itemKey: key, processInstanceKey: key }));
    if (rows.length < PAGE) return;
    after = cursorOf(rows.at(-1), plan.sortFields);
  }
}

async function incidentsOf(pool: Pool, processInstanceKeys: Key[]): Promise<FoundItem[]> {
  const { rows } = await pool.query(
    `SELECT key AS "itemKey", process_instance_key AS "processInstanceKey" FROM engine.incident
      WHERE state = 'ACTIVE' AND process_instance_key = ANY($1::bigint[]) ORDER BY key`,
    [processInstanceKeys],
  );
  return rows;
}
