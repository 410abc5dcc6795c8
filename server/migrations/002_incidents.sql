-- Active incidents of the engine with the case they hold up, kept by the task poller.
CREATE TABLE desk.incident (
  incident_key text PRIMARY KEY,
  case_no text,
  district text,
  process_instance_key text NOT NULL,
  bpmn_process_id text NOT NULL,
  element_id text NOT NULL,
  error_type text NOT NULL,
  message text NOT NULL,
  job_key text,
  since timestamptz NOT NULL,
  resolved_at timestamptz
);
CREATE INDEX incident_active ON desk.incident (district) WHERE resolved_at IS NULL;
