import type { Pool } from 'pg';
import { DEFAULT_TENANT } from '../core/types.ts';

/** How often each element is active, done, canceled or stuck: what a diagram shows as figures. */
export async function elementStatistics(
  pool: Pool,
  scope: 'process_instance_key' | 'process_definition_key',
  key: string,
): Promise<{ items: object[] }> {
  const { rows } = await pool.query(
    `SELECT t.element_id AS "elementId",
            count(*) FILTER (WHERE t.ended_at IS NULL)::int AS active,
            count(*) FILTER (WHERE t.state = 'TERMINATED')::int AS canceled,
            count(*) FILTER (WHERE t.state = 'COMPLETED')::int AS completed,
            count(*) FILTER (WHERE EXISTS (SELECT 1 FROM engine.incident i WHERE i.state = 'ACTIVE'
              AND i.process_instance_key = t.process_instance_key AND i.element_instance_key = t.key))::int AS incidents
       FROM engine.element_instance t
       ${scope === 'process_definition_key' ? 'JOIN engine.process_instance p ON p.key = t.process_instance_key' : ''}
      WHERE ${scope === 'process_definition_key' ? 'p' : 't'}.${scope} = $1 AND t.element_type NOT IN ('PROCESS', 'SEQUENCE_FLOW')
      GROUP BY t.element_id ORDER BY t.element_id`,
    [key],
  );
  return { items: rows };
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
