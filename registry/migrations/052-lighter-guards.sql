-- 登簿 at the pace of a city. Half of what an entry cost was not its rows but the statements around them: each has its plan looked up and
-- set up, whether it finds anything or not. So every guard asks first what nearly always settles the question, and asks the rest only
-- when it does not. What is refused stays the same, and by whom.

-- Whether the tax of a case is paid is asked at its 登簿: by case, not by reading every clearance of the city.
CREATE INDEX tax_clearances_case ON registry.tax_clearances (case_no);

-- Every entry rewrites its unit's row, none of whose indexed columns it changes: with room on its page the row stays there and no index
-- is touched. Rows that are there find room as their pages are cleaned.
ALTER TABLE registry.units SET (fillfactor = 85);
ALTER TABLE registry.cases SET (fillfactor = 75);

-- INV-05, 12 as in 024, 025.
DROP TRIGGER guard_closed_page ON registry.rights;
DROP FUNCTION registry.guard_closed_page();
CREATE FUNCTION registry.guard_closed_page(new_right registry.rights) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM registry.violates('INV-05', 'nothing is entered on a closed page (注销登记)');
END $$;
DROP TRIGGER guard_pending_notice ON registry.rights;
DROP FUNCTION registry.guard_pending_notice();
CREATE FUNCTION registry.guard_pending_notice(new_right registry.rights) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM registry.court_notices n WHERE n.state = 'DELIVERED' AND n.kind IN ('seize', 'pre_seize') AND n.unit_codes && ARRAY[new_right.unit_code]
  ) THEN
    PERFORM registry.violates('INV-12', 'a seizure of the unit has been delivered and comes first');
  END IF;
END $$;

