-- 告知书: who is to be told by the office and is connected by no interface gets a letter on paper (INV-18, 20, 26; 实施细则 §81). One row for each
-- person and occasion; it is given a number and its sealed paper, posted (again, when it comes back), and told on the day of the receipt.
CREATE TABLE registry.printed_letters (
  letter_id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind        text NOT NULL CHECK (kind IN ('mortgage_followed', 'mortgage_seized', 'co_owner_disposed', 'ex_officio')),
  unit_code   text NOT NULL REFERENCES registry.units,
  right_id    bigint NOT NULL,
  holder_seq  integer NOT NULL,
  reference   text NOT NULL,
  seizure_id  bigint REFERENCES registry.rights,
  created_at  timestamptz NOT NULL,
  letter_no   text UNIQUE,
  issued_at   timestamptz,
  issued_by   text,
  bytes       bytea,
  sha256      text GENERATED ALWAYS AS (encode(sha256(bytes), 'hex')) STORED,
  seal        jsonb,
  told_at     timestamptz CHECK (told_at >= created_at),
  receipt_no  text,
  told_by     text,
  term_ends_at timestamptz,
  UNIQUE (kind, reference, right_id, holder_seq),
  FOREIGN KEY (right_id, holder_seq) REFERENCES registry.right_holders (right_id, seq),
  CHECK ((kind = 'mortgage_seized') = (seizure_id IS NOT NULL)),
  CHECK ((letter_no IS NULL) = (issued_at IS NULL) AND (letter_no IS NULL) = (issued_by IS NULL)),
  CHECK ((bytes IS NULL) = (seal IS NULL) AND (bytes IS NULL OR letter_no IS NOT NULL)),
  CHECK ((told_at IS NULL) = (told_by IS NULL) AND (told_at IS NULL) = (receipt_no IS NULL) AND (told_at IS NULL OR bytes IS NOT NULL))
);
ALTER TABLE registry.printed_letters ALTER COLUMN bytes SET STORAGE EXTERNAL;
CREATE INDEX printed_letters_open ON registry.printed_letters (unit_code) WHERE told_at IS NULL;
CREATE INDEX printed_letters_reference ON registry.printed_letters (reference);
COMMENT ON COLUMN registry.printed_letters.reference IS 'number of the case, or of the seizure (CF…)';
COMMENT ON COLUMN registry.printed_letters.told_at IS 'when the addressee had it, by the receipt: what the law makes of it runs from then';
COMMENT ON COLUMN registry.printed_letters.term_ends_at IS '依职权更正: end of the working days that the holder has from then';

CREATE TABLE registry.letter_postings (
  letter_id   bigint NOT NULL REFERENCES registry.printed_letters,
  posting_no  integer NOT NULL,
  way         text NOT NULL CHECK (way IN ('mail', 'person', 'announced')),
  posted_on   date NOT NULL,
  tracking_no text NOT NULL,
  address     text NOT NULL,
  posted_by   text NOT NULL,
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (letter_id, posting_no)
);
COMMENT ON COLUMN registry.letter_postings.tracking_no IS '邮件号; 送达回证号 in person; where it was published';

CREATE TABLE registry.letter_counters (
  district text NOT NULL,
  year     integer NOT NULL,
  last     integer NOT NULL,
  PRIMARY KEY (district, year)
);

CREATE FUNCTION registry.guard_printed_letter() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE issuing text[] := '{letter_no,issued_at,issued_by}'; sealing text[] := '{bytes,seal,sha256}'; telling text[] := '{told_at,receipt_no,told_by,term_ends_at}';
BEGIN
  IF to_jsonb(NEW) - issuing - sealing - telling <> to_jsonb(OLD) - issuing - sealing - telling
    OR (OLD.letter_no IS NOT NULL AND (NEW.letter_no, NEW.issued_at, NEW.issued_by) IS DISTINCT FROM (OLD.letter_no, OLD.issued_at, OLD.issued_by))
    OR (OLD.bytes IS NOT NULL AND (NEW.bytes, NEW.seal) IS DISTINCT FROM (OLD.bytes, OLD.seal))
    OR OLD.told_at IS NOT NULL THEN
    PERFORM registry.violates('INV-05', 'a letter is numbered, sealed and told once each, in this order');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_printed_letter BEFORE UPDATE ON registry.printed_letters FOR EACH ROW EXECUTE FUNCTION registry.guard_printed_letter();
CREATE TRIGGER no_delete BEFORE DELETE ON registry.printed_letters FOR EACH ROW EXECUTE FUNCTION registry.append_only();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON registry.printed_letters FOR EACH STATEMENT EXECUTE FUNCTION registry.append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON registry.letter_postings FOR EACH ROW EXECUTE FUNCTION registry.append_only();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON registry.letter_postings FOR EACH STATEMENT EXECUTE FUNCTION registry.append_only();

SELECT registry.cover('printed_letters', '{bytes}');
SELECT registry.cover('letter_postings');

-- Mortgagees who were to be told in writing and have not been.
INSERT INTO registry.printed_letters (kind, unit_code, right_id, holder_seq, reference, seizure_id, created_at)
SELECT 'mortgage_seized', r.unit_code, f.mortgage_id, f.holder_seq, 'CF' || f.seizure_id, f.seizure_id, f.created_at
FROM registry.claim_freezes f JOIN registry.rights r ON r.right_id = f.mortgage_id WHERE f.org_id IS NULL AND f.told_at IS NULL ORDER BY f.created_at, f.mortgage_id;

INSERT INTO registry.register_events (chain, topic, actor, occurred_at, payload, seq, prev_hash, hash)
VALUES ('rows-0', 'register.migrated', session_user, clock_timestamp(), '{"migration": "051-printed-letters"}', 0, '', '');
