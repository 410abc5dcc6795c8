CREATE TABLE registry.persons (
  person_id  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  nature     text NOT NULL CHECK (nature IN ('person', 'company', 'institution', 'government', 'other')),
  name       text NOT NULL CHECK (name <> ''),
  id_type    text NOT NULL CHECK (id_type IN ('citizen', 'hkmt', 'passport', 'household', 'officer', 'orgcode', 'uscc', 'other')),
  id_no      text NOT NULL,
  phone      text,
  UNIQUE (id_type, id_no)
);
COMMENT ON TABLE registry.persons IS 'Who a person is today; what the register says is in right_holders (QLR)';
COMMENT ON COLUMN registry.persons.nature IS 'QLRLX';
COMMENT ON COLUMN registry.persons.id_type IS 'ZJZL by name';
COMMENT ON COLUMN registry.persons.id_no IS 'ZJH';

CREATE TABLE registry.users (
  user_id       text PRIMARY KEY,
  display_name  text NOT NULL,
  role          text NOT NULL,
  district      text,
  password_hash text NOT NULL,
  active        boolean NOT NULL DEFAULT true
);
COMMENT ON COLUMN registry.users.password_hash IS 'scrypt$N$r$p$salt$hash, base64url';

CREATE TABLE registry.audit_log (
  audit_id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at         timestamptz NOT NULL,
  user_id    text NOT NULL,
  role       text NOT NULL,
  action     text NOT NULL,
  purpose    text NOT NULL CHECK (purpose <> ''),
  case_no    text,
  unit_code  text,
  detail     jsonb NOT NULL DEFAULT '{}'
);
COMMENT ON TABLE registry.audit_log IS 'INV-34: every reading of personal data with its purpose. Append-only.';
CREATE INDEX audit_log_case ON registry.audit_log (case_no, at);
CREATE INDEX audit_log_unit ON registry.audit_log (unit_code, at);
