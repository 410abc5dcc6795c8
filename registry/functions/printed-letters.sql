CREATE OR REPLACE FUNCTION registry.guard_printed_letter() RETURNS trigger LANGUAGE plpgsql AS $$
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
