-- Execution listeners are jobs of an element before and after its own work: START, END, or null for its own job.
ALTER TABLE engine.job ADD COLUMN listener_event text;

CREATE TABLE engine.signal_subscription (
  key bigint PRIMARY KEY,
  signal_name text NOT NULL,
  process_instance_key bigint NOT NULL,
  process_definition_key bigint NOT NULL,
  bpmn_process_id text NOT NULL,
  version integer NOT NULL,
  element_instance_key bigint NOT NULL,
  catch_event_id text NOT NULL
);

-- Completed activities that can be undone, until their scope ends.
CREATE TABLE engine.compensation_subscription (
  key bigint PRIMARY KEY,
  process_instance_key bigint NOT NULL,
  process_definition_key bigint NOT NULL,
  bpmn_process_id text NOT NULL,
  activity_id text NOT NULL,
  activity_instance_key bigint NOT NULL,
  scope_key bigint NOT NULL,
  handler_id text NOT NULL,
  handler_instance_key bigint NOT NULL,
  state text NOT NULL,
  throw_event_id text NOT NULL,
  throw_event_instance_key bigint NOT NULL
);
