-- INV-20: the notice to the mortgagee and his claim.
CREATE OR REPLACE FUNCTION registry.guard_claim_freeze() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.told_at IS NOT NULL OR to_jsonb(NEW) - '{told_at,receipt_no,claim_fen}'::text[] <> to_jsonb(OLD) - '{told_at,receipt_no,claim_fen}'::text[] THEN
    PERFORM registry.violates('INV-20', 'a mortgagee has the notice of a seizure once, and his claim stands from then on');
  END IF;
  RETURN NEW;
END $$;
