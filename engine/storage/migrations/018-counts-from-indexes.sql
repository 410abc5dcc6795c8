-- The hits of these two are counted from the index alone: ten thousand rows, each on a page of its own, would have to be read otherwise.
DROP INDEX engine.user_task_assignee;
CREATE INDEX user_task_assignee ON engine.user_task (assignee, ended_at DESC NULLS LAST, key, state);
CREATE INDEX process_instance_process ON engine.process_instance (bpmn_process_id, state, started_at DESC NULLS LAST, key);
