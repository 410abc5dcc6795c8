-- INV-27: no transfer without the tax office's proof.
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

-- INV-25: at COMMIT, the mode of an ownership, its holders and their shares fit each other.
CREATE OR REPLACE FUNCTION registry.check_shares(new_right registry.rights) RETURNS void LANGUAGE plpgsql AS $$
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

-- The share that a person holds of an ownership: 1 for a single owner, NULL for a joint owner and for a stranger.
CREATE OR REPLACE FUNCTION registry.held_share(ownership bigint, person bigint, OUT n bigint, OUT d bigint) LANGUAGE sql STABLE AS $$
  SELECT CASE o.mode WHEN 'single' THEN 1 ELSE h.share_n END, CASE o.mode WHEN 'single' THEN 1 ELSE h.share_d END
  FROM registry.ownership_details o JOIN registry.right_holders h USING (right_id)
  WHERE o.right_id = ownership AND h.person_id = person
$$;
