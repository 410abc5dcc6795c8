-- Offices outside the centre that work on cases: banks (抵押登记进银行), courts (登记进法院), utilities (一路通).
CREATE TABLE registry.organisations (
  org_id text PRIMARY KEY CHECK (org_id ~ '^[A-Z]+(-\d{2,4})?$'),
  kind   text NOT NULL CHECK (kind IN ('bank', 'court', 'utility')),
  name   text NOT NULL UNIQUE CHECK (name <> ''),
  uscc   text NOT NULL UNIQUE CHECK (length(uscc) = 18),
  active boolean NOT NULL DEFAULT true
);
COMMENT ON COLUMN registry.organisations.uscc IS '统一社会信用代码, checked by registry/validators before it is written';

ALTER TABLE registry.users ADD COLUMN organisation_id text REFERENCES registry.organisations;
COMMENT ON COLUMN registry.users.organisation_id IS 'null: staff of the centre';

ALTER TABLE registry.cases
  ADD COLUMN process_id text NOT NULL DEFAULT 'bdc-registration' CHECK (process_id ~ '^[a-z][a-z0-9-]{2,60}$'),
  ADD COLUMN organisation_id text REFERENCES registry.organisations;
COMMENT ON COLUMN registry.cases.process_id IS 'BPMN process that the case was filed for; the relay starts it';
COMMENT ON COLUMN registry.cases.organisation_id IS 'partner that filed the case and may see it; null: filed at the centre';
CREATE INDEX cases_organisation ON registry.cases (organisation_id, filed_at DESC) WHERE organisation_id IS NOT NULL;
