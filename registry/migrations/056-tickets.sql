-- Waiting before 受理 (domain §7): 取号 → 叫号 → 受理, measured apart from the case's own clock. A ticket names nobody.
CREATE TABLE registry.ticket_counters (
  district text NOT NULL,
  day      date NOT NULL,
  last     integer NOT NULL,
  PRIMARY KEY (district, day)
);

CREATE TABLE registry.tickets (
  ticket_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  district  text NOT NULL,
  day       date NOT NULL,
  number    integer NOT NULL CHECK (number > 0),
  queued_at timestamptz NOT NULL,
  taken_by  text NOT NULL,
  called_at timestamptz CHECK (called_at >= queued_at),
  called_by text,
  counter   text CHECK (btrim(counter) <> ''),
  ended_at  timestamptz CHECK (ended_at >= called_at),
  outcome   text CHECK (outcome IN ('SERVED', 'MISSED')),
  UNIQUE (district, day, number),
  CHECK ((called_at IS NULL) = (called_by IS NULL) AND (called_at IS NULL) = (counter IS NULL)),
  CHECK ((ended_at IS NULL) = (outcome IS NULL) AND (ended_at IS NULL OR called_at IS NOT NULL))
);
COMMENT ON COLUMN registry.tickets.taken_by IS 'who of the staff gave it out';
CREATE UNIQUE INDEX one_open_ticket ON registry.tickets (called_by) WHERE called_at IS NOT NULL AND ended_at IS NULL;
CREATE INDEX tickets_waiting ON registry.tickets (district, day, number) WHERE called_at IS NULL;
CREATE INDEX tickets_day ON registry.tickets (day, district);

-- Which cases came of a ticket: one person may hand in several.
CREATE TABLE registry.ticket_cases (
  case_no   text PRIMARY KEY REFERENCES registry.cases,
  ticket_id bigint NOT NULL REFERENCES registry.tickets
);
CREATE INDEX ticket_cases_ticket ON registry.ticket_cases (ticket_id);

-- Nobody hides a wait by writing another time: each is written once.
CREATE FUNCTION registry.guard_ticket() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE calling text[] := '{called_at,called_by,counter}'; ending text[] := '{ended_at,outcome}';
BEGIN
  IF to_jsonb(NEW) - calling - ending <> to_jsonb(OLD) - calling - ending
    OR (OLD.called_at IS NOT NULL AND (NEW.called_at, NEW.called_by, NEW.counter) IS DISTINCT FROM (OLD.called_at, OLD.called_by, OLD.counter))
    OR OLD.ended_at IS NOT NULL THEN
    PERFORM registry.violates('INV-05', 'a ticket is taken, called and ended once each, in this order');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_ticket BEFORE UPDATE ON registry.tickets FOR EACH ROW EXECUTE FUNCTION registry.guard_ticket();
CREATE TRIGGER no_delete BEFORE DELETE ON registry.tickets FOR EACH ROW EXECUTE FUNCTION registry.append_only();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON registry.tickets FOR EACH STATEMENT EXECUTE FUNCTION registry.append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON registry.ticket_cases FOR EACH ROW EXECUTE FUNCTION registry.append_only();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON registry.ticket_cases FOR EACH STATEMENT EXECUTE FUNCTION registry.append_only();
