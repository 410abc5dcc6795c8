/**
 * Every table of schema `engine`, and how long its rows are kept. `retention`: till the instance, decision or batch has been over for
 * the age of the retention (history.ts); without it for ever. `runtime`: a row goes with what it is about. `definitions`: what was deployed.
 */
export const keptTables: Record<string, 'retention' | 'runtime' | 'definitions'> = {
  process_instance: 'retention',
  element_instance: 'retention',
  variable: 'retention',
  job: 'retention',
  user_task: 'retention',
  incident: 'retention',
  message_subscription: 'retention',
  correlated_message: 'retention',
  decision_instance: 'retention',
  batch_operation: 'retention',
  batch_operation_item: 'retention',
  timer: 'runtime',
  message: 'runtime',
  message_start_subscription: 'runtime',
  signal_subscription: 'runtime',
  compensation_subscription: 'runtime',
  writer: 'runtime',
  migration: 'runtime',
  deployment: 'definitions',
  process_definition: 'definitions',
  form: 'definitions',
  decision_requirements: 'definitions',
  decision: 'definitions',
  generic_resource: 'definitions',
};
