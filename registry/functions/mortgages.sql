-- INV-17, 22: a mortgage is counted from its own register time, from that of the caution it grew out of, or from the place of a
-- mortgage that this entry ends: the one it continues, also on another page (分割合并), or the one it changes places with. And INV-05 as
-- guard_right_part asks it: both look at the right.
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

-- INV-18: at the COMMIT of a transfer, what becomes of the mortgages of the page.
CREATE OR REPLACE FUNCTION registry.check_mortgages(new_right registry.rights) RETURNS void LANGUAGE plpgsql AS $$
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

-- INV-03: before first registration only a building under construction is mortgaged (在建建筑物抵押).
CREATE OR REPLACE FUNCTION registry.check_site_mortgage(new_right registry.rights) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM registry.rights r WHERE r.unit_code = new_right.unit_code AND r.kind = 'OWNERSHIP')
     AND NOT coalesce((SELECT under_construction FROM registry.mortgage_details d WHERE d.right_id = new_right.right_id), false)
     AND NOT EXISTS (SELECT 1 FROM registry.register_entries e WHERE e.entry_id = new_right.entry_id AND e.kind = 'MIGRATION') THEN
    PERFORM registry.violates('INV-03', 'no mortgage before first registration');
  END IF;
END $$;
