-- What people ask of a long history, newest first: 50 of a million are found, not sorted. In the order that searches sort in.
CREATE INDEX process_instance_started ON engine.process_instance (started_at DESC NULLS LAST, key);
CREATE INDEX process_instance_state ON engine.process_instance (state, started_at DESC NULLS LAST, key);
CREATE INDEX user_task_assignee ON engine.user_task (nullif(assignee, ''), ended_at DESC NULLS LAST, key);
CREATE INDEX incident_created ON engine.incident (created_at DESC NULLS LAST, key);
-- By a business number that an instance carries. Its beginning, because a value may be longer than an index entry.
CREATE INDEX variable_value ON engine.variable (name, left(value::text, 64));
-- Started last, ended long ago: what retention looks for.
CREATE INDEX process_instance_ended ON engine.process_instance (ended_at, key) WHERE ended_at IS NOT NULL;