-- A new right, before it is written: one look for what the guards of INV-03, 04, 05, 06 (as in 036) ask, and for what calls the two that
-- seldom have anything to do.
CREATE OR REPLACE FUNCTION registry.guard_new_right() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE entry_kind text; entered timestamptz; closed boolean; awaited boolean; seized boolean;
BEGIN
  SELECT e.kind, e.registered_at, (SELECT u.extinguished FROM registry.units u WHERE u.unit_code = NEW.unit_code),
    EXISTS (SELECT 1 FROM registry.court_notices n WHERE n.state = 'DELIVERED' AND n.unit_codes && ARRAY[NEW.unit_code]),
    EXISTS (SELECT 1 FROM registry.rights r WHERE r.unit_code = NEW.unit_code AND r.kind = 'SEIZURE' AND r.status = 'CURRENT')
  INTO entry_kind, entered, closed, awaited, seized
  FROM registry.register_entries e WHERE e.entry_id = NEW.entry_id AND e.xmin = pg_current_xact_id()::xid;
  IF NOT FOUND THEN
    PERFORM registry.violates('INV-05', 'a right is written only inside its own 登簿 transaction');
  END IF;
  IF NEW.registered_at <> entered OR NEW.status = 'HISTORY' THEN
    PERFORM registry.violates('INV-04', 'a right begins at the register time of its entry');
  END IF;
  IF awaited AND NEW.kind <> 'SEIZURE' AND NEW.case_no IS NOT NULL THEN PERFORM registry.guard_pending_notice(NEW); END IF;
  IF entry_kind = 'MIGRATION' THEN RETURN NEW; END IF; -- 存量数据: taken over as found
  IF closed THEN PERFORM registry.guard_closed_page(NEW); END IF;
  IF NEW.kind = 'OWNERSHIP' THEN
    IF NEW.reg_type = 100 THEN
      IF EXISTS (SELECT 1 FROM registry.rights r WHERE r.unit_code = NEW.unit_code AND r.kind = 'OWNERSHIP') THEN
        PERFORM registry.violates('INV-03', 'the unit was registered before: no second first registration');
      END IF;
    ELSIF NOT registry.continues(NEW) THEN
      PERFORM registry.violates('INV-03', 'ownership must follow the ownership that this entry ends (连续登记)');
    END IF;
  ELSIF NEW.kind IN ('MORTGAGE', 'EASEMENT', 'RESIDENCE') THEN
    -- INV-03 exception: a mortgage of a building under construction; check_site_mortgage looks at it when its details are written.
    IF NEW.kind <> 'MORTGAGE' AND NOT EXISTS (
      SELECT 1 FROM registry.rights r WHERE r.unit_code = NEW.unit_code AND r.kind = 'OWNERSHIP' AND r.status = 'CURRENT'
    ) THEN
      PERFORM registry.violates('INV-03', 'no ' || lower(NEW.kind) || ' before first registration');
    END IF;
    IF NEW.reg_type IN (200, 300) AND NOT registry.continues(NEW) THEN
      PERFORM registry.violates('INV-03', 'a change or transfer continues the right that this entry ends');
    END IF;
  ELSIF NEW.kind = 'CAUTION' AND NEW.reg_type IN (200, 300) AND NOT registry.continues(NEW) THEN
    PERFORM registry.violates('INV-03', 'a change or transfer of a caution continues the one that this entry ends');
  END IF;
  -- INV-06: under a formal seizure nothing new is disposed of; what continues unchanged in substance is the rules' question.
  IF (NEW.kind = 'OWNERSHIP' AND NEW.reg_type = 200) OR NEW.kind IN ('MORTGAGE', 'CAUTION', 'EASEMENT', 'RESIDENCE') THEN
    IF seized THEN
      IF EXISTS (
        SELECT 1 FROM registry.rights r JOIN registry.seizure_details d USING (right_id)
        WHERE r.unit_code = NEW.unit_code AND r.kind = 'SEIZURE' AND r.status = 'CURRENT'
          -- INV-14, 16: check_pre_seizure looks at it
          AND NOT (NEW.kind = 'OWNERSHIP' AND (d.seizure_kind = 'pre_seizure' OR d.share_n IS NOT NULL))
      ) AND (NEW.kind = 'OWNERSHIP' OR NOT registry.continues(NEW)) THEN
        PERFORM registry.violates('INV-06', 'the unit is under seizure');
      END IF;
    END IF;
  END IF;
  RETURN NEW;
END $$;

-- A changed, moved or corrected right continues the one that its entry ends: the chain of title, on the same page or from a page that
-- the entry divides or merges.
CREATE FUNCTION registry.continues(of_new registry.rights) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE before_unit text;
BEGIN
  IF of_new.previous_id IS NULL THEN RETURN false; END IF;
  SELECT r.unit_code INTO before_unit FROM registry.rights r
  WHERE r.right_id = of_new.previous_id AND r.kind = of_new.kind AND r.ended_entry_id = of_new.entry_id;
  IF NOT FOUND THEN RETURN false; END IF;
  RETURN before_unit = of_new.unit_code OR EXISTS (
    SELECT 1 FROM registry.unit_lineage l WHERE l.entry_id = of_new.entry_id AND l.from_unit = before_unit AND l.to_unit = of_new.unit_code);
END $$;

-- INV-05 as in 008.
CREATE OR REPLACE FUNCTION registry.guard_right_change() RETURNS trigger LANGUAGE plpgsql AS $$
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
    IF NOT EXISTS (
      SELECT 1 FROM registry.register_entries e
      WHERE e.entry_id = NEW.ended_entry_id AND e.xmin = pg_current_xact_id()::xid AND e.registered_at = NEW.ended_at
    ) THEN
      PERFORM registry.violates('INV-05', 'a right ends only by an entry of this transaction, at its register time');
    END IF;
  ELSIF NOT (OLD.status = 'QUEUED' AND NEW.status = 'CURRENT') THEN
    PERFORM registry.violates('INV-05', 'no way from ' || OLD.status || ' to ' || NEW.status);
  END IF;
  RETURN NEW;
