-- Whoever keeps a calendar in memory asks for its revision.
CREATE OR REPLACE FUNCTION registry.calendar_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE registry.calendar_revision SET revision = gen_random_uuid();
  RETURN NULL;
END $$;

-- A change of the calendar is proposed, then decided once, and stays.
CREATE OR REPLACE FUNCTION registry.guard_calendar_change() RETURNS trigger LANGUAGE plpgsql AS $$
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

-- Periods are in order and do not touch, so that no minute counts twice.
CREATE OR REPLACE FUNCTION registry.periods_in_order(periods jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT jsonb_array_length(periods) > 0 AND bool_and(p ->> 'from' < p ->> 'to' AND coalesce(before < p ->> 'from', true)
    AND p ->> 'from' ~ '^([01]\d|2[0-3]):[0-5]\d$' AND p ->> 'to' ~ '^([01]\d|2[0-3]):[0-5]\d$')
  FROM (SELECT p, lag(p ->> 'to') OVER (ORDER BY i) AS before FROM jsonb_array_elements(periods) WITH ORDINALITY AS x(p, i)) AS each
$$;
