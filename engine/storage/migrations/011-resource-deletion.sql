-- A deleted resource stays as history: its number is not given again, and what it ran or decided refers to it.
ALTER TABLE engine.process_definition ADD COLUMN deleted_at bigint;
ALTER TABLE engine.form ADD COLUMN deleted_at bigint;
ALTER TABLE engine.decision_requirements ADD COLUMN deleted_at bigint;
ALTER TABLE engine.decision ADD COLUMN deleted_at bigint;

-- The form of a process's none start event. Null for what was deployed before this column: deploy it again.
ALTER TABLE engine.process_definition ADD COLUMN start_form_id text;
