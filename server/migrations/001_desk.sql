-- Sessions of staff. Only the hash of the cookie is kept. Time is the database's: a session must end for all servers alike.
CREATE TABLE desk.session (
  token_hash bytea PRIMARY KEY,
  user_id text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL
);
CREATE INDEX session_expires ON desk.session (expires_at);

CREATE TABLE desk.sign_in_failure (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  account text NOT NULL,
  address text NOT NULL,
  at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX sign_in_failure_recent ON desk.sign_in_failure (account, address, at);

-- The task inbox: the engine's user tasks with what a list needs of their case. No personal data in clear.
CREATE TABLE desk.task_inbox (
  task_key text PRIMARY KEY,
  process_instance_key text NOT NULL,
  process_definition_key text,
  bpmn_process_id text NOT NULL,
  process_version integer,
  element_instance_key text,
  element_id text NOT NULL,
  step_name text NOT NULL,
  form_id text NOT NULL,
  role text NOT NULL,
  state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'completed', 'cancelled')),
  holder text,
  claimed_at timestamptz,
  -- Set while a completion is under way; a server that dies in between leaves it to run out.
  busy_by text,
  busy_until timestamptz,
  case_no text,
  item_code text,
  item_name text,
  district text,
  unit_codes text[] NOT NULL DEFAULT '{}',
  location text,
  parties text[] NOT NULL DEFAULT '{}',
  accepted_by text,
  created_at timestamptz NOT NULL,
  ended_at timestamptz,
  ended_by text
);
CREATE INDEX task_inbox_open ON desk.task_inbox (district, role) WHERE state = 'open';
CREATE INDEX task_inbox_case ON desk.task_inbox (case_no);
CREATE INDEX task_inbox_unlinked ON desk.task_inbox (process_instance_key) WHERE case_no IS NULL AND state = 'open';
CREATE INDEX task_inbox_ended ON desk.task_inbox (ended_by, ended_at) WHERE state = 'completed';

CREATE TABLE desk.draft (
  task_key text NOT NULL,
  user_id text NOT NULL,
  content jsonb NOT NULL,
  saved_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (task_key, user_id)
);

-- Work that one server does for all: who does it, until when, and when it last went well.
CREATE TABLE desk.lease (
  name text PRIMARY KEY,
  holder text NOT NULL,
  until timestamptz NOT NULL,
  last_success_at timestamptz
);

CREATE TABLE desk.incident_retry (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  incident_key text NOT NULL,
  case_no text,
  element_id text NOT NULL,
  user_id text NOT NULL,
  at timestamptz NOT NULL
);
CREATE INDEX incident_retry_key ON desk.incident_retry (incident_key);

-- Which content of the bundled diagrams was deployed, so that a restart does not put an analyst's version back.
CREATE TABLE desk.bundled_deployment (
  sha256 text PRIMARY KEY,
  at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE desk.deployment (
  deployment_key text PRIMARY KEY,
  user_id text NOT NULL,
  comment text,
  at timestamptz NOT NULL
);
CREATE TABLE desk.deployed_process (
  process_definition_key text PRIMARY KEY,
  deployment_key text NOT NULL REFERENCES desk.deployment
);
-- Latest text of tables and forms (the engine has no way to read them back on every version).
CREATE TABLE desk.resource (
  resource_name text PRIMARY KEY,
  kind text NOT NULL,
  content text NOT NULL,
  at timestamptz NOT NULL DEFAULT now()
);
