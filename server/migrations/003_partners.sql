-- A task of a bank's or a court's case is theirs alone.
ALTER TABLE desk.task_inbox ADD COLUMN organisation_id text;
CREATE INDEX task_inbox_organisation ON desk.task_inbox (organisation_id, role) WHERE state = 'open' AND organisation_id IS NOT NULL;
