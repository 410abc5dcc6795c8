-- Window hours by outlet, day and season, and changes of them and of holiday tables: proposed by one, approved by another, with
-- a record of the cases whose deadlines they moved (domain §7).
CREATE TABLE registry.calendar_changes (
  change_id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  change_key    text NOT NULL UNIQUE,
  kind          text NOT NULL CHECK (kind IN ('year', 'hours')),
  subject       text NOT NULL,
  content       jsonb NOT NULL,
  source        text NOT NULL CHECK (source <> ''),
  reason        text NOT NULL CHECK (reason <> ''),
  proposed_by   text NOT NULL,
  proposed_at   timestamptz NOT NULL,
  decision      text CHECK (decision IN ('approved', 'rejected', 'withdrawn')),
  decided_by    text,
  decided_at    timestamptz,
  decision_note text,
  CHECK ((decision IS NULL) = (decided_by IS NULL) AND (decision IS NULL) = (decided_at IS NULL)),
  CONSTRAINT calendar_two_people CHECK (decision IS NULL OR (decision = 'withdrawn') = (decided_by = proposed_by))
);
COMMENT ON COLUMN registry.calendar_changes.subject IS 'the year, or the outlet (district code, * = all that have no hours of their own)';
COMMENT ON COLUMN registry.calendar_changes.content IS 'year: {days: [{day, kind, name}]}; hours: {name, validFrom, validTo, seasonFrom, seasonTo, periods: [{from, to}]}';

CREATE FUNCTION registry.guard_calendar_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE probe registry.calendar_changes := NEW;
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.decision IS NOT NULL THEN RAISE EXCEPTION 'a change is proposed first and decided then' USING ERRCODE = 'check_violation', CONSTRAINT = 'calendar_proposed_first'; END IF;
    RETURN NEW;
  END IF;
  probe.decision := OLD.decision;
  probe.decided_by := OLD.decided_by;
  probe.decided_at := OLD.decided_at;
  probe.decision_note := OLD.decision_note;
  IF OLD.decision IS NOT NULL OR probe IS DISTINCT FROM OLD THEN
    RAISE EXCEPTION 'a decided change stays as it is' USING ERRCODE = 'check_violation', CONSTRAINT = 'calendar_history';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_calendar_change BEFORE INSERT OR UPDATE ON registry.calendar_changes FOR EACH ROW EXECUTE FUNCTION registry.guard_calendar_change();
CREATE TRIGGER no_delete BEFORE DELETE ON registry.calendar_changes FOR EACH ROW EXECUTE FUNCTION registry.append_only();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON registry.calendar_changes FOR EACH STATEMENT EXECUTE FUNCTION registry.append_only();

CREATE TABLE registry.calendar_moves (
  change_id bigint NOT NULL REFERENCES registry.calendar_changes,
  case_no   text NOT NULL REFERENCES registry.cases,
  what      text NOT NULL CHECK (what IN ('sla', 'statutory')),
  old_due   timestamptz,
  new_due   timestamptz,
  rearmed   boolean NOT NULL,
  PRIMARY KEY (change_id, case_no, what)
);
COMMENT ON COLUMN registry.calendar_moves.rearmed IS 'the watch in the process was told; false: paused (told at the resume), or the statutory watch, which looks at the calendar itself';
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON registry.calendar_moves FOR EACH ROW EXECUTE FUNCTION registry.append_only();

-- Periods are in order and do not touch, so that no minute counts twice.
CREATE FUNCTION registry.periods_in_order(periods jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT jsonb_array_length(periods) > 0 AND bool_and(p ->> 'from' < p ->> 'to' AND coalesce(before < p ->> 'from', true)
    AND p ->> 'from' ~ '^([01]\d|2[0-3]):[0-5]\d$' AND p ->> 'to' ~ '^([01]\d|2[0-3]):[0-5]\d$')
  FROM (SELECT p, lag(p ->> 'to') OVER (ORDER BY i) AS before FROM jsonb_array_elements(periods) WITH ORDINALITY AS x(p, i)) AS each
$$;

CREATE TABLE registry.office_timetables (
  timetable_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  office       text NOT NULL,
  name         text NOT NULL,
  valid_from   date NOT NULL,
  valid_to     date,
  season_from  text CHECK (season_from ~ '^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$'),
  season_to    text CHECK (season_to ~ '^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$'),
  periods      jsonb NOT NULL CHECK (registry.periods_in_order(periods)),
  change_id    bigint UNIQUE REFERENCES registry.calendar_changes,
  CHECK (valid_to IS NULL OR valid_to >= valid_from),
  CHECK ((season_from IS NULL) = (season_to IS NULL))
);
COMMENT ON TABLE registry.office_timetables IS 'Of those that cover a day: the outlet''s own before *, a season before the whole year, then the newest';
INSERT INTO registry.office_timetables (office, name, valid_from, periods)
SELECT office, '全年', '0001-01-01', jsonb_agg(jsonb_build_object('from', to_char(opens, 'HH24:MI'), 'to', to_char(closes, 'HH24:MI')) ORDER BY opens)
FROM registry.office_hours GROUP BY office;
DROP TABLE registry.office_hours;
CREATE TRIGGER calendar_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON registry.office_timetables
  FOR EACH STATEMENT EXECUTE FUNCTION registry.calendar_changed();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON registry.office_timetables FOR EACH ROW EXECUTE FUNCTION registry.append_only();

-- What a case may take and what it took is written down: a calendar that changes later does not change what was.
ALTER TABLE registry.sla_ledger
  ADD COLUMN limit_minutes double precision,
  ADD COLUMN warn_minutes double precision,
  ADD COLUMN gross_minutes double precision,
  ADD COLUMN net_minutes double precision,
  ADD COLUMN issued_at timestamptz,
  ADD COLUMN issued_gross_minutes double precision,
  ADD COLUMN issued_net_minutes double precision;
COMMENT ON COLUMN registry.sla_ledger.stopped_at IS '登簿, the legal end, or the end without it';
COMMENT ON COLUMN registry.sla_ledger.issued_at IS '发证: the second metric; which one the counter shows is rule sla.counter_stop';
-- Clocks from before: a class in days in the hours of a usual day.
UPDATE registry.sla_ledger SET limit_minutes = CASE sla_class WHEN 'IMM' THEN 10 WHEN '60m' THEN 60 WHEN '1WD' THEN 420 WHEN '5WD' THEN 2100 ELSE 6300 END;
UPDATE registry.sla_ledger SET warn_minutes = limit_minutes * CASE WHEN sla_class IN ('IMM', '60m') THEN 0.75 ELSE 0.8 END;
ALTER TABLE registry.sla_ledger ALTER COLUMN limit_minutes SET NOT NULL, ALTER COLUMN warn_minutes SET NOT NULL;

SELECT registry.cover('calendar_changes');
