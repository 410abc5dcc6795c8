-- The rules of domain §4.2 that the database itself keeps. A violation has SQLSTATE YT0nn and the rule's id in its text,
-- so that a mistake in the code above can never write an unlawful page.

CREATE FUNCTION registry.violates(rule text, what text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '%: %', rule, what USING ERRCODE = 'YT0' || right(rule, 2), CONSTRAINT = lower(replace(rule, '-', '_'));
END $$;

-- INV-05 ------------------------------------------------------------------------------------------------------------
CREATE FUNCTION registry.append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM registry.violates('INV-05', TG_TABLE_NAME || ' is append-only: correct it by another registration, not by ' || TG_OP);
  RETURN NULL;
END $$;

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['register_entries', 'entry_units', 'right_holders', 'ownership_details', 'mortgage_details',
    'caution_details', 'objection_details', 'register_events', 'reviews', 'identity_checks', 'audit_log', 'certificate_papers', 'consents'] LOOP
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON registry.%I FOR EACH ROW EXECUTE FUNCTION registry.append_only()', name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['rights', 'seizure_details', 'certificates', 'units', 'cases', 'case_parties', 'documents', 'tax_clearances'] LOOP
    EXECUTE format('CREATE TRIGGER no_delete BEFORE DELETE ON registry.%I FOR EACH ROW EXECUTE FUNCTION registry.append_only()', name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['register_entries', 'entry_units', 'rights', 'right_holders', 'ownership_details', 'mortgage_details',
    'caution_details', 'objection_details', 'seizure_details', 'register_events', 'reviews', 'certificates', 'units', 'cases', 'audit_log'] LOOP
    EXECUTE format('CREATE TRIGGER no_truncate BEFORE TRUNCATE ON registry.%I FOR EACH STATEMENT EXECUTE FUNCTION registry.append_only()', name);
  END LOOP;
END $$;

-- INV-04: the page's clock only goes forward, one version at a time; its facts change by a registration of their own kind.
CREATE FUNCTION registry.guard_unit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.unit_code <> OLD.unit_code THEN PERFORM registry.violates('INV-01', 'a unit code never changes'); END IF;
  IF NEW.register_version <> OLD.register_version + 1 OR NEW.last_registered_at <= OLD.last_registered_at THEN
    PERFORM registry.violates('INV-04', 'register time and version of a unit must increase with every entry');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_unit BEFORE UPDATE ON registry.units FOR EACH ROW EXECUTE FUNCTION registry.guard_unit();

-- A row belongs to the running transaction when it was written by it.
CREATE FUNCTION registry.entry_is_open(id bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM registry.register_entries WHERE entry_id = id AND xmin = pg_current_xact_id()::xid)
$$;

-- INV-03, 04, 06 on a new right -------------------------------------------------------------------------------------
CREATE FUNCTION registry.guard_new_right() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE entry registry.register_entries;
BEGIN
  SELECT * INTO entry FROM registry.register_entries WHERE entry_id = NEW.entry_id;
  IF NOT registry.entry_is_open(NEW.entry_id) THEN
    PERFORM registry.violates('INV-05', 'a right is written only inside its own 登簿 transaction');
  END IF;
  IF NEW.registered_at <> entry.registered_at OR NEW.status = 'HISTORY' THEN
    PERFORM registry.violates('INV-04', 'a right begins at the register time of its entry');
  END IF;
  IF entry.kind = 'MIGRATION' THEN RETURN NEW; END IF; -- 存量数据: taken over as found
  IF NEW.kind = 'OWNERSHIP' THEN
    IF NEW.reg_type = 100 AND EXISTS (SELECT 1 FROM registry.rights r WHERE r.unit_code = NEW.unit_code AND r.kind = 'OWNERSHIP') THEN
      PERFORM registry.violates('INV-03', 'the unit was registered before: no second first registration');
    ELSIF NEW.reg_type <> 100 AND NOT EXISTS (
      SELECT 1 FROM registry.rights r WHERE r.right_id = NEW.previous_id AND r.unit_code = NEW.unit_code AND r.kind = 'OWNERSHIP' AND r.ended_entry_id = NEW.entry_id
    ) THEN
      PERFORM registry.violates('INV-03', 'ownership must follow the ownership that this entry ends (连续登记)');
    END IF;
  ELSIF NEW.kind = 'MORTGAGE' AND NOT EXISTS (
    SELECT 1 FROM registry.rights r WHERE r.unit_code = NEW.unit_code AND r.kind = 'OWNERSHIP' AND r.status = 'CURRENT'
  ) THEN
    PERFORM registry.violates('INV-03', 'no mortgage before first registration');
  END IF;
  IF ((NEW.kind = 'OWNERSHIP' AND NEW.reg_type = 200) OR (NEW.kind IN ('MORTGAGE', 'CAUTION'))) AND EXISTS (
    SELECT 1 FROM registry.rights r WHERE r.unit_code = NEW.unit_code AND r.kind = 'SEIZURE' AND r.status = 'CURRENT'
  ) THEN
    PERFORM registry.violates('INV-06', 'the unit is under seizure');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_new_right BEFORE INSERT ON registry.rights FOR EACH ROW EXECUTE FUNCTION registry.guard_new_right();

-- INV-05: a right only ends (→ HISTORY), and a queued seizure only becomes effective; both by an entry of this transaction.
CREATE FUNCTION registry.guard_right_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE probe registry.rights := NEW;
BEGIN
  probe.status := OLD.status;
  probe.ended_entry_id := OLD.ended_entry_id;
  probe.ended_at := OLD.ended_at;
  probe.ended_reason := OLD.ended_reason;
  IF probe IS DISTINCT FROM OLD OR OLD.status = 'HISTORY' THEN
    PERFORM registry.violates('INV-05', 'a registered right is changed only by a new registration');
  END IF;
  IF NEW.status = 'HISTORY' THEN
    IF NOT registry.entry_is_open(NEW.ended_entry_id)
       OR NEW.ended_at <> (SELECT registered_at FROM registry.register_entries WHERE entry_id = NEW.ended_entry_id) THEN
      PERFORM registry.violates('INV-05', 'a right ends only by an entry of this transaction, at its register time');
    END IF;
  ELSIF NOT (OLD.status = 'QUEUED' AND NEW.status = 'CURRENT') THEN
    PERFORM registry.violates('INV-05', 'no way from ' || OLD.status || ' to ' || NEW.status);
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_right_change BEFORE UPDATE ON registry.rights FOR EACH ROW EXECUTE FUNCTION registry.guard_right_change();

CREATE FUNCTION registry.guard_seizure_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE probe registry.seizure_details := NEW;
BEGIN
  probe.starts_at := OLD.starts_at;
  probe.ends_at := OLD.ends_at;
  IF probe IS DISTINCT FROM OLD OR OLD.starts_at IS NOT NULL THEN
    PERFORM registry.violates('INV-05', 'a seizure changes only when it is promoted from the queue');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_seizure_change BEFORE UPDATE ON registry.seizure_details FOR EACH ROW EXECUTE FUNCTION registry.guard_seizure_change();

-- Details and holders are written with their right, never later.
CREATE FUNCTION registry.guard_right_part() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM registry.rights WHERE right_id = NEW.right_id AND xmin = pg_current_xact_id()::xid) THEN
    PERFORM registry.violates('INV-05', TG_TABLE_NAME || ' are written together with their right');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_right_part BEFORE INSERT ON registry.right_holders FOR EACH ROW EXECUTE FUNCTION registry.guard_right_part();
CREATE TRIGGER guard_right_part BEFORE INSERT ON registry.mortgage_details FOR EACH ROW EXECUTE FUNCTION registry.guard_right_part();

-- INV-07: the same authority does not queue twice for the same 案号.
CREATE FUNCTION registry.guard_seizure_queue() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM registry.seizure_details d JOIN registry.rights r USING (right_id)
    WHERE d.unit_code = NEW.unit_code AND d.authority = NEW.authority AND d.document_no = NEW.document_no AND r.status <> 'HISTORY'
  ) THEN
    PERFORM registry.violates('INV-07', 'the same authority has already seized or queued with this document');
  END IF;
  IF (NEW.starts_at IS NULL) <> ((SELECT status FROM registry.rights WHERE right_id = NEW.right_id) = 'QUEUED') THEN
    PERFORM registry.violates('INV-10', 'a queued seizure has no term, an effective one has');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_seizure_queue BEFORE INSERT ON registry.seizure_details FOR EACH ROW EXECUTE FUNCTION registry.guard_seizure_queue();

