-- Nobody hides a wait by writing another time: each is written once.
CREATE OR REPLACE FUNCTION registry.guard_ticket() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE calling text[] := '{called_at,called_by,counter}'; ending text[] := '{ended_at,outcome}';
BEGIN
  IF to_jsonb(NEW) - calling - ending <> to_jsonb(OLD) - calling - ending
    OR (OLD.called_at IS NOT NULL AND (NEW.called_at, NEW.called_by, NEW.counter) IS DISTINCT FROM (OLD.called_at, OLD.called_by, OLD.counter))
    OR OLD.ended_at IS NOT NULL THEN
    PERFORM registry.violates('INV-05', 'a ticket is taken, called and ended once each, in this order');
  END IF;
  RETURN NEW;
END $$;
