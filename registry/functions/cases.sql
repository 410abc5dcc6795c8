-- INV-04, 05, 29: a closed case stays closed; its register time and its acceptor are written once.
CREATE OR REPLACE FUNCTION registry.guard_case() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.status = 'CLOSED' AND NEW.status <> 'CLOSED' THEN PERFORM registry.violates('INV-05', 'a closed case stays closed'); END IF;
  IF OLD.entered_at IS NOT NULL AND NEW.entered_at IS DISTINCT FROM OLD.entered_at THEN PERFORM registry.violates('INV-04', 'register time is immutable'); END IF;
  IF OLD.accepted_by IS NOT NULL AND NEW.accepted_by IS DISTINCT FROM OLD.accepted_by THEN PERFORM registry.violates('INV-29', 'the acceptor of a case never changes'); END IF;
  RETURN NEW;
END $$;

-- INV-05: what was applied for does not change under the reviewers. The trigger calls it only when a statement writes such a column.
CREATE OR REPLACE FUNCTION registry.guard_case_terms() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.item_code, NEW.application_key, NEW.contract, NEW.mortgage, NEW.name_change, NEW.filed_at, NEW.operation, NEW.combined, NEW.terms)
     IS DISTINCT FROM (OLD.item_code, OLD.application_key, OLD.contract, OLD.mortgage, OLD.name_change, OLD.filed_at, OLD.operation, OLD.combined, OLD.terms) THEN
    PERFORM registry.violates('INV-05', 'an application is not rewritten: file a new one');
  END IF;
  RETURN NEW;
END $$;

-- INV-29 受办分离: acceptor and reviewer are always two; a third person for the book is the office's choice (domain §4.2 "where configured").
CREATE OR REPLACE FUNCTION registry.guard_separation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM registry.reviews r WHERE r.case_no = NEW.case_no AND r.user_id = NEW.user_id
      AND ((NEW.step = 'intake') <> (r.step = 'intake')
        OR (((NEW.step = 'sign_book' AND r.step IN ('review', 're_review')) OR (r.step = 'sign_book' AND NEW.step IN ('review', 're_review')))
          AND (registry.rule_value('registrar.third_person', '*', (NEW.at AT TIME ZONE 'Asia/Shanghai')::date))::boolean))
  ) THEN
    PERFORM registry.violates('INV-29', 'acceptor, reviewer and registrar of a case are different people');
  END IF;
  RETURN NEW;
END $$;
