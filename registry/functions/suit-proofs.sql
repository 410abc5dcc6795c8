-- INV-23: an objection lasts beyond its days only by a suit.
CREATE OR REPLACE FUNCTION registry.guard_suit_proof() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM registry.rights r JOIN registry.objection_details d USING (right_id)
    WHERE r.right_id = NEW.right_id AND r.status = 'CURRENT' AND (NEW.recorded_at AT TIME ZONE 'Asia/Shanghai')::date <= d.lapses_on AND NEW.filed_on <= d.lapses_on
  ) THEN
    PERFORM registry.violates('INV-23', 'an objection is kept only by a suit that was filed and shown within its fifteen days');
  END IF;
  RETURN NEW;
END $$;