END $$;

-- INV-17, 22 as in 036, and INV-05 as guard_right_part asks it: both look at the right.
DROP TRIGGER guard_right_part ON registry.mortgage_details;
CREATE OR REPLACE FUNCTION registry.guard_rank() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE mortgage registry.rights; before registry.rights;
BEGIN
  SELECT * INTO mortgage FROM registry.rights WHERE right_id = NEW.right_id AND xmin = pg_current_xact_id()::xid;
  IF NOT FOUND THEN PERFORM registry.violates('INV-05', 'mortgage_details are written together with their right'); END IF;
  IF mortgage.case_no IS NULL THEN RETURN NEW; END IF;
  IF mortgage.previous_id IS NOT NULL THEN
    SELECT * INTO before FROM registry.rights WHERE right_id = mortgage.previous_id;
  END IF;
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
    WHERE (r.unit_code = mortgage.unit_code
        OR r.unit_code IN (SELECT l.from_unit FROM registry.unit_lineage l WHERE l.entry_id = mortgage.entry_id AND l.to_unit = mortgage.unit_code))
      AND r.ended_entry_id = mortgage.entry_id AND coalesce(d.rank_since, r.registered_at) = NEW.rank_since
  ) THEN
    PERFORM registry.violates('INV-17', 'a changed mortgage keeps its place, or takes one that this entry frees');
  END IF;
  RETURN NEW;
END $$;

-- INV-27 as in 008.
CREATE OR REPLACE FUNCTION registry.guard_ownership() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE owner registry.rights;
BEGIN
  SELECT * INTO owner FROM registry.rights WHERE right_id = NEW.right_id;
  IF owner.reg_type = 200 THEN
    IF NOT EXISTS (
      SELECT 1 FROM registry.tax_clearances WHERE tax_clearance_id = NEW.tax_clearance_id AND case_no = owner.case_no AND revoked_at IS NULL
    ) THEN
      IF EXISTS (SELECT 1 FROM registry.register_entries WHERE entry_id = owner.entry_id AND kind <> 'MIGRATION') THEN
        PERFORM registry.violates('INV-27', 'a transfer needs the tax clearance of its own case');
      END IF;
    END IF;
  END IF;
  RETURN NEW;
END $$;

-- A new right at COMMIT, when the whole entry is written. One look at its page says which of the checks have anything to look at; they
-- are those of 019, 025, 029 and 036.
DROP TRIGGER check_cautions ON registry.rights;
DROP FUNCTION registry.check_cautions();
CREATE FUNCTION registry.check_cautions(new_right registry.rights) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM registry.rights r JOIN registry.caution_details d USING (right_id)
    WHERE r.unit_code = new_right.unit_code AND r.kind = 'CAUTION' AND r.status = 'CURRENT' AND r.registered_at < new_right.registered_at
      AND coalesce(registry.caution_lapses_on(r.right_id) >= (new_right.registered_at AT TIME ZONE 'Asia/Shanghai')::date, true)
      AND NOT EXISTS (SELECT 1 FROM registry.case_targets t WHERE t.case_no = new_right.case_no AND t.right_id = r.right_id)
      AND NOT EXISTS (SELECT 1 FROM registry.consents c WHERE c.case_no = new_right.case_no AND c.right_id = r.right_id AND c.kind = 'caution_holder')
      AND EXISTS (SELECT 1 FROM registry.right_holders h WHERE h.right_id = r.right_id AND NOT EXISTS (
        SELECT 1 FROM registry.case_parties p WHERE p.case_no = new_right.case_no AND p.name = h.name AND p.id_type = h.id_type AND upper(p.id_no) = upper(h.id_no)))
      AND NOT (d.caution_kind IN ('presale_mortgage', 'mortgage') AND EXISTS (
        SELECT 1 FROM registry.rights b JOIN registry.caution_details k USING (right_id)
        WHERE b.unit_code = new_right.unit_code AND k.caution_kind IN ('presale', 'sale') AND (b.status = 'CURRENT' OR b.ended_entry_id = new_right.entry_id)
          AND NOT EXISTS (SELECT 1 FROM registry.right_holders h WHERE h.right_id = b.right_id AND NOT EXISTS (
            SELECT 1 FROM registry.case_parties p WHERE p.case_no = new_right.case_no AND p.role = 'acquirer' AND p.name = h.name AND p.id_type = h.id_type AND upper(p.id_no) = upper(h.id_no)))))
  ) THEN
    PERFORM registry.violates('INV-21', 'a caution stands in the way of the disposal and its holder has not agreed');
  END IF;
