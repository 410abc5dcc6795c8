-- Ids of elements after which an instance is terminated, as it was created to be.
ALTER TABLE engine.process_instance ADD COLUMN terminate_after text[] NOT NULL DEFAULT '{}';
