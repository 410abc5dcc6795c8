import type { ClientBase } from 'pg';
import type { EntityKind, Snapshot } from '../core/types.ts';
import { type ColumnType, columnName, ENTITY_KINDS, TABLES } from './tables.ts';

const OF_ACTIVE_INSTANCES =
  'JOIN engine.process_instance pi ON pi.key = t.process_instance_key AND pi.ended_at IS NULL';

/** Which rows are live, by kind; kinds not named here are live as a whole. */
const LIVE: Partial<Record<EntityKind, string>> = {
  decisionRequirements: 'WHERE t.deleted_at IS NULL',
  decision: 'WHERE t.deleted_at IS NULL',
  processInstance: 'WHERE t.ended_at IS NULL',
  elementInstance: `${OF_ACTIVE_INSTANCES} WHERE t.ended_at IS NULL`,
  variable: `${OF_ACTIVE_INSTANCES} JOIN engine.element_instance scope ON scope.key = t.scope_key AND scope.ended_at IS NULL`,
  job: `${OF_ACTIVE_INSTANCES} WHERE t.state NOT IN ('COMPLETED', 'CANCELED')`,
  messageSubscription: `${OF_ACTIVE_INSTANCES} WHERE t.state NOT IN ('CORRELATED', 'DELETED')`,
  userTask: `${OF_ACTIVE_INSTANCES} WHERE t.ended_at IS NULL`,
  incident: "WHERE t.state = 'ACTIVE'",
  batchOperation: 'WHERE t.ended_at IS NULL',
  batchOperationItem: "WHERE t.state = 'ACTIVE'",
};

/** Written once and never read by the core. */
const HISTORY: readonly EntityKind[] = ['correlatedMessage', 'decisionInstance'];

/**
 * The living are found through the index of running instances, however long the history is. Left to itself the planner
 * reads a history it has no statistics of yet, or that it takes for small, from one end to the other.
 */
const BY_INDEX = [
  ...['enable_seqscan', 'enable_hashjoin', 'enable_mergejoin'].map((name) => `SET LOCAL ${name} = off`),
  // Workers in parallel would share the whole index of keys, not the small one of running instances.
  'SET LOCAL max_parallel_workers_per_gather = 0',
].join('; ');

/** Reads every live entity: the state the core needs to go on. Finished rows stay where they are. */
export async function loadSnapshot(client: ClientBase): Promise<Snapshot> {
  await client.query(`BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; ${BY_INDEX}`);
  try {
    return await readAll(client);
  } finally {
    await client.query('COMMIT');
  }
}

async function readAll(client: ClientBase): Promise<Snapshot> {
  const snapshot: Record<string, unknown> = {};
  for (const kind of ENTITY_KINDS) {
    if (HISTORY.includes(kind)) continue;
    const columns = Object.keys(TABLES[kind].columns).map((field) => `t.${columnName(field)} AS "${field}"`);
    const text = `SELECT ${columns.join(', ')} FROM engine.${TABLES[kind].name} t ${LIVE[kind] ?? ''} ORDER BY t.key`;
    const { rows } = await client.query(text);
    snapshot[kind] = rows.map((row) => decodeRow(kind, row));
  }
  const { rows } = await client.query('SELECT next_key FROM engine.writer');
  if (rows[0]?.next_key) snapshot.nextKey = rows[0].next_key;
  return snapshot as Snapshot;
}

function decodeRow(kind: EntityKind, row: Record<string, unknown>): Record<string, unknown> {
  for (const [field, type] of Object.entries(TABLES[kind].columns) as [string, ColumnType][]) {
    if (type === 'millis' && row[field] !== null) row[field] = Number(row[field]);
  }
  return row;
}
