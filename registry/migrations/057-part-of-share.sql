-- INV-06, 11, 16: as in 052, but a court that sells a part of its debtor's share (法发〔2004〕5号 §20) leaves him less than before. Its own seizure
-- of him ends in the same entry; what others have seized of him still fits in the rest.
CREATE OR REPLACE FUNCTION registry.check_pre_seizure(new_right registry.rights) RETURNS void LANGUAGE plpgsql AS $$
DECLARE one record; before record; after record; seized numeric; whole bigint; disposed boolean;
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
    disposed := EXISTS (
      SELECT 1 FROM registry.rights r JOIN registry.seizure_details d USING (right_id)
      WHERE r.unit_code = new_right.unit_code AND r.kind = 'SEIZURE' AND r.ended_entry_id = new_right.entry_id AND d.respondent_id = one.respondent_id
    );
    IF before.n IS NULL OR after.n IS NULL OR (after.n * before.d < before.n * after.d AND NOT disposed) OR after.n * whole::numeric < seized * after.d THEN
      PERFORM registry.violates('INV-06', 'the seized share stays with its owner');
    END IF;
  END LOOP;
END $$;
