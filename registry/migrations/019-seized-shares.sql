-- INV-06 beside INV-16 (查封规定 §12): a seizure of one co-owner's share leaves the shares of the others free. As in 011, but
-- the guard on the new right lets ownership past such a seizure, and check_pre_seizure, at COMMIT, sees what became of the share.
CREATE OR REPLACE FUNCTION registry.guard_new_right() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE entry registry.register_entries; continued boolean; owned boolean;
BEGIN
  SELECT * INTO entry FROM registry.register_entries WHERE entry_id = NEW.entry_id;
  IF NOT registry.entry_is_open(NEW.entry_id) THEN
    PERFORM registry.violates('INV-05', 'a right is written only inside its own 登簿 transaction');
  END IF;
  IF NEW.registered_at <> entry.registered_at OR NEW.status = 'HISTORY' THEN
    PERFORM registry.violates('INV-04', 'a right begins at the register time of its entry');
  END IF;
  IF entry.kind = 'MIGRATION' THEN RETURN NEW; END IF; -- 存量数据: taken over as found
  -- A changed, moved or corrected right continues the one that this entry ends: the chain of title.
  continued := EXISTS (
    SELECT 1 FROM registry.rights r WHERE r.right_id = NEW.previous_id AND r.unit_code = NEW.unit_code AND r.kind = NEW.kind AND r.ended_entry_id = NEW.entry_id
  );
  owned := EXISTS (SELECT 1 FROM registry.rights r WHERE r.unit_code = NEW.unit_code AND r.kind = 'OWNERSHIP' AND r.status = 'CURRENT');
  IF NEW.kind = 'OWNERSHIP' THEN
    IF NEW.reg_type = 100 AND EXISTS (SELECT 1 FROM registry.rights r WHERE r.unit_code = NEW.unit_code AND r.kind = 'OWNERSHIP') THEN
      PERFORM registry.violates('INV-03', 'the unit was registered before: no second first registration');
    ELSIF NEW.reg_type <> 100 AND NOT continued THEN
      PERFORM registry.violates('INV-03', 'ownership must follow the ownership that this entry ends (连续登记)');
    END IF;
  ELSIF NEW.kind IN ('MORTGAGE', 'EASEMENT', 'RESIDENCE') THEN
    -- INV-03 exception: a mortgage on a building under construction lives before the first registration.
    IF NOT owned AND NOT (continued AND NEW.kind = 'MORTGAGE') THEN
      PERFORM registry.violates('INV-03', 'no ' || lower(NEW.kind) || ' before first registration');
    END IF;
    IF NEW.reg_type IN (200, 300) AND NOT continued THEN
      PERFORM registry.violates('INV-03', 'a change or transfer continues the right that this entry ends');
    END IF;
  ELSIF NEW.kind = 'CAUTION' AND NEW.reg_type IN (200, 300) AND NOT continued THEN
    PERFORM registry.violates('INV-03', 'a change or transfer of a caution continues the one that this entry ends');
  END IF;
  -- INV-06: under a formal seizure nothing new is disposed of; what continues unchanged in substance is the rules' question.
  IF ((NEW.kind = 'OWNERSHIP' AND NEW.reg_type = 200) OR (NEW.kind IN ('MORTGAGE', 'CAUTION', 'EASEMENT', 'RESIDENCE') AND NOT continued)) AND EXISTS (
    SELECT 1 FROM registry.rights r JOIN registry.seizure_details d USING (right_id)
    WHERE r.unit_code = NEW.unit_code AND r.kind = 'SEIZURE' AND r.status = 'CURRENT'
      -- INV-14, 16: check_pre_seizure looks at it
      AND NOT (NEW.kind = 'OWNERSHIP' AND (d.seizure_kind = 'pre_seizure' OR d.share_n IS NOT NULL))
  ) THEN
    PERFORM registry.violates('INV-06', 'the unit is under seizure');
  END IF;
  RETURN NEW;
END $$;

-- The share that a person holds of an ownership: 1 for a single owner, NULL for a joint owner and for a stranger.
CREATE FUNCTION registry.held_share(ownership bigint, person bigint, OUT n bigint, OUT d bigint) LANGUAGE sql STABLE AS $$
  SELECT CASE o.mode WHEN 'single' THEN 1 ELSE h.share_n END, CASE o.mode WHEN 'single' THEN 1 ELSE h.share_d END
  FROM registry.ownership_details o JOIN registry.right_holders h USING (right_id)
  WHERE o.right_id = ownership AND h.person_id = person
$$;

-- INV-14 and INV-16 at COMMIT. A 预查封 waits for its debtor to become the owner. The seized share of a co-owner stays with him:
-- he holds no less of the home than before, and at least what is seized of him, exactly, over the common denominator.
CREATE OR REPLACE FUNCTION registry.check_pre_seizure() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE one record; before record; after record; seized numeric; whole bigint;
BEGIN
  IF EXISTS (
    SELECT 1 FROM registry.rights r JOIN registry.seizure_details d USING (right_id)
    WHERE r.unit_code = NEW.unit_code AND r.kind = 'SEIZURE' AND r.status = 'CURRENT' AND r.registered_at < NEW.registered_at
      AND NOT EXISTS (SELECT 1 FROM registry.right_holders h WHERE h.right_id = NEW.right_id AND h.person_id = d.respondent_id)
  ) THEN
    PERFORM registry.violates('INV-06', 'the unit is under seizure');
  END IF;
  -- A 轮候 of the whole reaches the shares that are free now.
  IF EXISTS (
    SELECT 1 FROM registry.rights r JOIN registry.seizure_details d USING (right_id)
    WHERE r.unit_code = NEW.unit_code AND r.kind = 'SEIZURE' AND r.status = 'CURRENT' AND d.seizure_kind = 'seizure' AND d.share_n IS NOT NULL
  ) AND EXISTS (
    SELECT 1 FROM registry.rights r JOIN registry.seizure_details d USING (right_id)
    WHERE r.unit_code = NEW.unit_code AND r.kind = 'SEIZURE' AND r.status = 'QUEUED' AND d.share_n IS NULL
  ) THEN
    PERFORM registry.violates('INV-06', 'a queued seizure of the whole waits behind the seized share');
  END IF;
  FOR one IN
    SELECT d.respondent_id, array_agg(d.share_n) AS ns, array_agg(d.share_d) AS ds
    FROM registry.rights r JOIN registry.seizure_details d USING (right_id)
    WHERE r.unit_code = NEW.unit_code AND r.kind = 'SEIZURE' AND r.status = 'CURRENT' AND r.registered_at < NEW.registered_at
      AND d.seizure_kind = 'seizure' AND d.share_n IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM registry.seizure_conversions c WHERE c.right_id = r.right_id AND c.entry_id = NEW.entry_id)
    GROUP BY d.respondent_id
  LOOP
    SELECT * INTO before FROM registry.held_share(NEW.previous_id, one.respondent_id);
    SELECT * INTO after FROM registry.held_share(NEW.right_id, one.respondent_id);
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
  RETURN NULL;
END $$;