-- INV-27: no transfer without the tax office's proof.
CREATE FUNCTION registry.guard_ownership() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE owner registry.rights; entry_kind text;
BEGIN
  SELECT * INTO owner FROM registry.rights WHERE right_id = NEW.right_id;
  SELECT kind INTO entry_kind FROM registry.register_entries WHERE entry_id = owner.entry_id;
  IF owner.reg_type = 200 AND entry_kind <> 'MIGRATION' AND NOT EXISTS (
    SELECT 1 FROM registry.tax_clearances WHERE tax_clearance_id = NEW.tax_clearance_id AND case_no = owner.case_no AND revoked_at IS NULL
  ) THEN
    PERFORM registry.violates('INV-27', 'a transfer needs the tax clearance of its own case');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_ownership BEFORE INSERT ON registry.ownership_details FOR EACH ROW EXECUTE FUNCTION registry.guard_ownership();

-- INV-25: checked at COMMIT, when all holders are written. Exact: over the common denominator.
CREATE FUNCTION registry.check_shares() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE owner_mode text; holders integer; with_share integer; whole bigint := 1; total numeric := 0; one record;
BEGIN
  SELECT mode INTO owner_mode FROM registry.ownership_details WHERE right_id = NEW.right_id;
  IF owner_mode IS NULL AND (SELECT kind FROM registry.rights WHERE right_id = NEW.right_id) <> 'OWNERSHIP' THEN RETURN NULL; END IF;
  SELECT count(*), count(share_n) INTO holders, with_share FROM registry.right_holders WHERE right_id = NEW.right_id;
  IF owner_mode IS NULL OR holders = 0 THEN
    PERFORM registry.violates('INV-25', 'an ownership has its mode and its holders');
  ELSIF owner_mode = 'single' AND (holders <> 1 OR with_share <> 0) THEN
    PERFORM registry.violates('INV-25', 'single ownership has one holder and no share');
  ELSIF owner_mode = 'joint' AND (holders < 2 OR with_share <> 0) THEN
    PERFORM registry.violates('INV-25', 'joint ownership has two or more holders and no shares');
  ELSIF owner_mode = 'shares' THEN
    IF holders < 2 OR with_share <> holders THEN PERFORM registry.violates('INV-25', 'every holder by shares has a share'); END IF;
    FOR one IN SELECT share_n, share_d FROM registry.right_holders WHERE right_id = NEW.right_id LOOP
      total := total * (lcm(whole, one.share_d) / whole) + one.share_n * (lcm(whole, one.share_d) / one.share_d);
      whole := lcm(whole, one.share_d);
    END LOOP;
    IF total <> whole THEN PERFORM registry.violates('INV-25', 'shares add up to ' || total || '/' || whole || ', not to 1'); END IF;
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER check_shares AFTER INSERT ON registry.rights DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.kind = 'OWNERSHIP') EXECUTE FUNCTION registry.check_shares();

