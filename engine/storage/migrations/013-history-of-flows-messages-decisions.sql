-- Sequence flows taken when an element completed: part of a row that is written anyway.
ALTER TABLE engine.element_instance ADD COLUMN taken_flows text[];

-- Closed subscriptions stay as history, in the state CORRELATED or DELETED.
ALTER TABLE engine.message_subscription ADD COLUMN updated_at bigint NOT NULL DEFAULT 0;

-- Which message was given to whom. element_instance_key is -1 when it started the instance.
CREATE TABLE engine.correlated_message (
  key bigint PRIMARY KEY,
  message_key bigint NOT NULL,
  message_name text NOT NULL,
  correlation_key text NOT NULL,
  subscription_key bigint NOT NULL,
  process_instance_key bigint NOT NULL,
  process_definition_key bigint NOT NULL,
  bpmn_process_id text NOT NULL,
  element_id text NOT NULL,
  element_instance_key bigint NOT NULL,
  correlated_at bigint NOT NULL
);
CREATE INDEX correlated_message_process_instance ON engine.correlated_message (process_instance_key);

-- One row per decision of an evaluation. Its key is the evaluation's plus its position (1, 2 …), so that the decisions of
-- an evaluation are found by the primary key. process_instance_key is -1 when no task asked.
CREATE TABLE engine.decision_instance (
  key bigint PRIMARY KEY,
  evaluation_key bigint NOT NULL,
  position integer NOT NULL,
  state text NOT NULL,
  evaluated_at bigint NOT NULL,
  failure_message text,
  decision_key bigint NOT NULL,
  decision_id text NOT NULL,
  decision_name text NOT NULL,
  decision_version integer NOT NULL,
  decision_type text NOT NULL,
  decision_requirements_key bigint NOT NULL,
  output json NOT NULL,
  evaluated_inputs json NOT NULL,
  matched_rules json NOT NULL,
  process_instance_key bigint NOT NULL,
  process_definition_key bigint NOT NULL,
  element_instance_key bigint NOT NULL
);
CREATE INDEX decision_instance_process_instance ON engine.decision_instance (process_instance_key);
