-- AR-04: what the count may see of a family: codes, places, areas, shares; the numbers that were asked, no other person's.
-- Everything by index: the people by number, their holdings by person, rights and units by key.
-- Without `as_of` as the book stands: a register time may run a few milliseconds ahead of the clock (INV-04).
CREATE OR REPLACE FUNCTION registry.holdings_of(id_nos text[], as_of timestamptz, today date)
RETURNS TABLE (unit_code text, district text, location text, use text, area numeric, kind text, caution_kind text, id_no text, name text,
  share_n bigint, share_d bigint, co_owners integer, excluded_by text)
LANGUAGE sql STABLE AS $$
  SELECT u.unit_code, u.district, u.location, u.use, u.area, r.kind, c.caution_kind, p.id_no, h.name, h.share_n, h.share_d,
    (SELECT count(*)::int FROM registry.right_holders x WHERE x.right_id = r.right_id),
    (SELECT min(e.basis_no) FROM registry.housing_exclusions e WHERE e.unit_code = u.unit_code AND e.decided_on <= today AND (e.ended_on IS NULL OR e.ended_on > today))
  FROM registry.persons p JOIN registry.right_holders h USING (person_id) JOIN registry.rights r USING (right_id)
  JOIN registry.units u USING (unit_code) LEFT JOIN registry.caution_details c USING (right_id)
  WHERE p.id_no = ANY (id_nos) AND r.kind IN ('OWNERSHIP', 'CAUTION')
    AND CASE WHEN as_of IS NULL THEN r.status = 'CURRENT' ELSE r.registered_at <= as_of AND (r.ended_at IS NULL OR r.ended_at > as_of) END
  ORDER BY u.unit_code, r.right_id, h.seq
$$;

CREATE OR REPLACE FUNCTION registry.guard_housing_exclusion() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.ended_on IS NOT NULL OR to_jsonb(NEW) - 'ended_on' <> to_jsonb(OLD) - 'ended_on' THEN
    PERFORM registry.violates('INV-05', 'an exclusion is only ended, once');
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION registry.guard_exclusion_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE deciding text[] := '{decision,decided_by,decided_at,decision_note}';
BEGIN
  IF OLD.decision IS NOT NULL OR to_jsonb(NEW) - deciding <> to_jsonb(OLD) - deciding THEN
    PERFORM registry.violates('INV-05', 'a proposal is decided once; nothing else about it changes');
  END IF;
  RETURN NEW;
END $$;
