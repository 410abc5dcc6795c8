CREATE TABLE registry.calendar_years (
  year   integer PRIMARY KEY,
  source text NOT NULL
);
CREATE TABLE registry.calendar_days (
  day  date PRIMARY KEY,
  year integer NOT NULL REFERENCES registry.calendar_years ON DELETE CASCADE,
  kind text NOT NULL CHECK (kind IN ('WORK', 'OFF')),
  name text NOT NULL
);
COMMENT ON TABLE registry.calendar_days IS 'Days that differ from Mon–Fri; a year without a row in calendar_years is an error, never a guess';

CREATE TABLE registry.office_hours (
  office      text NOT NULL,
  opens       time NOT NULL,
  closes      time NOT NULL,
  PRIMARY KEY (office, opens),
  CHECK (opens < closes)
);
COMMENT ON TABLE registry.office_hours IS 'Window periods per outlet (district code); office * is the default';
INSERT INTO registry.office_hours VALUES ('*', '08:30', '12:00'), ('*', '13:30', '17:00');

CREATE TABLE registry.sla_ledger (
  case_no     text PRIMARY KEY REFERENCES registry.cases,
  sla_class   text NOT NULL,
  office      text NOT NULL,
  started_at  timestamptz NOT NULL,
  warn_at     timestamptz NOT NULL,
  due_at      timestamptz NOT NULL,
  epoch       integer NOT NULL DEFAULT 1,
  stopped_at  timestamptz,
  warned_at   timestamptz,
  breached_at timestamptz,
  CHECK (started_at <= warn_at AND warn_at <= due_at)
);
CREATE TABLE registry.sla_pauses (
  case_no    text NOT NULL REFERENCES registry.sla_ledger,
  pause_key  text NOT NULL,
  cause      text NOT NULL,
  evidence   text NOT NULL CHECK (evidence <> ''),
  paused_at  timestamptz NOT NULL,
  paused_by  text NOT NULL,
  resumed_at timestamptz,
  resumed_by text,
  PRIMARY KEY (case_no, pause_key),
  CHECK (resumed_at IS NULL OR resumed_at >= paused_at)
);
