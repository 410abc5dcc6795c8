import { DEFAULT_TENANT } from '../../core/types.ts';
import { badRequest } from '../problem.ts';
import type { Resource } from '../search.ts';
import {
  ACTIVE_INCIDENT,
  always,
  boolean,
  failedWithRetries,
  integer,
  iso,
  key,
  millis,
  ofDefinition,
  optionalKey,
  type Row,
  some,
  tenantId,
  text,
  variablesFilter,
} from './fields.ts';

/** All of the given tags. */
function tagsFilter(value: unknown, params: unknown[]): string {
  if (!Array.isArray(value) || value.some((tag) => typeof tag !== 'string')) {
    throw badRequest('The filter tags must be a list of texts.');
  }
  params.push(value);
  // The first half is the index's own condition.
  return `(t.tags <> '{}' AND t.tags @> $${params.length}::text[])`;
}

function elementState(table: string): string {
  return `CASE WHEN ${table}.state IN ('COMPLETED', 'TERMINATED') THEN ${table}.state ELSE 'ACTIVE' END`;
}

export const processInstances: Resource = {
  source: {
    from: 'engine.process_instance t',
    select: `t.*, ${ofDefinition('name')} AS definition_name, ${ofDefinition('version_tag')} AS version_tag,
      EXISTS (SELECT 1 ${ACTIVE_INCIDENT} t.key) AS has_incident`,
    keyField: 'processInstanceKey',
    fields: {
      processInstanceKey: key('t.key'),
      processDefinitionKey: key('t.process_definition_key'),
      processDefinitionId: text('t.bpmn_process_id'),
      processDefinitionName: text(ofDefinition('name')),
      processDefinitionVersion: integer('t.version'),
      processDefinitionVersionTag: text(ofDefinition('version_tag')),
      parentProcessInstanceKey: optionalKey('t.parent_process_instance_key'),
      parentElementInstanceKey: optionalKey('t.parent_element_instance_key'),
      startDate: always('t.started_at'),
      endDate: millis('t.ended_at'),
      state: text('t.state'),
      hasIncident: boolean(`EXISTS (SELECT 1 ${ACTIVE_INCIDENT} t.key)`),
      hasRetriesLeft: boolean(
        `EXISTS (SELECT 1 FROM engine.job j WHERE j.process_instance_key = t.key AND ${failedWithRetries('j')})`,
      ),
      tenantId,
    },
    special: {
      variables: variablesFilter('v.process_instance_key = t.key'),
      tags: tagsFilter,
    },
    parts: [
      {
        fields: {
          elementId: text('e.element_id'),
          elementInstanceState: text(elementState('e')),
          hasElementInstanceIncident: boolean(
            `EXISTS (SELECT 1 ${ACTIVE_INCIDENT} t.key AND i.element_instance_key = e.key)`,
          ),
        },
        where: (conditions) =>
          `EXISTS (SELECT 1 FROM engine.element_instance e WHERE e.process_instance_key = t.key AND e.element_type <> 'PROCESS' AND ${conditions})`,
      },
      {
        fields: {
          errorMessage: text('i.error_message'),
          incidentErrorHashCode: integer('engine.java_hash_code(i.error_message)'),
        },
        where: (conditions) => `EXISTS (SELECT 1 ${ACTIVE_INCIDENT} t.key AND ${conditions})`,
      },
      {
        fields: { batchOperationId: text('b.batch_operation_key::text') },
        where: (conditions) =>
          `EXISTS (SELECT 1 FROM engine.batch_operation_item b WHERE b.process_instance_key = t.key AND ${conditions})`,
      },
    ],
  },
  toItem: (row: Row) => ({
    processInstanceKey: row.key,
    processDefinitionKey: row.process_definition_key,
    processDefinitionId: row.bpmn_process_id,
    processDefinitionName: row.definition_name ?? row.bpmn_process_id,
    processDefinitionVersion: row.version,
    processDefinitionVersionTag: some(row.version_tag),
    parentProcessInstanceKey: some(row.parent_process_instance_key),
    parentElementInstanceKey: some(row.parent_element_instance_key),
    startDate: iso(row.started_at),
    endDate: iso(row.ended_at),
    state: row.state,
    hasIncident: row.has_incident,
    tenantId: DEFAULT_TENANT,
    tags: row.tags,
  }),
};

const ELEMENT_STATE = elementState('t');
const ELEMENT_INCIDENT = `(SELECT min(i.key) ${ACTIVE_INCIDENT} t.process_instance_key AND i.element_instance_key = t.key)`;

export const elementInstances: Resource = {
  source: {
    from: 'engine.element_instance t',
    // As in Camunda, the process itself and sequence flows are no element instances here.
    where: ["t.element_type NOT IN ('PROCESS', 'SEQUENCE_FLOW')"],
    select: `t.*, ${ELEMENT_STATE} AS shown_state, ${ELEMENT_INCIDENT} AS incident_key`,
    keyField: 'elementInstanceKey',
    fields: {
      elementInstanceKey: key('t.key'),
      processInstanceKey: key('t.process_instance_key'),
      processDefinitionKey: key('t.process_definition_key'),
      processDefinitionId: text('t.bpmn_process_id'),
      elementId: text('t.element_id'),
      elementName: text('coalesce(t.element_name, t.element_id)'),
      type: text('t.element_type'),
      state: text(ELEMENT_STATE),
      startDate: always('t.started_at'),
      endDate: millis('t.ended_at'),
      elementInstanceScopeKey: key('t.flow_scope_key'),
      hasIncident: boolean(`(${ELEMENT_INCIDENT} IS NOT NULL)`),
      incidentKey: key(ELEMENT_INCIDENT),
      tenantId,
    },
  },
  toItem: (row: Row) => ({
    elementInstanceKey: row.key,
    processInstanceKey: row.process_instance_key,
    processDefinitionKey: row.process_definition_key,
    processDefinitionId: row.bpmn_process_id,
    elementId: row.element_id,
    elementName: row.element_name ?? row.element_id,
    type: row.element_type,
    state: row.shown_state,
    startDate: iso(row.started_at),
    endDate: iso(row.ended_at),
    hasIncident: row.incident_key !== null,
    incidentKey: some(row.incident_key),
    tenantId: DEFAULT_TENANT,
  }),
};
