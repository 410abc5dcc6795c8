-- Rules of domain §4.2 that only the code above kept until now. The database asks them too: at COMMIT, when the whole entry is
-- written, so that the order of writing inside one 登簿 does not matter. Stock that was taken over (no case) is left as found.

-- INV-08, 11: nobody waits behind nobody. When the last effective seizure of a page ends, by lift, expiry or disposal, the queue has
-- moved up or lapsed in the same transaction.
CREATE FUNCTION registry.check_seizure_queue() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE disposed boolean;
BEGIN
  IF EXISTS (SELECT 1 FROM registry.rights r WHERE r.unit_code = NEW.unit_code AND r.kind = 'SEIZURE' AND r.status = 'QUEUED')
     AND NOT EXISTS (SELECT 1 FROM registry.rights r WHERE r.unit_code = NEW.unit_code AND r.kind = 'SEIZURE' AND r.status = 'CURRENT') THEN
    disposed := EXISTS (
      SELECT 1 FROM registry.rights r JOIN registry.register_entries e ON e.entry_id = r.ended_entry_id
      WHERE r.unit_code = NEW.unit_code AND r.kind = 'SEIZURE' AND e.kind IN ('REGISTRATION', 'SEIZURE_DISPOSAL') AND registry.entry_is_open(e.entry_id)
    );
    IF disposed THEN
      PERFORM registry.violates('INV-11', 'the home was disposed of as a whole: the queued seizures lapse with the effective one');
    END IF;
    PERFORM registry.violates('INV-08', 'a queued seizure becomes effective in the transaction that ends the one before it');
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER check_seizure_queue AFTER INSERT OR UPDATE ON registry.rights DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.kind = 'SEIZURE' AND NEW.status <> 'CURRENT') EXECUTE FUNCTION registry.check_seizure_queue();

-- INV-12: between delivery and decision of a notice nothing is entered on its pages.
CREATE FUNCTION registry.guard_pending_notice() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM registry.court_notices n WHERE n.state = 'DELIVERED' AND n.kind IN ('seize', 'pre_seize') AND n.unit_codes && ARRAY[NEW.unit_code]
  ) THEN
    PERFORM registry.violates('INV-12', 'a seizure of the unit has been delivered and comes first');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_pending_notice BEFORE INSERT ON registry.rights
  FOR EACH ROW WHEN (NEW.kind <> 'SEIZURE' AND NEW.case_no IS NOT NULL) EXECUTE FUNCTION registry.guard_pending_notice();

-- INV-14: whoever becomes owner while a 预查封 waits for him is seized in the same entry.
CREATE FUNCTION registry.check_conversion() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM registry.rights r JOIN registry.seizure_details d USING (right_id)
    JOIN registry.right_holders h ON h.right_id = NEW.right_id AND h.person_id = d.respondent_id
    WHERE r.unit_code = NEW.unit_code AND r.kind = 'SEIZURE' AND r.status <> 'HISTORY' AND d.seizure_kind = 'pre_seizure'
  ) THEN
    PERFORM registry.violates('INV-14', 'the 预查封 against the new owner becomes 查封 with his ownership');
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER check_conversion AFTER INSERT ON registry.rights DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.kind = 'OWNERSHIP' AND NEW.case_no IS NOT NULL) EXECUTE FUNCTION registry.check_conversion();

-- INV-17, 22: a mortgage is counted from its own register time, from that of the caution it grew out of, or from the place of a
-- mortgage that this entry ends: the one it continues, or the one it changes places with.
CREATE FUNCTION registry.guard_rank() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE mortgage registry.rights; before registry.rights;
BEGIN
  SELECT * INTO mortgage FROM registry.rights WHERE right_id = NEW.right_id;
  IF mortgage.case_no IS NULL THEN RETURN NEW; END IF;
  SELECT * INTO before FROM registry.rights WHERE right_id = mortgage.previous_id;
  IF before.kind = 'CAUTION' THEN
    IF NEW.rank_since IS DISTINCT FROM before.registered_at THEN
      PERFORM registry.violates('INV-22', 'a mortgage that grows out of a caution is counted from the day of the caution');
    END IF;
  ELSIF before.kind IS NULL THEN
    IF NEW.rank_since IS NOT NULL AND NEW.rank_since <> mortgage.registered_at THEN
      PERFORM registry.violates('INV-17', 'a new mortgage is counted from its register time');
    END IF;
  ELSIF NOT EXISTS (
    SELECT 1 FROM registry.rights r JOIN registry.mortgage_details d USING (right_id)
    WHERE r.unit_code = mortgage.unit_code AND r.ended_entry_id = mortgage.entry_id AND coalesce(d.rank_since, r.registered_at) = NEW.rank_since
  ) THEN
    PERFORM registry.violates('INV-17', 'a changed mortgage keeps its place, or takes one that this entry frees');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_rank BEFORE INSERT ON registry.mortgage_details FOR EACH ROW EXECUTE FUNCTION registry.guard_rank();