-- INV-31: numbers come out of their own 登簿, stay for ever, and die with the right.
CREATE FUNCTION registry.guard_new_certificate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT registry.entry_is_open(NEW.entry_id) THEN
    PERFORM registry.violates('INV-31', 'a certificate number is drawn inside the 登簿 transaction');
  END IF;
  IF EXISTS (
    SELECT 1 FROM registry.certificates c WHERE c.right_id = NEW.right_id AND c.status = 'LIVE' AND (c.holder_seq IS NULL) <> (NEW.holder_seq IS NULL)
  ) THEN
    PERFORM registry.violates('INV-31', 'one certificate for all or one for each co-owner, not both');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_new_certificate BEFORE INSERT ON registry.certificates FOR EACH ROW EXECUTE FUNCTION registry.guard_new_certificate();

CREATE FUNCTION registry.guard_certificate_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE probe registry.certificates := NEW;
BEGIN
  probe.status := OLD.status;
  probe.cancelled_entry_id := OLD.cancelled_entry_id;
  probe.cancelled_at := OLD.cancelled_at;
  probe.licence_id := OLD.licence_id;
  probe.document_id := OLD.document_id;
  probe.delivered_at := OLD.delivered_at;
  probe.delivery_way := OLD.delivery_way;
  IF probe IS DISTINCT FROM OLD OR (OLD.status = 'CANCELLED' AND NEW.status <> 'CANCELLED') THEN
    PERFORM registry.violates('INV-31', 'a certificate number never changes its right and never comes back to life');
  END IF;
  IF NEW.status <> OLD.status AND NOT registry.entry_is_open(NEW.cancelled_entry_id) THEN
    PERFORM registry.violates('INV-31', 'a certificate is cancelled only inside a 登簿 transaction');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_certificate_change BEFORE UPDATE ON registry.certificates FOR EACH ROW EXECUTE FUNCTION registry.guard_certificate_change();

