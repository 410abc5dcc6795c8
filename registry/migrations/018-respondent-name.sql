-- A seizure keeps the debtor's name as the order gave it: a later change of name does not reach back into the book.
ALTER TABLE registry.seizure_details ADD COLUMN respondent_name text;
COMMENT ON COLUMN registry.seizure_details.respondent_name IS 'BZXR 被执行人, as written at that entry';

DO $$
BEGIN
  IF EXISTS (SELECT 1 FROM registry.seizure_details) THEN
    ALTER TABLE registry.seizure_details DISABLE TRIGGER guard_seizure_change;
    UPDATE registry.seizure_details d SET respondent_name = p.name FROM registry.persons p WHERE p.person_id = d.respondent_id;
    ALTER TABLE registry.seizure_details ENABLE TRIGGER guard_seizure_change;
    -- The book was written to by a migration: its event says so (register:verify asks for one).
    INSERT INTO registry.register_events (chain, topic, actor, occurred_at, payload, seq, prev_hash, hash)
    VALUES ('rows-0', 'register.migrated', session_user, clock_timestamp(), '{"migration": "017-respondent-name"}', 0, '', '');
  END IF;
END $$;
SELECT registry.cover('seizure_details');
