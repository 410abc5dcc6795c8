-- 缴税用住房套次 (S14, domain §5.8, §6.1): how homes are counted is a rule with a date. One row a version; the day of the contract
-- chooses it. A version that has been used is never changed: a new one begins where it ends.
CREATE TABLE registry.housing_count_rules (
  rule_version    text PRIMARY KEY CHECK (rule_version ~ '^[a-z0-9-]{4,40}$'),
  valid_from      date NOT NULL,
  valid_to        date,
  region          text NOT NULL CHECK (region IN ('city', 'district_group')),
  district_groups jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(district_groups) = 'array'),
  uses            text[] NOT NULL CHECK (uses <> '{}'),
  count_cautions  text NOT NULL CHECK (count_cautions IN ('none', 'presale', 'purchase')),
  minor_shares    text NOT NULL CHECK (minor_shares IN ('counted', 'excluded', 'uncertain')),
  expropriated    text NOT NULL CHECK (expropriated IN ('counted', 'excluded')),
  source          text NOT NULL CHECK (source <> ''),
  CHECK (valid_to IS NULL OR valid_to > valid_from),
  CHECK ((region = 'district_group') = (district_groups <> '[]')),
  CONSTRAINT one_rule_a_day EXCLUDE USING gist (daterange(valid_from, valid_to) WITH &&)
);
COMMENT ON COLUMN registry.housing_count_rules.valid_to IS 'first day on which it no longer holds; null = open';
COMMENT ON COLUMN registry.housing_count_rules.region IS 'city: homes in the whole city count; district_group: only those in the group of the district of the home that is bought';
COMMENT ON COLUMN registry.housing_count_rules.district_groups IS 'arrays of district codes; a district in no group is its own';
COMMENT ON COLUMN registry.housing_count_rules.uses IS 'units.use that count as homes';
COMMENT ON COLUMN registry.housing_count_rules.count_cautions IS 'bought homes that are not registered yet: none, those of a presale, or every 转让预告 too';
COMMENT ON COLUMN registry.housing_count_rules.minor_shares IS 'homes of which the family has only a share that a minor child holds';
COMMENT ON COLUMN registry.housing_count_rules.expropriated IS 'homes whose expropriation was decided (housing_exclusions)';

INSERT INTO registry.housing_count_rules VALUES
  ('city-wide-2016-02', '2016-02-22', '2024-12-01', 'city', '[]', '{residential}', 'none', 'counted', 'counted',
   '财税〔2016〕23号；统计口径（全市、不计预告）为本地规则，待核实'),
  ('city-wide-2026-01', '2024-12-01', NULL, 'city', '[]', '{residential}', 'presale', 'excluded', 'excluded',
   '财政部 税务总局 住房城乡建设部公告2024年第16号；统计口径（全市、计预售预告、不计被征收及未成年份额）为本地规则，待核实');

CREATE FUNCTION registry.guard_housing_rule() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.valid_to IS NOT NULL OR to_jsonb(NEW) - 'valid_to' <> to_jsonb(OLD) - 'valid_to' THEN
    RAISE EXCEPTION 'a version of the housing count is only ended, once: add a new one' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_housing_rule BEFORE UPDATE ON registry.housing_count_rules FOR EACH ROW EXECUTE FUNCTION registry.guard_housing_rule();
CREATE TRIGGER no_delete BEFORE DELETE ON registry.housing_count_rules FOR EACH ROW EXECUTE FUNCTION registry.append_only();

-- Homes that no longer count though the page still names an owner: 被征收. Append-only; a wrong one is followed by its end.
CREATE TABLE registry.housing_exclusions (
  exclusion_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  unit_code    text NOT NULL REFERENCES registry.units,
  reason       text NOT NULL CHECK (reason IN ('expropriated')),
  basis_no     text NOT NULL CHECK (basis_no <> ''),
  decided_on   date NOT NULL,
  ended_on     date CHECK (ended_on >= decided_on),
  recorded_by  text NOT NULL,
  recorded_at  timestamptz NOT NULL,
  UNIQUE (unit_code, basis_no)
);
COMMENT ON COLUMN registry.housing_exclusions.basis_no IS '征收决定文号';
CREATE FUNCTION registry.guard_housing_exclusion() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.ended_on IS NOT NULL OR to_jsonb(NEW) - 'ended_on' <> to_jsonb(OLD) - 'ended_on' THEN
    PERFORM registry.violates('INV-05', 'an exclusion is only ended, once');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_housing_exclusion BEFORE UPDATE ON registry.housing_exclusions FOR EACH ROW EXECUTE FUNCTION registry.guard_housing_exclusion();
CREATE TRIGGER no_delete BEFORE DELETE ON registry.housing_exclusions FOR EACH ROW EXECUTE FUNCTION registry.append_only();

-- AR-04: what the count may see of a family: codes, places, areas, shares; the numbers that were asked, no other person's.
-- Everything by index: the people by number, their holdings by person, rights and units by key.
-- Without `as_of` as the book stands: a register time may run a few milliseconds ahead of the clock (INV-04).
CREATE FUNCTION registry.holdings_of(id_nos text[], as_of timestamptz, today date)
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

SELECT registry.cover('housing_count_rules');
SELECT registry.cover('housing_exclusions');
