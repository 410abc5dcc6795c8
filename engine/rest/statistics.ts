import type { Pool } from 'pg';
import { DEFAULT_TENANT } from '../core/types.ts';
import { processInstances } from './resources/instances.ts';
import { readFilter } from './search-query.ts';

const FIGURES = `
  SELECT t.element_id AS "elementId",
         count(*) FILTER (WHERE t.ended_at IS NULL)::int AS active,
         count(*) FILTER (WHERE t.state = 'TERMINATED')::int AS canceled,
         count(*) FILTER (WHERE t.state = 'COMPLETED')::int AS completed,
         count(*) FILTER (WHERE EXISTS (SELECT 1 FROM engine.incident i WHERE i.state = 'ACTIVE'
           AND i.process_instance_key = t.process_instance_key AND i.element_instance_key = t.key))::int AS incidents
    FROM engine.element_instance t`;
const BY_ELEMENT = `t.element_type NOT IN ('PROCESS', 'SEQUENCE_FLOW') GROUP BY t.element_id ORDER BY t.element_id`;

/** How often each element of an instance is active, done, canceled or stuck: what a diagram shows as figures. */
export async function instanceStatistics(pool: Pool, processInstanceKey: string): Promise<{ items: object[] }> {
  const text = `${FIGURES} WHERE t.process_instance_key = $1 AND ${BY_ELEMENT}`;
  return { items: (await pool.query(text, [processInstanceKey])).rows };
}

/** The same of all instances of a definition that a filter finds; the filter says what that of process instances says. */
export async function definitionStatistics(
  pool: Pool,
  processDefinitionKey: string,
  filter: Record<string, unknown>,
): Promise<{ items: object[] }> {
  const { source } = processInstances;
  const values: unknown[] = [processDefinitionKey];
  const conditions = ['t.process_definition_key = $1', ...readFilter(source, filter, values)];
  const chosen = `SELECT t.key FROM ${source.from} WHERE ${conditions.join(' AND ')}`;
  const text = `${FIGURES} WHERE t.process_instance_key IN (${chosen}) AND ${BY_ELEMENT}`;
  return { items: (await pool.query(text, values)).rows };
}

/** The sequence flows an instance has taken, each once. */
export async function takenFlows(pool: Pool, processInstanceKey: string): Promise<object[]> {
  const { rows } = await pool.query(
    `SELECT DISTINCT ON (flow) flow, t.process_definition_key, t.bpmn_process_id
       FROM engine.element_instance t, unnest(t.taken_flows) flow
      WHERE t.process_instance_key = $1 ORDER BY flow, t.key`,
    [processInstanceKey],
  );
  return rows.map((row) => ({
    sequenceFlowId: `${processInstanceKey}_${row.flow}`,
    processInstanceKey,
    processDefinitionKey: row.process_definition_key,
    processDefinitionId: row.bpmn_process_id,
    elementId: row.flow,
    tenantId: DEFAULT_TENANT,
  }));
}
