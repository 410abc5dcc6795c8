-- Labels a process instance was created with; its jobs carry them.
ALTER TABLE engine.process_instance ADD COLUMN tags text[] NOT NULL DEFAULT '{}';
CREATE INDEX process_instance_tags ON engine.process_instance USING gin (tags) WHERE tags <> '{}';