END $$;
DROP TRIGGER check_conversion ON registry.rights;
DROP FUNCTION registry.check_conversion();
CREATE FUNCTION registry.check_conversion(new_right registry.rights) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM registry.rights r JOIN registry.seizure_details d USING (right_id)
    JOIN registry.right_holders h ON h.right_id = new_right.right_id AND h.person_id = d.respondent_id
    WHERE r.unit_code = new_right.unit_code AND r.kind = 'SEIZURE' AND r.status <> 'HISTORY' AND d.seizure_kind = 'pre_seizure'
  ) THEN
    PERFORM registry.violates('INV-14', 'the 预查封 against the new owner becomes 查封 with his ownership');
  END IF;
END $$;
DROP TRIGGER check_mortgages ON registry.rights;
DROP FUNCTION registry.check_mortgages();
CREATE FUNCTION registry.check_mortgages(new_right registry.rights) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  file registry.cases;
  accepted date;
  always boolean;
  before timestamptz;
BEGIN
  SELECT * INTO file FROM registry.cases WHERE case_no = new_right.case_no;
  accepted := (coalesce(file.accepted_at, new_right.registered_at) AT TIME ZONE 'Asia/Shanghai')::date;
  always := (registry.rule_value('mortgage.consent_always', file.rule_profile, accepted))::boolean;
  before := (registry.rule_value('mortgage.consent_before', '*', accepted) #>> '{}')::date::timestamp AT TIME ZONE 'Asia/Shanghai';
  IF EXISTS (
    SELECT 1 FROM registry.rights r JOIN registry.mortgage_details d USING (right_id)
    WHERE r.unit_code = new_right.unit_code AND r.kind = 'MORTGAGE'
      AND NOT EXISTS (SELECT 1 FROM registry.case_targets t WHERE t.case_no = new_right.case_no AND t.right_id = r.right_id)
      AND CASE r.status
        WHEN 'HISTORY' THEN r.ended_entry_id = new_right.entry_id
          AND NOT EXISTS (SELECT 1 FROM registry.rights n WHERE n.previous_id = r.right_id AND n.entry_id = new_right.entry_id)
        ELSE r.registered_at < new_right.registered_at
          AND (d.restricts_transfer OR always OR r.registered_at < before)
          AND coalesce(file.terms -> 'transfer' ->> 'reason', '') NOT IN ('judgment', 'arbitration', 'enforcement', 'inheritance', 'bequest')
          AND NOT EXISTS (SELECT 1 FROM registry.consents c WHERE c.case_no = new_right.case_no AND c.right_id = r.right_id AND c.kind = 'mortgagee')
      END
  ) THEN
    PERFORM registry.violates('INV-18', 'a mortgage follows the home; where it must not move, its holder agrees in writing first');
  END IF;
END $$;
DROP TRIGGER check_pre_seizure ON registry.rights;
DROP FUNCTION registry.check_pre_seizure();
CREATE FUNCTION registry.check_pre_seizure(new_right registry.rights) RETURNS void LANGUAGE plpgsql AS $$
DECLARE one record; before record; after record; seized numeric; whole bigint;
BEGIN
  IF EXISTS (
    SELECT 1 FROM registry.rights r JOIN registry.seizure_details d USING (right_id)
    WHERE r.unit_code = new_right.unit_code AND r.kind = 'SEIZURE' AND r.status = 'CURRENT' AND r.registered_at < new_right.registered_at
      AND NOT EXISTS (SELECT 1 FROM registry.right_holders h WHERE h.right_id = new_right.right_id AND h.person_id = d.respondent_id)
  ) THEN
    PERFORM registry.violates('INV-06', 'the unit is under seizure');
  END IF;
  -- A 轮候 of the whole reaches the shares that are free now.
  IF EXISTS (
    SELECT 1 FROM registry.rights r JOIN registry.seizure_details d USING (right_id)
    WHERE r.unit_code = new_right.unit_code AND r.kind = 'SEIZURE' AND r.status = 'CURRENT' AND d.seizure_kind = 'seizure' AND d.share_n IS NOT NULL
  ) AND EXISTS (
    SELECT 1 FROM registry.rights r JOIN registry.seizure_details d USING (right_id)
    WHERE r.unit_code = new_right.unit_code AND r.kind = 'SEIZURE' AND r.status = 'QUEUED' AND d.share_n IS NULL
  ) THEN
    PERFORM registry.violates('INV-06', 'a queued seizure of the whole waits behind the seized share');
  END IF;
  FOR one IN
    SELECT d.respondent_id, array_agg(d.share_n) AS ns, array_agg(d.share_d) AS ds
    FROM registry.rights r JOIN registry.seizure_details d USING (right_id)
    WHERE r.unit_code = new_right.unit_code AND r.kind = 'SEIZURE' AND r.status = 'CURRENT' AND r.registered_at < new_right.registered_at
      AND d.seizure_kind = 'seizure' AND d.share_n IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM registry.seizure_conversions c WHERE c.right_id = r.right_id AND c.entry_id = new_right.entry_id)
    GROUP BY d.respondent_id
  LOOP
    SELECT * INTO before FROM registry.held_share(new_right.previous_id, one.respondent_id);
    SELECT * INTO after FROM registry.held_share(new_right.right_id, one.respondent_id);
    seized := 0;
    whole := 1;
    FOR i IN 1 .. array_length(one.ns, 1) LOOP
      seized := seized * (lcm(whole, one.ds[i]) / whole) + one.ns[i] * (lcm(whole, one.ds[i]) / one.ds[i]);
      whole := lcm(whole, one.ds[i]);
    END LOOP;
    IF before.n IS NULL OR after.n IS NULL OR after.n * before.d < before.n * after.d OR after.n * whole::numeric < seized * after.d THEN
      PERFORM registry.violates('INV-06', 'the seized share stays with its owner');
    END IF;
  END LOOP;
