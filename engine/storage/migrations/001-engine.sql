-- State and history of the embedded engine. Every table holds one entity type of engine/core/types.ts.
-- Instants are epoch milliseconds (bigint), because the core reckons in them. Keys are int64.
-- Rows of finished instances, elements, jobs, user tasks and incidents stay as history.
-- Hot tables carry few indexes on purpose: each index is paid for on every step of every instance. Live rows are found
-- through the (few) active process instances, so no index has a state in its predicate and updates stay HOT.

-- The one row that fences a stale writer: every batch updates it under the epoch it knows.
CREATE TABLE engine.writer (
  id boolean PRIMARY KEY DEFAULT true CHECK (id),
  epoch bigint NOT NULL,
  since timestamptz NOT NULL DEFAULT now(),
  next_key bigint,
  -- Epoch milliseconds at which PUT /v2/clock holds the time; null while the clock runs.
  clock_pinned_at bigint
) WITH (fillfactor = 50);

CREATE FUNCTION engine.advance_writer(known_epoch bigint, new_next_key bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  UPDATE engine.writer SET next_key = new_next_key WHERE epoch = known_epoch;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'another engine process has taken over this database' USING ERRCODE = 'YT001';
  END IF;
END $$;

CREATE TABLE engine.deployment (
  key bigint PRIMARY KEY,
  deployed_at bigint NOT NULL
);

CREATE TABLE engine.process_definition (
  key bigint PRIMARY KEY,
  deployment_key bigint NOT NULL,
  bpmn_process_id text NOT NULL,
  name text,
  version integer NOT NULL,
  version_tag text,
  resource_name text NOT NULL,
  resource text NOT NULL,
  checksum text NOT NULL,
  deployed_at bigint NOT NULL
);
CREATE INDEX process_definition_version ON engine.process_definition (bpmn_process_id, version);

CREATE TABLE engine.form (
  key bigint PRIMARY KEY,
  deployment_key bigint NOT NULL,
  form_id text NOT NULL,
  version integer NOT NULL,
  version_tag text,
  resource_name text NOT NULL,
  resource text NOT NULL,
  checksum text NOT NULL,
  deployed_at bigint NOT NULL
);
CREATE INDEX form_version ON engine.form (form_id, version);

CREATE TABLE engine.decision_requirements (
  key bigint PRIMARY KEY,
  deployment_key bigint NOT NULL,
  decision_requirements_id text NOT NULL,
  name text NOT NULL,
  version integer NOT NULL,
  resource_name text NOT NULL,
  resource text NOT NULL,
  checksum text NOT NULL,
  deployed_at bigint NOT NULL
);

CREATE TABLE engine.decision (
  key bigint PRIMARY KEY,
  deployment_key bigint NOT NULL,
  decision_id text NOT NULL,
  name text NOT NULL,
  version integer NOT NULL,
  version_tag text,
  decision_requirements_id text NOT NULL,
  decision_requirements_key bigint NOT NULL
);

CREATE TABLE engine.process_instance (
  key bigint PRIMARY KEY,
  process_definition_key bigint NOT NULL,
  bpmn_process_id text NOT NULL,
  version integer NOT NULL,
  parent_process_instance_key bigint NOT NULL,
  parent_element_instance_key bigint NOT NULL,
  root_process_instance_key bigint NOT NULL,
  state text NOT NULL,
  started_at bigint NOT NULL,
  ended_at bigint,
  message_correlation_key text,
  await_result json
);
CREATE INDEX process_instance_active ON engine.process_instance (key) WHERE ended_at IS NULL;
CREATE INDEX process_instance_definition ON engine.process_instance (process_definition_key);
CREATE INDEX process_instance_parent ON engine.process_instance (parent_process_instance_key)
  WHERE parent_process_instance_key <> -1;

CREATE TABLE engine.element_instance (
  key bigint PRIMARY KEY,
  process_instance_key bigint NOT NULL,
  process_definition_key bigint NOT NULL,
  bpmn_process_id text NOT NULL,
  version integer NOT NULL,
  element_id text NOT NULL,
  element_name text,
  element_type text NOT NULL,
  flow_scope_key bigint NOT NULL,
  state text NOT NULL,
  started_at bigint NOT NULL,
  ended_at bigint,
  internal json NOT NULL
) WITH (fillfactor = 80);
CREATE INDEX element_instance_process_instance ON engine.element_instance (process_instance_key);

CREATE TABLE engine.variable (
  key bigint PRIMARY KEY,
  scope_key bigint NOT NULL,
  process_instance_key bigint NOT NULL,
  process_definition_key bigint NOT NULL,
  bpmn_process_id text NOT NULL,
  name text NOT NULL,
  value json NOT NULL
) WITH (fillfactor = 80);
CREATE INDEX variable_process_instance ON engine.variable (process_instance_key);

CREATE TABLE engine.job (
  key bigint PRIMARY KEY,
  type text NOT NULL,
  process_instance_key bigint NOT NULL,
  process_definition_key bigint NOT NULL,
  bpmn_process_id text NOT NULL,
  process_definition_version integer NOT NULL,
  element_id text NOT NULL,
  element_instance_key bigint NOT NULL,
  kind text NOT NULL,
  state text NOT NULL,
  retries integer NOT NULL,
  custom_headers json NOT NULL,
  worker text NOT NULL,
  deadline bigint,
  retry_at bigint,
  error_code text,
  error_message text,
  created_at bigint NOT NULL,
  ended_at bigint
) WITH (fillfactor = 80);
CREATE INDEX job_process_instance ON engine.job (process_instance_key);

CREATE TABLE engine.timer (
  key bigint PRIMARY KEY,
  process_instance_key bigint NOT NULL,
  process_definition_key bigint NOT NULL,
  element_instance_key bigint NOT NULL,
  target_element_id text NOT NULL,
  due_date bigint NOT NULL,
  repetitions integer NOT NULL,
  interval text
);

CREATE TABLE engine.message_subscription (
  key bigint PRIMARY KEY,
  message_subscription_key bigint NOT NULL,
  process_instance_key bigint NOT NULL,
  process_definition_key bigint NOT NULL,
  bpmn_process_id text NOT NULL,
  element_instance_key bigint NOT NULL,
  target_element_id text NOT NULL,
  message_name text NOT NULL,
  correlation_key text NOT NULL,
  interrupting boolean NOT NULL,
  state text NOT NULL
);
CREATE INDEX message_subscription_process_instance ON engine.message_subscription (process_instance_key);

CREATE TABLE engine.message_start_subscription (
  key bigint PRIMARY KEY,
  process_definition_key bigint NOT NULL,
  bpmn_process_id text NOT NULL,
  version integer NOT NULL,
  start_event_id text NOT NULL,
  message_name text NOT NULL
);

CREATE TABLE engine.message (
  key bigint PRIMARY KEY,
  name text NOT NULL,
  correlation_key text NOT NULL,
  message_id text NOT NULL,
  time_to_live bigint NOT NULL,
  deadline bigint NOT NULL,
  variables json NOT NULL,
  correlated_process_ids text[] NOT NULL
);

CREATE TABLE engine.user_task (
  key bigint PRIMARY KEY,
  process_instance_key bigint NOT NULL,
  process_definition_key bigint NOT NULL,
  bpmn_process_id text NOT NULL,
  process_definition_version integer NOT NULL,
  element_id text NOT NULL,
  element_name text,
  element_instance_key bigint NOT NULL,
  state text NOT NULL,
  assignee text NOT NULL,
  candidate_groups text[] NOT NULL,
  candidate_users text[] NOT NULL,
  due_date text NOT NULL,
  follow_up_date text NOT NULL,
  form_key bigint NOT NULL,
  form_id text,
  external_form_reference text NOT NULL,
  priority integer NOT NULL,
  custom_headers json NOT NULL,
  action text NOT NULL,
  created_at bigint NOT NULL,
  ended_at bigint
);
CREATE INDEX user_task_open ON engine.user_task (created_at, key) WHERE state = 'CREATED';
CREATE INDEX user_task_created ON engine.user_task (created_at, key);
CREATE INDEX user_task_process_instance ON engine.user_task (process_instance_key);

CREATE TABLE engine.incident (
  key bigint PRIMARY KEY,
  error_type text NOT NULL,
  error_message text NOT NULL,
  process_instance_key bigint NOT NULL,
  process_definition_key bigint NOT NULL,
  bpmn_process_id text NOT NULL,
  element_id text NOT NULL,
  element_instance_key bigint NOT NULL,
  job_key bigint NOT NULL,
  variable_scope_key bigint NOT NULL,
  state text NOT NULL,
  created_at bigint NOT NULL,
  resolved_at bigint
);
CREATE INDEX incident_active ON engine.incident (process_instance_key, element_instance_key) WHERE state = 'ACTIVE';
CREATE INDEX incident_process_instance ON engine.incident (process_instance_key);
