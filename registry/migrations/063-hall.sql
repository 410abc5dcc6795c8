-- The hall: a number has an errand and a place in the line, is called again, passed over, taken back into the line or sent on to
-- another window or errand. The row says where the number is now; ticket_steps says how it came there, and neither moves alone.
CREATE TABLE registry.ticket_steps (
  ticket_id bigint NOT NULL REFERENCES registry.tickets,
  nth       integer NOT NULL CHECK (nth > 0),
  kind      text NOT NULL CHECK (kind IN ('taken', 'called', 'recalled', 'passed', 'restored', 'moved', 'served')),
  at        timestamptz NOT NULL,
  by_whom   text NOT NULL,
  errand    text NOT NULL,
  counter   text CHECK (btrim(counter) <> ''),
  reason    text CHECK (btrim(reason) <> ''),
  PRIMARY KEY (ticket_id, nth),
  CHECK ((kind = 'moved') = (reason IS NOT NULL)),
  CHECK (kind NOT IN ('called', 'recalled', 'passed', 'served') OR counter IS NOT NULL)
);
COMMENT ON COLUMN registry.ticket_steps.by_whom IS 'account of the clerk, or machine:kiosk-<device>';
COMMENT ON COLUMN registry.ticket_steps.errand IS 'of the number after this step';
COMMENT ON COLUMN registry.ticket_steps.counter IS 'window that called; of moved: the window it is sent to, null = any';

ALTER TABLE registry.ticket_counters ADD COLUMN moves integer NOT NULL DEFAULT 0;
COMMENT ON COLUMN registry.ticket_counters.moves IS 'last behind given to a number that came back into the line or was sent on';

DROP TRIGGER guard_ticket ON registry.tickets;
ALTER TABLE registry.tickets
  ADD COLUMN errand text NOT NULL DEFAULT 'registration' CHECK (errand IN ('registration', 'certificate', 'query', 'advice')),
  ADD COLUMN wanted_counter text CHECK (btrim(wanted_counter) <> ''),
  ADD COLUMN calls  integer NOT NULL DEFAULT 0 CHECK (calls >= 0),
  ADD COLUMN place  integer,
  ADD COLUMN behind integer NOT NULL DEFAULT 0,
  ADD COLUMN steps  integer NOT NULL DEFAULT 1;
ALTER TABLE registry.tickets ALTER COLUMN errand DROP DEFAULT;
COMMENT ON COLUMN registry.tickets.wanted_counter IS 'only this window calls it; null = any';
COMMENT ON COLUMN registry.tickets.calls IS 'calls since it last stood in the line';
COMMENT ON COLUMN registry.tickets.place IS 'the line is in order of (place, behind): first the own number; later that of the number it stands behind, 0 = first';

INSERT INTO registry.ticket_steps (ticket_id, nth, kind, at, by_whom, errand, counter)
SELECT ticket_id, row_number() OVER (PARTITION BY ticket_id ORDER BY no), kind, at, by_whom, errand, told_counter FROM (
  SELECT ticket_id, 1 AS no, 'taken' AS kind, queued_at AS at, taken_by AS by_whom, errand, NULL AS told_counter FROM registry.tickets
  UNION ALL SELECT ticket_id, 2, 'called', called_at, called_by, errand, counter FROM registry.tickets WHERE called_at IS NOT NULL
  UNION ALL SELECT ticket_id, 3, CASE outcome WHEN 'SERVED' THEN 'served' ELSE 'passed' END, ended_at, called_by, errand, counter
    FROM registry.tickets WHERE ended_at IS NOT NULL) AS known;
UPDATE registry.tickets t SET place = number, calls = (called_at IS NOT NULL)::integer,
  steps = (SELECT count(*) FROM registry.ticket_steps s WHERE s.ticket_id = t.ticket_id);
ALTER TABLE registry.tickets ALTER COLUMN place SET NOT NULL,
  ADD CHECK ((called_at IS NULL) = (calls = 0)),
  ADD CONSTRAINT newest_step FOREIGN KEY (ticket_id, steps) REFERENCES registry.ticket_steps DEFERRABLE INITIALLY DEFERRED;
DROP INDEX registry.tickets_waiting;
CREATE INDEX tickets_line ON registry.tickets (district, day, place, behind) WHERE called_at IS NULL;

CREATE TRIGGER guard_ticket BEFORE UPDATE ON registry.tickets FOR EACH ROW EXECUTE FUNCTION registry.guard_ticket();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON registry.ticket_steps FOR EACH ROW EXECUTE FUNCTION registry.append_only();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON registry.ticket_steps FOR EACH STATEMENT EXECUTE FUNCTION registry.append_only();

-- Rules `hall.calls`, `hall.restore_after`. A first value is no proposal: it holds from the beginning, so the guard steps aside for it.
ALTER TABLE registry.rule_values DISABLE TRIGGER guard_rule_value;
INSERT INTO registry.rule_values (proposal_key, name, profile, value, valid_from, source, reason, proposed_by, proposed_at, decision, decided_by, decided_at)
SELECT 'release:' || name || ':*', name, '*', '3'::jsonb, '0001-01-01', '本系统约定', '随产品发布的初始值', 'product',
  '2026-01-01T00:00:00+08:00', 'approved', 'migration', '2026-01-01T00:00:00+08:00'
FROM (VALUES ('hall.calls'), ('hall.restore_after')) AS seed (name);
ALTER TABLE registry.rule_values ENABLE TRIGGER guard_rule_value;
INSERT INTO registry.register_events (chain, topic, actor, occurred_at, payload, seq, prev_hash, hash)
VALUES ('rows-0', 'register.migrated', session_user, clock_timestamp(), '{"migration": "063-hall"}', 0, '', '');
