-- INV-20 (查封规定 §25; 民法典 423): the mortgagee of an open 最高额抵押 is told of the seizure of the home; from the moment he has the
-- notice his claim grows no further. One row for each holder of the mortgage and each seizure in force.
CREATE TABLE registry.claim_freezes (
  mortgage_id bigint NOT NULL REFERENCES registry.rights,
  seizure_id  bigint NOT NULL REFERENCES registry.rights,
  holder_seq  integer NOT NULL,
  org_id      text REFERENCES registry.organisations,
  created_at  timestamptz NOT NULL,
  told_at     timestamptz CHECK (told_at >= created_at),
  receipt_no  text,
  claim_fen   bigint CHECK (claim_fen >= 0),
  PRIMARY KEY (mortgage_id, seizure_id, holder_seq),
  CHECK ((told_at IS NULL) = (receipt_no IS NULL) AND (told_at IS NOT NULL OR claim_fen IS NULL))
);
COMMENT ON TABLE registry.claim_freezes IS 'who is told that a home under his 最高额抵押 was seized, when he had the notice, and what his claim was then';
COMMENT ON COLUMN registry.claim_freezes.org_id IS 'the connected bank; null: written to on paper';
COMMENT ON COLUMN registry.claim_freezes.claim_fen IS 'claim at that moment as the bank stated it; null: not stated';
CREATE INDEX claim_freezes_seizure ON registry.claim_freezes (seizure_id);

CREATE FUNCTION registry.guard_claim_freeze() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.told_at IS NOT NULL OR to_jsonb(NEW) - '{told_at,receipt_no,claim_fen}'::text[] <> to_jsonb(OLD) - '{told_at,receipt_no,claim_fen}'::text[] THEN
    PERFORM registry.violates('INV-20', 'a mortgagee has the notice of a seizure once, and his claim stands from then on');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_claim_freeze BEFORE UPDATE ON registry.claim_freezes FOR EACH ROW EXECUTE FUNCTION registry.guard_claim_freeze();
CREATE TRIGGER no_delete BEFORE DELETE ON registry.claim_freezes FOR EACH ROW EXECUTE FUNCTION registry.append_only();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON registry.claim_freezes FOR EACH STATEMENT EXECUTE FUNCTION registry.append_only();

SELECT registry.cover('claim_freezes');
