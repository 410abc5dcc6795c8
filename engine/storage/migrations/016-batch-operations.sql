-- Commands for many process instances at once, carried out in the background, and what became of each.
CREATE TABLE engine.batch_operation (
  key bigint PRIMARY KEY,
  type text NOT NULL,
  state text NOT NULL,
  -- Which process instances, as the request said it; the items are found by it.
  filter json NOT NULL,
  -- What is done to each: the mapping of a migration, the moves of a modification.
  plan json NOT NULL,
  -- All items are known.
  prepared boolean NOT NULL,
  total integer NOT NULL,
  completed integer NOT NULL,
  failed integer NOT NULL,
  failure_message text,
  started_at bigint NOT NULL,
  ended_at bigint
);

CREATE TABLE engine.batch_operation_item (
  key bigint PRIMARY KEY,
  batch_operation_key bigint NOT NULL,
  -- A process instance, or an incident.
  item_key bigint NOT NULL,
  process_instance_key bigint NOT NULL,
  state text NOT NULL,
  processed_at bigint,
  error_message text
);
CREATE INDEX batch_operation_item_of ON engine.batch_operation_item (batch_operation_key, key);
CREATE INDEX batch_operation_item_process_instance ON engine.batch_operation_item (process_instance_key);
CREATE INDEX batch_operation_item_active ON engine.batch_operation_item (key) WHERE state = 'ACTIVE';
