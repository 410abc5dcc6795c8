-- INV-21, 23: what lapses by law is also ended in the book. The effect is gone with the day, whoever looks; the entry follows it.
ALTER TABLE registry.register_entries DROP CONSTRAINT register_entries_kind_check;
ALTER TABLE registry.register_entries ADD CONSTRAINT register_entries_kind_check CHECK (kind IN
  ('REGISTRATION', 'SEIZURE', 'SEIZURE_RENEWAL', 'SEIZURE_LIFT', 'SEIZURE_EXPIRY', 'SEIZURE_DISPOSAL', 'LAPSE', 'MIGRATION'));

-- Few rows of a large register, so that a sweep reads only them.
CREATE INDEX rights_lapsing ON registry.rights (unit_code) WHERE status = 'CURRENT' AND kind IN ('CAUTION', 'OBJECTION');

-- 民法典 220: an objection whose holder has sued in time stays until the court has decided.
CREATE TABLE registry.suit_proofs (
  right_id    bigint PRIMARY KEY REFERENCES registry.rights,
  court       text NOT NULL CHECK (btrim(court) <> ''),
  document_no text NOT NULL CHECK (btrim(document_no) <> ''),
  filed_on    date NOT NULL,
  recorded_at timestamptz NOT NULL,
  recorded_by text NOT NULL
);
COMMENT ON TABLE registry.suit_proofs IS '起诉、仲裁受理通知书 shown for an objection within its fifteen days';

CREATE FUNCTION registry.guard_suit_proof() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM registry.rights r JOIN registry.objection_details d USING (right_id)
    WHERE r.right_id = NEW.right_id AND r.status = 'CURRENT' AND (NEW.recorded_at AT TIME ZONE 'Asia/Shanghai')::date <= d.lapses_on AND NEW.filed_on <= d.lapses_on
  ) THEN
    PERFORM registry.violates('INV-23', 'an objection is kept only by a suit that was filed and shown within its fifteen days');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_suit_proof BEFORE INSERT ON registry.suit_proofs FOR EACH ROW EXECUTE FUNCTION registry.guard_suit_proof();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON registry.suit_proofs FOR EACH ROW EXECUTE FUNCTION registry.append_only();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON registry.suit_proofs FOR EACH STATEMENT EXECUTE FUNCTION registry.append_only();
SELECT registry.cover('suit_proofs');