END $$;
DROP TRIGGER check_shares ON registry.rights;
DROP FUNCTION registry.check_shares();
CREATE FUNCTION registry.check_shares(new_right registry.rights) RETURNS void LANGUAGE plpgsql AS $$
DECLARE owner_mode text; holders integer; with_share integer; whole bigint := 1; total numeric := 0; one record;
BEGIN
  SELECT mode INTO owner_mode FROM registry.ownership_details WHERE right_id = new_right.right_id;
  IF owner_mode IS NULL AND (SELECT kind FROM registry.rights WHERE right_id = new_right.right_id) <> 'OWNERSHIP' THEN RETURN; END IF;
  SELECT count(*), count(share_n) INTO holders, with_share FROM registry.right_holders WHERE right_id = new_right.right_id;
  IF owner_mode = 'common' THEN
    IF holders <> 0 OR (SELECT use FROM registry.units WHERE unit_code = new_right.unit_code) <> 'common' THEN
      PERFORM registry.violates('INV-25', 'common parts belong to all owners of the estate and to nobody by name');
    END IF;
  ELSIF owner_mode IS NULL OR holders = 0 THEN
    PERFORM registry.violates('INV-25', 'an ownership has its mode and its holders');
  ELSIF owner_mode = 'single' AND (holders <> 1 OR with_share <> 0) THEN
    PERFORM registry.violates('INV-25', 'single ownership has one holder and no share');
  ELSIF owner_mode = 'joint' AND (holders < 2 OR with_share <> 0) THEN
    PERFORM registry.violates('INV-25', 'joint ownership has two or more holders and no shares');
  ELSIF owner_mode = 'shares' THEN
    IF holders < 2 OR with_share <> holders THEN PERFORM registry.violates('INV-25', 'every holder by shares has a share'); END IF;
    FOR one IN SELECT share_n, share_d FROM registry.right_holders WHERE right_id = new_right.right_id LOOP
      total := total * (lcm(whole, one.share_d) / whole) + one.share_n * (lcm(whole, one.share_d) / one.share_d);
      whole := lcm(whole, one.share_d);
    END LOOP;
    IF total <> whole THEN PERFORM registry.violates('INV-25', 'shares add up to ' || total || '/' || whole || ', not to 1'); END IF;
  END IF;
