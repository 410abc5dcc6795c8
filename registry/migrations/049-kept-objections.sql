-- INV-23, AR-01, AR-02: an objection that a suit keeps (031) stands beyond its days, and whoever may see the page hears so. As in 033.
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
