-- INV-05, 07: what a court has filed, its delivery and the answer are written once.
CREATE OR REPLACE FUNCTION registry.guard_notice() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.notice_no, NEW.kind, NEW.court_id, NEW.document_no, NEW.unit_codes, NEW.target_id, NEW.content, NEW.filed_at, NEW.filed_by)
     IS DISTINCT FROM (OLD.notice_no, OLD.kind, OLD.court_id, OLD.document_no, OLD.unit_codes, OLD.target_id, OLD.content, OLD.filed_at, OLD.filed_by) THEN
    PERFORM registry.violates('INV-05', 'a notice is not rewritten: file a new one');
  END IF;
  IF OLD.delivered_at IS NOT NULL AND (NEW.delivered_at, NEW.signed_by) IS DISTINCT FROM (OLD.delivered_at, OLD.signed_by) THEN
    PERFORM registry.violates('INV-07', 'the time of delivery never changes');
  END IF;
  IF OLD.decided_at IS NOT NULL AND (NEW.state, NEW.decided_at, NEW.result, NEW.reasons, NEW.advice)
     IS DISTINCT FROM (OLD.state, OLD.decided_at, OLD.result, OLD.reasons, OLD.advice) THEN
    PERFORM registry.violates('INV-05', 'what was decided about a notice stays');
  END IF;
  RETURN NEW;
END $$;

-- INV-05: a paper stays as it is; it gets its seal once.
CREATE OR REPLACE FUNCTION registry.guard_notice_paper() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.notice_no, NEW.kind, NEW.bytes, NEW.created_at) IS DISTINCT FROM (OLD.notice_no, OLD.kind, OLD.bytes, OLD.created_at)
     OR (OLD.seal IS NOT NULL AND NEW.seal IS DISTINCT FROM OLD.seal) THEN
    PERFORM registry.violates('INV-05', 'a stored paper is evidence');
  END IF;
  RETURN NEW;
END $$;
