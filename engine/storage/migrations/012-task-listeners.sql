-- What is about to happen to a user task while its listeners are asked; null otherwise.
ALTER TABLE engine.user_task ADD COLUMN transition json;
