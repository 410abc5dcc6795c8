-- What a clerk has typed of an application that is not filed yet. It names people: it goes when the application is filed, else after days.
CREATE TABLE desk.intake_draft (
  user_id   text NOT NULL,
  unit_code text NOT NULL,
  item_code text NOT NULL,
  content   jsonb NOT NULL,
  saved_at  timestamptz NOT NULL,
  PRIMARY KEY (user_id, unit_code, item_code)
);
CREATE INDEX intake_draft_saved ON desk.intake_draft (saved_at);
