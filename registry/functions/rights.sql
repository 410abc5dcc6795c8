-- A right is written by an entry, follows what it must follow, and ends by an entry.

-- A row belongs to the running transaction when it was written by it.
CREATE OR REPLACE FUNCTION registry.entry_is_open(id bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM registry.register_entries WHERE entry_id = id AND xmin = pg_current_xact_id()::xid)
$$;

-- A changed, moved or corrected right continues the one that its entry ends: the chain of title, on the same page or from a page that
-- the entry divides or merges.
CREATE OR REPLACE FUNCTION registry.continues(of_new registry.rights) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE before_unit text;
BEGIN
  IF of_new.previous_id IS NULL THEN RETURN false; END IF;
  SELECT r.unit_code INTO before_unit FROM registry.rights r
  WHERE r.right_id = of_new.previous_id AND r.kind = of_new.kind AND r.ended_entry_id = of_new.entry_id;
  IF NOT FOUND THEN RETURN false; END IF;
  RETURN before_unit = of_new.unit_code OR EXISTS (
    SELECT 1 FROM registry.unit_lineage l WHERE l.entry_id = of_new.entry_id AND l.from_unit = before_unit AND l.to_unit = of_new.unit_code);
END $$;

-- A new right, before it is written: one look for what INV-03, 04, 05, 06 ask, and for what calls guard_closed_page and
-- guard_pending_notice, which seldom have anything to do. Every guard asks first what nearly always settles the question: setting up a
-- statement costs more than most of them find.
CREATE OR REPLACE FUNCTION registry.guard_new_right() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE entry_kind text; entry_case text; entered timestamptz; closed boolean; awaited boolean; seized boolean;
BEGIN
  SELECT e.kind, e.case_no, e.registered_at, (SELECT u.extinguished FROM registry.units u WHERE u.unit_code = NEW.unit_code),
    EXISTS (SELECT 1 FROM registry.court_notices n WHERE n.state = 'DELIVERED' AND n.unit_codes && ARRAY[NEW.unit_code]),
    EXISTS (SELECT 1 FROM registry.rights r WHERE r.unit_code = NEW.unit_code AND r.kind = 'SEIZURE' AND r.status = 'CURRENT')
  INTO entry_kind, entry_case, entered, closed, awaited, seized
  FROM registry.register_entries e WHERE e.entry_id = NEW.entry_id AND e.xmin = pg_current_xact_id()::xid;
  IF NOT FOUND THEN
    PERFORM registry.violates('INV-05', 'a right is written only inside its own 登簿 transaction');
  END IF;
  IF NEW.case_no IS DISTINCT FROM entry_case THEN
    PERFORM registry.violates('INV-05', 'a right has the case of its entry');
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

-- INV-05: nothing is written on a closed page.
CREATE OR REPLACE FUNCTION registry.guard_closed_page(new_right registry.rights) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM registry.violates('INV-05', 'nothing is entered on a closed page (注销登记)');
END $$;

-- INV-12: a seizure that was delivered comes before every new right.
CREATE OR REPLACE FUNCTION registry.guard_pending_notice(new_right registry.rights) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM registry.court_notices n WHERE n.state = 'DELIVERED' AND n.kind IN ('seize', 'pre_seize') AND n.unit_codes && ARRAY[new_right.unit_code]
  ) THEN
    PERFORM registry.violates('INV-12', 'a seizure of the unit has been delivered and comes first');
  END IF;
END $$;

-- Details and holders are written with their right, never later.
CREATE OR REPLACE FUNCTION registry.guard_right_part() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM registry.rights WHERE right_id = NEW.right_id AND xmin = pg_current_xact_id()::xid) THEN
    PERFORM registry.violates('INV-05', TG_TABLE_NAME || ' are written together with their right');
  END IF;
  RETURN NEW;
END $$;

-- INV-05: a right only ends (→ HISTORY), and a queued seizure only becomes effective; both by an entry of this transaction.
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

-- A new right at COMMIT, when the whole entry is written: one look at its page says which of the checks have anything to look at.
CREATE OR REPLACE FUNCTION registry.check_new_right() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE page record;
BEGIN
  SELECT bool_or(r.kind = 'SEIZURE' AND r.status <> 'HISTORY') AS seized,
    bool_or(r.kind = 'CAUTION' AND r.status = 'CURRENT' AND r.registered_at < NEW.registered_at) AS cautioned,
    bool_or(r.kind = 'MORTGAGE' AND ((r.status = 'CURRENT' AND r.registered_at < NEW.registered_at) OR r.ended_entry_id = NEW.entry_id)) AS mortgaged,
    bool_or(r.kind = 'OWNERSHIP') AS owned,
    bool_or(r.kind = 'SEIZURE' AND r.status = 'HISTORY') AS was_seized
  INTO page FROM registry.rights r WHERE r.unit_code = NEW.unit_code;
  -- INV-11
  IF page.was_seized AND NEW.case_no IS NOT NULL AND ((NEW.kind = 'OWNERSHIP' AND NEW.reg_type = 200)
    OR NEW.kind IN ('MORTGAGE', 'CAUTION', 'EASEMENT', 'RESIDENCE')) THEN
    PERFORM registry.check_disposal(NEW);
  END IF;
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