CREATE FUNCTION registry.check_certificate_ends() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM registry.certificates WHERE right_id = NEW.right_id AND status = 'LIVE') THEN
    PERFORM registry.violates('INV-31', 'the right ended, its certificate must be cancelled with it');
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER check_certificate_ends AFTER UPDATE ON registry.rights DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.status = 'HISTORY') EXECUTE FUNCTION registry.check_certificate_ends();

-- INV-29 受办分离: whoever took the intake decision may not review or sign, and the other way round.
CREATE FUNCTION registry.guard_separation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM registry.reviews r WHERE r.case_no = NEW.case_no AND r.user_id = NEW.user_id
      AND ((NEW.step = 'intake') <> (r.step = 'intake')
        -- 登簿人 is a third person: who reviewed does not sign the book
        OR (NEW.step = 'sign_book' AND r.step IN ('review', 're_review')) OR (r.step = 'sign_book' AND NEW.step IN ('review', 're_review')))
  ) THEN
    PERFORM registry.violates('INV-29', 'acceptor, reviewer and registrar of a case are different people');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_separation BEFORE INSERT ON registry.reviews FOR EACH ROW EXECUTE FUNCTION registry.guard_separation();

-- What was applied for does not change under the reviewers, and what was decided stays.
CREATE FUNCTION registry.guard_case() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.status = 'CLOSED' AND NEW.status <> 'CLOSED' THEN PERFORM registry.violates('INV-05', 'a closed case stays closed'); END IF;
  IF OLD.entered_at IS NOT NULL AND NEW.entered_at IS DISTINCT FROM OLD.entered_at THEN PERFORM registry.violates('INV-04', 'register time is immutable'); END IF;
  IF OLD.accepted_by IS NOT NULL AND NEW.accepted_by IS DISTINCT FROM OLD.accepted_by THEN PERFORM registry.violates('INV-29', 'the acceptor of a case never changes'); END IF;
  IF (NEW.item_code, NEW.application_key, NEW.contract, NEW.mortgage, NEW.name_change, NEW.filed_at)
     IS DISTINCT FROM (OLD.item_code, OLD.application_key, OLD.contract, OLD.mortgage, OLD.name_change, OLD.filed_at) THEN
    PERFORM registry.violates('INV-05', 'an application is not rewritten: file a new one');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_case BEFORE UPDATE ON registry.cases FOR EACH ROW EXECUTE FUNCTION registry.guard_case();
