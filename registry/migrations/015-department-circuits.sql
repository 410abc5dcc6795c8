-- Circuit breakers that are not closed, as each workers process reports them, so that a supervisor sees which department
-- is not called at the moment. A row that is not reported again soon is out of date (the process ended).
CREATE TABLE registry.department_circuits (
  reporter     text NOT NULL CHECK (reporter <> ''),
  department   text NOT NULL CHECK (department ~ '^[a-z]+$'),
  organisation text NOT NULL DEFAULT '',
  state        text NOT NULL CHECK (state IN ('open', 'half_open')),
  last_failure text,
  since        timestamptz NOT NULL,
  reported_at  timestamptz NOT NULL,
  PRIMARY KEY (reporter, department, organisation)
);
COMMENT ON COLUMN registry.department_circuits.organisation IS 'BANK-03, COURT-0203; empty: the whole department';
COMMENT ON COLUMN registry.department_circuits.last_failure IS 'names department and failure, no personal data';
