import { DEFAULT_TENANT } from '../../core/types.ts';
import type { Resource } from '../search.ts';
import { always, iso, key, optionalKey, type Row, some, tenantId, text } from './fields.ts';

/** Of an instance and of all it has called, at any depth. `processInstanceKey` is checked digits. */
export function incidentsBelow(processInstanceKey: string): Resource {
  const below = `WITH RECURSIVE below(key) AS (
      SELECT ${BigInt(processInstanceKey)}::bigint
      UNION ALL
      SELECT p.key FROM below JOIN engine.process_instance p ON p.parent_process_instance_key = below.key
       AND p.parent_process_instance_key <> -1)
    SELECT key FROM below`;
  return { ...incidents, source: { ...incidents.source, where: [`t.process_instance_key IN (${below})`] } };
}

export const incidents: Resource = {
  source: {
    from: 'engine.incident t',
    select: 't.*',
    keyField: 'incidentKey',
    fields: {
      incidentKey: key('t.key'),
      processInstanceKey: key('t.process_instance_key'),
      processDefinitionKey: key('t.process_definition_key'),
      processDefinitionId: text('t.bpmn_process_id'),
      elementId: text('t.element_id'),
      elementInstanceKey: key('t.element_instance_key'),
      jobKey: optionalKey('t.job_key'),
      errorType: text('t.error_type'),
      errorMessage: text('t.error_message'),
      state: text('t.state'),
      creationTime: always('t.created_at'),
      tenantId,
    },
  },
  toItem: (row: Row) => ({
    incidentKey: row.key,
    processInstanceKey: row.process_instance_key,
    processDefinitionKey: row.process_definition_key,
    processDefinitionId: row.bpmn_process_id,
    elementId: row.element_id,
    elementInstanceKey: row.element_instance_key,
    jobKey: some(row.job_key),
    errorType: row.error_type,
    errorMessage: row.error_message,
    state: row.state,
    creationTime: iso(row.created_at),
    tenantId: DEFAULT_TENANT,
  }),
};