END $$;
DROP TRIGGER check_site_mortgage ON registry.rights;
DROP FUNCTION registry.check_site_mortgage();
CREATE FUNCTION registry.check_site_mortgage(new_right registry.rights) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM registry.rights r WHERE r.unit_code = new_right.unit_code AND r.kind = 'OWNERSHIP')
     AND NOT coalesce((SELECT under_construction FROM registry.mortgage_details d WHERE d.right_id = new_right.right_id), false)
     AND NOT EXISTS (SELECT 1 FROM registry.register_entries e WHERE e.entry_id = new_right.entry_id AND e.kind = 'MIGRATION') THEN
    PERFORM registry.violates('INV-03', 'no mortgage before first registration');
  END IF;
END $$;
CREATE FUNCTION registry.check_new_right() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE page record;
BEGIN
  SELECT bool_or(r.kind = 'SEIZURE' AND r.status <> 'HISTORY') AS seized,
    bool_or(r.kind = 'CAUTION' AND r.status = 'CURRENT' AND r.registered_at < NEW.registered_at) AS cautioned,
    bool_or(r.kind = 'MORTGAGE' AND ((r.status = 'CURRENT' AND r.registered_at < NEW.registered_at) OR r.ended_entry_id = NEW.entry_id)) AS mortgaged,
    bool_or(r.kind = 'OWNERSHIP') AS owned
  INTO page FROM registry.rights r WHERE r.unit_code = NEW.unit_code;
  -- INV-21
  IF page.cautioned AND NEW.case_no IS NOT NULL AND ((NEW.kind = 'OWNERSHIP' AND NEW.reg_type = 200)
    OR (NEW.kind IN ('MORTGAGE', 'EASEMENT', 'RESIDENCE') AND NEW.reg_type = 100) OR (NEW.kind = 'CAUTION' AND NEW.reg_type IN (200, 700))) THEN
    PERFORM registry.check_cautions(NEW);
  END IF;
  IF NEW.kind = 'OWNERSHIP' THEN
    -- INV-14
    IF page.seized AND NEW.case_no IS NOT NULL THEN PERFORM registry.check_conversion(NEW); END IF;
    IF NEW.reg_type = 200 THEN
      -- INV-18; INV-14, 16
      IF page.mortgaged AND NEW.case_no IS NOT NULL THEN PERFORM registry.check_mortgages(NEW); END IF;
      IF page.seized AND NEW.status = 'CURRENT' THEN PERFORM registry.check_pre_seizure(NEW); END IF;
    END IF;
    -- INV-25
    PERFORM registry.check_shares(NEW);
  ELSIF NEW.kind = 'MORTGAGE' AND NOT page.owned THEN
    -- INV-03
    PERFORM registry.check_site_mortgage(NEW);
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER check_new_right AFTER INSERT ON registry.rights DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.kind <> 'SEIZURE') EXECUTE FUNCTION registry.check_new_right();

