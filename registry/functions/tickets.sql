-- Nobody hides a wait by writing another time: a number changes only as its newest step says, and what has been served stays so.
CREATE OR REPLACE FUNCTION registry.guard_ticket() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  step registry.ticket_steps;
  changing text[];
  right_now boolean;
BEGIN
  SELECT * INTO step FROM registry.ticket_steps WHERE ticket_id = NEW.ticket_id AND nth = NEW.steps;
  changing := CASE step.kind
    WHEN 'called' THEN '{called_at,called_by,counter,calls}'
    WHEN 'recalled' THEN '{calls}'
    WHEN 'passed' THEN '{ended_at,outcome}'
    WHEN 'served' THEN '{ended_at,outcome}'
    WHEN 'restored' THEN '{called_at,called_by,counter,calls,ended_at,outcome,place,behind}'
    WHEN 'moved' THEN '{called_at,called_by,counter,calls,place,behind,errand,wanted_counter}'
  END;
  right_now := CASE step.kind
    WHEN 'called' THEN OLD.called_at IS NULL AND (NEW.called_at, NEW.called_by, NEW.counter, NEW.calls) = (step.at, step.by_whom, step.counter, 1)
    WHEN 'recalled' THEN OLD.called_at IS NOT NULL AND OLD.outcome IS NULL AND NEW.calls = OLD.calls + 1
    WHEN 'passed' THEN OLD.called_at IS NOT NULL AND OLD.outcome IS NULL AND (NEW.outcome, NEW.ended_at) = ('MISSED', step.at)
    WHEN 'served' THEN OLD.called_at IS NOT NULL AND OLD.outcome IS NULL AND (NEW.outcome, NEW.ended_at) = ('SERVED', step.at)
    WHEN 'restored' THEN OLD.outcome = 'MISSED' AND NEW.called_at IS NULL
    WHEN 'moved' THEN OLD.outcome IS NULL AND NEW.called_at IS NULL AND NEW.errand = step.errand AND NEW.wanted_counter IS NOT DISTINCT FROM step.counter
  END;
  changing := changing || '{steps}'::text[];
  IF NEW.steps = OLD.steps + 1 AND right_now AND NEW.errand = step.errand AND to_jsonb(NEW) - changing = to_jsonb(OLD) - changing THEN RETURN NEW; END IF;
  PERFORM registry.violates('INV-05', 'a ticket changes only as its newest step says');
  RETURN NEW;
END $$;

-- Steps and cases of a number never change, and none of them goes before its time: the sweep (registry/keeping/sweep.ts) names the first
-- day that stays, and what is of an earlier one may go.
CREATE OR REPLACE FUNCTION registry.guard_kept_ticket() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND (SELECT day FROM registry.tickets WHERE ticket_id = OLD.ticket_id)
    < nullif(current_setting('registry.first_kept_day', true), '')::date THEN RETURN OLD;
  END IF;
  PERFORM registry.violates('INV-05', TG_TABLE_NAME || ' of the hall are kept as they are till their time is over');
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER kept BEFORE DELETE ON registry.tickets FOR EACH ROW EXECUTE FUNCTION registry.guard_kept_ticket();
CREATE OR REPLACE TRIGGER kept BEFORE UPDATE OR DELETE ON registry.ticket_steps FOR EACH ROW EXECUTE FUNCTION registry.guard_kept_ticket();
CREATE OR REPLACE TRIGGER kept BEFORE UPDATE OR DELETE ON registry.ticket_cases FOR EACH ROW EXECUTE FUNCTION registry.guard_kept_ticket();