-- INV-18: a transfer neither ends a mortgage that the case does not name, nor goes past one that needs the mortgagee's consent
-- (restriction on the register; registered before the Civil Code; rules of 2019), unless it happens by law.
CREATE FUNCTION registry.check_mortgages() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE file registry.cases;
BEGIN
  SELECT * INTO file FROM registry.cases WHERE case_no = NEW.case_no;
  IF EXISTS (
    SELECT 1 FROM registry.rights r JOIN registry.mortgage_details d USING (right_id)
    WHERE r.unit_code = NEW.unit_code AND r.kind = 'MORTGAGE'
      AND NOT EXISTS (SELECT 1 FROM registry.case_targets t WHERE t.case_no = NEW.case_no AND t.right_id = r.right_id)
      AND CASE r.status
        WHEN 'HISTORY' THEN r.ended_entry_id = NEW.entry_id
          AND NOT EXISTS (SELECT 1 FROM registry.rights n WHERE n.previous_id = r.right_id AND n.entry_id = NEW.entry_id)
        ELSE r.registered_at < NEW.registered_at
          AND (d.restricts_transfer OR file.rule_profile = '2019' OR r.registered_at < timestamptz '2021-01-01 00:00:00+08')
          AND coalesce(file.terms -> 'transfer' ->> 'reason', '') NOT IN ('judgment', 'arbitration', 'enforcement', 'inheritance', 'bequest')
          AND NOT EXISTS (SELECT 1 FROM registry.consents c WHERE c.case_no = NEW.case_no AND c.right_id = r.right_id AND c.kind = 'mortgagee')
      END
  ) THEN
    PERFORM registry.violates('INV-18', 'a mortgage follows the home; where it must not move, its holder agrees in writing first');
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER check_mortgages AFTER INSERT ON registry.rights DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.kind = 'OWNERSHIP' AND NEW.reg_type = 200 AND NEW.case_no IS NOT NULL) EXECUTE FUNCTION registry.check_mortgages();

-- INV-21: the last day of a caution: 90 days from the day on which the real registration became possible; NULL = not yet known.
CREATE FUNCTION registry.caution_lapses_on(caution bigint) RETURNS date LANGUAGE sql STABLE AS $$
  SELECT coalesce(d.registrable_from, CASE WHEN d.caution_kind IN ('presale', 'presale_mortgage') THEN
    (SELECT (min(o.registered_at) AT TIME ZONE 'Asia/Shanghai')::date FROM registry.rights o WHERE o.unit_code = r.unit_code AND o.kind = 'OWNERSHIP') END) + 90
  FROM registry.rights r JOIN registry.caution_details d USING (right_id) WHERE right_id = caution
$$;

-- INV-21: past a caution in force nothing is disposed of without its holder: as an applicant, by written consent, or because the case
-- is about this caution. A loan caution follows the home of the buyer whose own purchase caution is carried out.
CREATE FUNCTION registry.check_cautions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM registry.rights r JOIN registry.caution_details d USING (right_id)
    WHERE r.unit_code = NEW.unit_code AND r.kind = 'CAUTION' AND r.status = 'CURRENT' AND r.registered_at < NEW.registered_at
      AND coalesce(registry.caution_lapses_on(r.right_id) >= (NEW.registered_at AT TIME ZONE 'Asia/Shanghai')::date, true)
      AND NOT EXISTS (SELECT 1 FROM registry.case_targets t WHERE t.case_no = NEW.case_no AND t.right_id = r.right_id)
      AND NOT EXISTS (SELECT 1 FROM registry.consents c WHERE c.case_no = NEW.case_no AND c.right_id = r.right_id AND c.kind = 'caution_holder')
      AND EXISTS (SELECT 1 FROM registry.right_holders h WHERE h.right_id = r.right_id AND NOT EXISTS (
        SELECT 1 FROM registry.case_parties p WHERE p.case_no = NEW.case_no AND p.name = h.name AND p.id_type = h.id_type AND upper(p.id_no) = upper(h.id_no)))
      AND NOT (d.caution_kind IN ('presale_mortgage', 'mortgage') AND EXISTS (
        SELECT 1 FROM registry.rights b JOIN registry.caution_details k USING (right_id)
        WHERE b.unit_code = NEW.unit_code AND k.caution_kind IN ('presale', 'sale') AND (b.status = 'CURRENT' OR b.ended_entry_id = NEW.entry_id)
          AND NOT EXISTS (SELECT 1 FROM registry.right_holders h WHERE h.right_id = b.right_id AND NOT EXISTS (
            SELECT 1 FROM registry.case_parties p WHERE p.case_no = NEW.case_no AND p.role = 'acquirer' AND p.name = h.name AND p.id_type = h.id_type AND upper(p.id_no) = upper(h.id_no)))))
  ) THEN
    PERFORM registry.violates('INV-21', 'a caution stands in the way of the disposal and its holder has not agreed');
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER check_cautions AFTER INSERT ON registry.rights DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.case_no IS NOT NULL AND ((NEW.kind = 'OWNERSHIP' AND NEW.reg_type = 200)
    OR (NEW.kind IN ('MORTGAGE', 'EASEMENT', 'RESIDENCE') AND NEW.reg_type = 100) OR (NEW.kind = 'CAUTION' AND NEW.reg_type IN (200, 700))))
  EXECUTE FUNCTION registry.check_cautions();

-- INV-34: a reading without a purpose is none.
ALTER TABLE registry.audit_log DROP CONSTRAINT audit_log_purpose_check;
ALTER TABLE registry.audit_log ADD CONSTRAINT inv_34_purpose CHECK (btrim(purpose) <> '');
