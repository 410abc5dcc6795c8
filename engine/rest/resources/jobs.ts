import { DEFAULT_TENANT } from '../../core/types.ts';
import type { Resource } from '../search.ts';
import { boolean, failedWithRetries, integer, iso, key, millis, type Row, tenantId, text } from './fields.ts';

/** Job states in Camunda's words: what is open counts as CREATED. */
const JOB_STATE = `CASE WHEN t.state = 'INCIDENT' OR ${failedWithRetries('t')} THEN 'FAILED' WHEN t.state IN ('ACTIVATABLE', 'ACTIVATED') THEN 'CREATED' ELSE t.state END`;

/** Whether a listener of a user task denied; null for what is no such job or has not been answered. */
const IS_DENIED = "(CASE WHEN t.kind = 'TASK_LISTENER' AND t.state = 'COMPLETED' THEN t.denied_reason IS NOT NULL END)";

export const jobs: Resource = {
  source: {
    from: 'engine.job t',
    select: `t.*, ${JOB_STATE} AS shown_state, ${failedWithRetries('t')} AS failed_with_retries, ${IS_DENIED} AS is_denied`,
    keyField: 'jobKey',
    fields: {
      jobKey: key('t.key'),
      type: text('t.type'),
      worker: text('t.worker'),
      state: text(JOB_STATE),
      kind: text('t.kind'),
      listenerEventType: text("coalesce(t.listener_event, 'UNSPECIFIED')"),
      retries: integer('t.retries'),
      elementId: text('t.element_id'),
      elementInstanceKey: key('t.element_instance_key'),
      processInstanceKey: key('t.process_instance_key'),
      processDefinitionKey: key('t.process_definition_key'),
      processDefinitionId: text('t.bpmn_process_id'),
      deadline: millis('t.deadline'),
      endTime: millis('t.ended_at'),
      errorCode: text('t.error_code'),
      errorMessage: text('t.error_message'),
      hasFailedWithRetriesLeft: boolean(failedWithRetries('t')),
      isDenied: boolean(IS_DENIED),
      deniedReason: text('t.denied_reason'),
      tenantId,
    },
  },
  toItem: (row: Row) => ({
    jobKey: row.key,
    type: row.type,
    worker: row.worker,
    state: row.shown_state,
    kind: row.kind,
    listenerEventType: row.listener_event ?? 'UNSPECIFIED',
    retries: row.retries,
    hasFailedWithRetriesLeft: row.failed_with_retries,
    customHeaders: row.custom_headers,
    elementId: row.element_id,
    elementInstanceKey: row.element_instance_key,
    processInstanceKey: row.process_instance_key,
    processDefinitionKey: row.process_definition_key,
    processDefinitionId: row.bpmn_process_id,
    deadline: iso(row.deadline) ?? null,
    endTime: iso(row.ended_at),
    errorCode: row.error_code,
    errorMessage: row.error_message,
    isDenied: row.is_denied,
    deniedReason: row.denied_reason,
    tenantId: DEFAULT_TENANT,
  }),
};
