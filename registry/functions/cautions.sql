-- INV-21: last day of a caution, by the rule of the day from which the real registration can be applied for: a presale's is the
-- unit's first registration, of the others the agreement names the day. Null while that day has not come or is not known.
CREATE OR REPLACE FUNCTION registry.caution_lapses_on(p_unit text, p_kind text, p_registrable date) RETURNS date LANGUAGE sql STABLE AS $$
  SELECT possible + (registry.rule_value('caution.lapse_days', '*', possible))::integer FROM (
    SELECT coalesce(p_registrable, CASE WHEN p_kind IN ('presale', 'presale_mortgage') THEN
      (SELECT (min(w.registered_at) AT TIME ZONE 'Asia/Shanghai')::date FROM registry.rights w WHERE w.unit_code = p_unit AND w.kind = 'OWNERSHIP') END) AS possible
  ) AS day
$$;

-- The same of a caution in the book.
CREATE OR REPLACE FUNCTION registry.caution_lapses_on(caution bigint) RETURNS date LANGUAGE sql STABLE AS $$
  SELECT registry.caution_lapses_on(r.unit_code, d.caution_kind, d.registrable_from)
  FROM registry.rights r JOIN registry.caution_details d USING (right_id) WHERE right_id = caution
$$;

-- INV-21: at COMMIT, a disposal that a caution of somebody else stands in the way of.
CREATE OR REPLACE FUNCTION registry.check_cautions(new_right registry.rights) RETURNS void LANGUAGE plpgsql AS $$
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
