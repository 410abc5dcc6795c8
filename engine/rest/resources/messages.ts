import { DEFAULT_TENANT } from '../../core/types.ts';
import type { Resource } from '../search.ts';
import { always, integer, iso, key, millis, optionalKey, type Row, some, tenantId, text } from './fields.ts';

/** The engine's steps in between show as CREATED: nobody outside can tell them apart. */
const STATE = `CASE WHEN t.state IN ('CORRELATED', 'DELETED') THEN t.state ELSE 'CREATED' END`;

export const messageSubscriptions: Resource = {
  source: {
    from: 'engine.message_subscription t',
    select: `t.*, ${STATE} AS shown_state`,
    keyField: 'messageSubscriptionKey',
    fields: {
      messageSubscriptionKey: key('t.key'),
      processInstanceKey: key('t.process_instance_key'),
      processDefinitionKey: key('t.process_definition_key'),
      processDefinitionId: text('t.bpmn_process_id'),
      elementId: text('t.target_element_id'),
      elementInstanceKey: key('t.element_instance_key'),
      messageName: text('t.message_name'),
      correlationKey: text('t.correlation_key'),
      messageSubscriptionState: text(STATE),
      lastUpdatedDate: millis('t.updated_at'),
      tenantId,
    },
  },
  toItem: (row: Row) => ({
    messageSubscriptionKey: row.key,
    processInstanceKey: row.process_instance_key,
    processDefinitionKey: row.process_definition_key,
    processDefinitionId: row.bpmn_process_id,
    elementId: row.target_element_id,
    elementInstanceKey: row.element_instance_key,
    messageName: row.message_name,
    correlationKey: row.correlation_key,
    messageSubscriptionState: row.shown_state,
    lastUpdatedDate: iso(row.updated_at),
    tenantId: DEFAULT_TENANT,
  }),
};

/** There is one partition. Its number alone would mean a column in an ORDER BY. */
const PARTITION = 1;

export const correlatedMessageSubscriptions: Resource = {
  source: {
    from: 'engine.correlated_message t',
    select: 't.*',
    // No field of the API is unique to a correlation; the row's key is, and comes last in every order.
    keyField: 'key',
    hidden: { key: key('t.key') },
    fields: {
      correlationKey: text('t.correlation_key'),
      correlationTime: always('t.correlated_at'),
      elementId: text('t.element_id'),
      elementInstanceKey: optionalKey('t.element_instance_key'),
      messageKey: key('t.message_key'),
      messageName: text('t.message_name'),
      partitionId: integer(`${PARTITION}::integer`),
      processDefinitionId: text('t.bpmn_process_id'),
      processDefinitionKey: key('t.process_definition_key'),
      processInstanceKey: key('t.process_instance_key'),
      subscriptionKey: key('t.subscription_key'),
      tenantId,
    },
  },
  toItem: (row: Row) => ({
    correlationKey: row.correlation_key,
    correlationTime: iso(row.correlated_at),
    elementId: row.element_id,
    elementInstanceKey: some(row.element_instance_key),
    messageKey: row.message_key,
    messageName: row.message_name,
    partitionId: PARTITION,
    processDefinitionId: row.bpmn_process_id,
    processDefinitionKey: row.process_definition_key,
    processInstanceKey: row.process_instance_key,
    subscriptionKey: row.subscription_key,
    tenantId: DEFAULT_TENANT,
  }),
};
