import { DEFAULT_TENANT } from '../../core/types.ts';
import type { Resource } from '../search.ts';
import { key, type Row, tenantId, text } from './fields.ts';

export const messageSubscriptions: Resource = {
  source: {
    from: 'engine.message_subscription t',
    select: 't.*',
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
      messageSubscriptionState: text("'CREATED'::text"),
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
    messageSubscriptionState: 'CREATED',
    tenantId: DEFAULT_TENANT,
  }),
};
