-- INV-34: what an owner agrees to when a bank asks.
CREATE OR REPLACE FUNCTION registry.guard_consent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.consent_no, NEW.org_id, NEW.unit_code, NEW.purpose, NEW.person_id) IS DISTINCT FROM (OLD.consent_no, OLD.org_id, OLD.unit_code, OLD.purpose, OLD.person_id)
     OR (OLD.given_at IS NOT NULL AND NEW.given_at IS DISTINCT FROM OLD.given_at)
     OR (OLD.used_by_case IS NOT NULL AND NEW.used_by_case IS DISTINCT FROM OLD.used_by_case) THEN
    PERFORM registry.violates('INV-34', 'a consent is given once and used once');
  END IF;
  RETURN NEW;
END $$;
