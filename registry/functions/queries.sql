-- AR-02 利害关系人: natural facts, shared or not, and whether there is a mortgage, caution, objection (INV-23: one that a suit keeps stands
-- beyond its days) or seizure. No person.
CREATE OR REPLACE FUNCTION registry.limited_units(codes text[], today date)
RETURNS TABLE (unit_code text, location text, use text, area numeric, inner_area numeric, shared_area numeric, floor integer, total_floors integer,
  structure text, completed_on text, land_use text, land_nature text, land_term_to text, registered boolean, extinguished boolean,
  co_owned boolean, mortgaged boolean, cautioned boolean, objected boolean, seized boolean)
LANGUAGE sql STABLE AS $$
  SELECT u.unit_code, u.location, u.use, u.area, u.inner_area, u.shared_area, u.floor, b.total_floors, b.structure, b.completed_on::text,
    p.land_use, p.land_nature, coalesce(u.land_term_to, p.term_to)::text, coalesce(r.registered, false), u.extinguished,
    coalesce(r.co_owned, false), coalesce(r.mortgaged, false), coalesce(r.cautioned, false), coalesce(r.objected, false), coalesce(r.seized, false)
  FROM registry.units u JOIN registry.parcels p USING (parcel_code) LEFT JOIN registry.buildings b USING (parcel_code, building_no)
  LEFT JOIN LATERAL (
    SELECT bool_or(w.kind = 'OWNERSHIP') AS registered, bool_or(w.kind = 'OWNERSHIP' AND o.mode <> 'single') AS co_owned,
      bool_or(w.kind = 'MORTGAGE') AS mortgaged, bool_or(w.kind = 'CAUTION') AS cautioned,
      
      bool_or(w.kind = 'OBJECTION' AND (d.lapses_on >= today OR EXISTS (SELECT 1 FROM registry.suit_proofs p WHERE p.right_id = w.right_id))) AS objected,
      bool_or(w.kind = 'SEIZURE') AS seized
    FROM registry.rights w LEFT JOIN registry.ownership_details o USING (right_id) LEFT JOIN registry.objection_details d USING (right_id)
    WHERE w.unit_code = u.unit_code AND w.status <> 'HISTORY'
  ) r ON true
  WHERE u.unit_code = ANY (codes) ORDER BY u.unit_code
$$;

-- AR-02: is the holder the one whom the applicant named? Answers nothing but yes or no.
CREATE OR REPLACE FUNCTION registry.holder_is(code text, given_name text, given_id_no text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM registry.rights r JOIN registry.right_holders h USING (right_id)
    WHERE r.unit_code = code AND r.kind = 'OWNERSHIP' AND r.status = 'CURRENT' AND h.name = given_name AND (given_id_no IS NULL OR upper(h.id_no) = upper(given_id_no)))
$$;

-- AR-01, AR-03 and CT-01 by person: only name and number together find anything. 以人查房 has no other way in.
CREATE OR REPLACE FUNCTION registry.units_of_person(given_name text, given_id_no text, kinds text[]) RETURNS TABLE (unit_code text) LANGUAGE sql STABLE AS $$
  SELECT DISTINCT r.unit_code FROM registry.persons p JOIN registry.right_holders h USING (person_id) JOIN registry.rights r USING (right_id)
  WHERE p.id_no IN (given_id_no, upper(given_id_no)) AND h.name = given_name AND r.status = 'CURRENT' AND r.kind = ANY (kinds) ORDER BY 1
$$;

-- A trigger before the row sees no generated column yet: the digest of the bytes does not count as a change.
CREATE OR REPLACE FUNCTION registry.guard_query_paper() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.seal IS NOT NULL OR to_jsonb(NEW) - '{seal,sha256}'::text[] <> to_jsonb(OLD) - '{seal,sha256}'::text[] THEN
    PERFORM registry.violates('INV-34', 'a paper of a query is only sealed, once');
  END IF;
  RETURN NEW;
END $$;
