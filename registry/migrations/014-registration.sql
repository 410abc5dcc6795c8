-- 实地查看, 提级会商 and outages of the system during a registration (domain §5.1, steps 11C and 14).
CREATE TABLE registry.onsite_views (
  case_no      text NOT NULL REFERENCES registry.cases,
  task_key     text NOT NULL,
  appointed_at timestamptz NOT NULL,
  -- 实施细则 §15: at least two people of the office.
  viewers      text[] NOT NULL CHECK (cardinality(viewers) >= 2 AND viewers[1] <> viewers[2]),
  decision     text CHECK (decision IN ('done', 'absent')),
  result       text CHECK (result IN ('consistent', 'inconsistent')),
  photos       uuid[] NOT NULL DEFAULT '{}',
  opinion      text,
  recorded_by  text,
  recorded_at  timestamptz,
  PRIMARY KEY (case_no, task_key),
  CHECK ((decision IS NULL) = (recorded_at IS NULL)),
  -- 条例 §19: what was seen is shown by photos.
  CHECK (decision IS DISTINCT FROM 'done' OR (result IS NOT NULL AND cardinality(photos) > 0))
);
COMMENT ON TABLE registry.onsite_views IS '实地查看: one row for each appointment; task_key of the appointment';

CREATE TABLE registry.escalations (
  case_no     text NOT NULL REFERENCES registry.cases,
  level       integer NOT NULL CHECK (level > 0),
  key         text NOT NULL,
  opened_at   timestamptz NOT NULL,
  due_at      timestamptz NOT NULL,
  reminded_at timestamptz,
  decision    text CHECK (decision IN ('approve', 'refuse', 'conditions', 'returned')),
  opinion     text,
  decided_by  text,
  decided_at  timestamptz,
  PRIMARY KEY (case_no, level),
  UNIQUE (case_no, key),
  CHECK ((decision IS NULL) = (decided_at IS NULL))
);
COMMENT ON TABLE registry.escalations IS '提级会商; level counts those of the case, and is part of the key of msg.escalation.decided';
CREATE INDEX escalations_open ON registry.escalations (due_at) WHERE decided_at IS NULL;

CREATE TABLE registry.sla_outages (
  case_no text NOT NULL REFERENCES registry.cases,
  key     text NOT NULL,
  cause   text NOT NULL CHECK (cause = 'system'),
  since   timestamptz NOT NULL,
  until   timestamptz CHECK (until >= since),
  PRIMARY KEY (case_no, key)
);
COMMENT ON TABLE registry.sla_outages IS 'an incident of more than five minutes: the clock keeps running, the time is attributed to the system';