-- INV-31 as in 008 and 036, in one look.
DROP TRIGGER guard_common_certificate ON registry.certificates;
DROP FUNCTION registry.guard_common_certificate();
CREATE OR REPLACE FUNCTION registry.guard_new_certificate() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE drawn boolean; other_way boolean; common boolean;
BEGIN
  SELECT EXISTS (SELECT 1 FROM registry.register_entries e WHERE e.entry_id = NEW.entry_id AND e.xmin = pg_current_xact_id()::xid),
    EXISTS (SELECT 1 FROM registry.certificates c WHERE c.right_id = NEW.right_id AND c.status = 'LIVE' AND (c.holder_seq IS NULL) <> (NEW.holder_seq IS NULL)),
    EXISTS (SELECT 1 FROM registry.ownership_details o WHERE o.right_id = NEW.right_id AND o.mode = 'common')
  INTO drawn, other_way, common;
  IF NOT drawn THEN PERFORM registry.violates('INV-31', 'a certificate number is drawn inside the 登簿 transaction'); END IF;
  IF other_way THEN PERFORM registry.violates('INV-31', 'one certificate for all or one for each co-owner, not both'); END IF;
  IF common THEN PERFORM registry.violates('INV-31', 'no certificate is issued for 业主共有部分'); END IF;
  RETURN NEW;
END $$;

-- INV-01, 04, 05 as in 010: called only when a page does more than go one version and some time further.
DROP TRIGGER guard_unit ON registry.units;
CREATE TRIGGER guard_unit BEFORE UPDATE ON registry.units
  FOR EACH ROW WHEN (NEW.register_version <> OLD.register_version + 1 OR NEW.last_registered_at <= OLD.last_registered_at
    OR NEW.unit_code <> OLD.unit_code OR NEW.extinguished <> OLD.extinguished)
  EXECUTE FUNCTION registry.guard_unit();

-- INV-04, 05, 29 as in 008 and 010: what was applied for is compared only when a statement writes it.
CREATE OR REPLACE FUNCTION registry.guard_case() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.status = 'CLOSED' AND NEW.status <> 'CLOSED' THEN PERFORM registry.violates('INV-05', 'a closed case stays closed'); END IF;
  IF OLD.entered_at IS NOT NULL AND NEW.entered_at IS DISTINCT FROM OLD.entered_at THEN PERFORM registry.violates('INV-04', 'register time is immutable'); END IF;
  IF OLD.accepted_by IS NOT NULL AND NEW.accepted_by IS DISTINCT FROM OLD.accepted_by THEN PERFORM registry.violates('INV-29', 'the acceptor of a case never changes'); END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION registry.guard_case_terms() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.item_code, NEW.application_key, NEW.contract, NEW.mortgage, NEW.name_change, NEW.filed_at, NEW.operation, NEW.combined, NEW.terms)
     IS DISTINCT FROM (OLD.item_code, OLD.application_key, OLD.contract, OLD.mortgage, OLD.name_change, OLD.filed_at, OLD.operation, OLD.combined, OLD.terms) THEN
    PERFORM registry.violates('INV-05', 'an application is not rewritten: file a new one');
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER guard_case ON registry.cases;
CREATE TRIGGER guard_case BEFORE UPDATE OF status, entered_at, accepted_by ON registry.cases FOR EACH ROW EXECUTE FUNCTION registry.guard_case();
DROP TRIGGER guard_case_terms ON registry.cases;
CREATE TRIGGER guard_case_terms BEFORE UPDATE OF item_code, application_key, contract, mortgage, name_change, filed_at, operation, combined, terms ON registry.cases
  FOR EACH ROW EXECUTE FUNCTION registry.guard_case_terms();
