import { DEFAULT_TENANT } from '../../core/types.ts';
import type { Resource } from '../search.ts';
import {
  always,
  integer,
  iso,
  key,
  millis,
  ofDefinition,
  optionalText,
  type Row,
  some,
  tenantId,
  text,
  variablesFilter,
} from './fields.ts';

const DUE_DATE = "nullif(t.due_date, '')::timestamptz";
const FOLLOW_UP_DATE = "nullif(t.follow_up_date, '')::timestamptz";

export const userTasks: Resource = {
  source: {
    from: 'engine.user_task t',
    select: `t.*, ${ofDefinition('name')} AS process_name`,
    keyField: 'userTaskKey',
    fields: {
      userTaskKey: key('t.key'),
      elementInstanceKey: key('t.element_instance_key'),
      processInstanceKey: key('t.process_instance_key'),
      processDefinitionKey: key('t.process_definition_key'),
      processDefinitionId: text('t.bpmn_process_id'),
      elementId: text('t.element_id'),
      name: text('coalesce(t.element_name, t.element_id)'),
      state: text('t.state'),
      assignee: optionalText('t.assignee'),
      candidateGroup: { sql: 't.candidate_groups', type: 'textArray' },
      candidateUser: { sql: 't.candidate_users', type: 'textArray' },
      priority: integer('t.priority'),
      creationDate: always('t.created_at'),
      completionDate: millis('t.ended_at'),
      dueDate: { sql: DUE_DATE, type: 'instant' },
      followUpDate: { sql: FOLLOW_UP_DATE, type: 'instant' },
      tenantId,
    },
    special: {
      processInstanceVariables: variablesFilter('v.process_instance_key = t.process_instance_key'),
      localVariables: variablesFilter(
        'v.process_instance_key = t.process_instance_key AND v.scope_key = t.element_instance_key',
      ),
    },
  },
  toItem: (row: Row) => ({
    userTaskKey: row.key,
    elementInstanceKey: row.element_instance_key,
    processInstanceKey: row.process_instance_key,
    processDefinitionKey: row.process_definition_key,
    processDefinitionId: row.bpmn_process_id,
    processDefinitionVersion: row.process_definition_version,
    processName: row.process_name ?? row.bpmn_process_id,
    elementId: row.element_id,
    name: row.element_name ?? row.element_id,
    state: row.state,
    assignee: some(row.assignee),
    candidateGroups: row.candidate_groups,
    candidateUsers: row.candidate_users,
    creationDate: iso(row.created_at),
    completionDate: iso(row.ended_at),
    dueDate: some(row.due_date),
    followUpDate: some(row.follow_up_date),
    externalFormReference: some(row.external_form_reference),
    formKey: some(row.form_key),
    customHeaders: row.custom_headers,
    priority: row.priority,
    tenantId: DEFAULT_TENANT,
  }),
};
