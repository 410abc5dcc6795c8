-- 地籍, complete (domain §4.1): parcels, 自然幢, 逻辑幢, 层, 户; surveys (权籍调查成果) that they come from; first registrations,
-- 业主共有部分, mortgages of buildings under construction, division and merger. Column comments carry the standard's codes.

ALTER TABLE registry.parcels
  ADD COLUMN land_grade text,
  ADD COLUMN price_fen bigint CHECK (price_fen >= 0),
  ADD COLUMN right_setting text NOT NULL GENERATED ALWAYS AS
    (CASE substr(parcel_code, 14, 1) WHEN 'S' THEN 'above' WHEN 'X' THEN 'below' ELSE 'surface' END) STORED,
  ADD COLUMN plot_ratio numeric(12, 2) CHECK (plot_ratio >= 0),
  ADD COLUMN building_density numeric(12, 2) CHECK (building_density BETWEEN 0 AND 100),
  ADD COLUMN height_limit numeric(12, 2) CHECK (height_limit > 0),
  ADD COLUMN bounds_east text,
  ADD COLUMN bounds_south text,
  ADD COLUMN bounds_west text,
  ADD COLUMN bounds_north text,
  ADD COLUMN map_sheet text,
  ADD COLUMN cadastre_no text,
  ADD COLUMN term_from date,
  ADD COLUMN survey_no text;
COMMENT ON COLUMN registry.parcels.land_grade IS 'DJ 等级';
COMMENT ON COLUMN registry.parcels.price_fen IS 'JG 价格, fen';
COMMENT ON COLUMN registry.parcels.right_setting IS 'QLSDFS 权利设定方式: 1 above 地上, 2 surface 地表, 3 below 地下; from ZDTZM, letter 2 of the parcel code';
COMMENT ON COLUMN registry.parcels.plot_ratio IS 'RJL 容积率';
COMMENT ON COLUMN registry.parcels.building_density IS 'JZMD 建筑密度, %';
COMMENT ON COLUMN registry.parcels.height_limit IS 'JZXG 建筑限高, m';
COMMENT ON COLUMN registry.parcels.bounds_east IS 'ZDSZD 宗地四至东';
COMMENT ON COLUMN registry.parcels.bounds_south IS 'ZDSZN';
COMMENT ON COLUMN registry.parcels.bounds_west IS 'ZDSZX';
COMMENT ON COLUMN registry.parcels.bounds_north IS 'ZDSZB';
COMMENT ON COLUMN registry.parcels.map_sheet IS 'TFH 图幅号';
COMMENT ON COLUMN registry.parcels.cadastre_no IS 'DJH 地籍号';
COMMENT ON COLUMN registry.parcels.term_from IS 'QSSJ of the land use right';
COMMENT ON COLUMN registry.parcels.survey_no IS '权籍调查成果 that the parcel comes from; null: taken over as found';

ALTER TABLE registry.buildings
  ADD COLUMN building_name text,
  ADD COLUMN height numeric(12, 2) CHECK (height > 0),
  ADD COLUMN footprint_area numeric(12, 2) CHECK (footprint_area > 0),
  ADD COLUMN predicted_area numeric(14, 2) CHECK (predicted_area > 0),
  ADD COLUMN surveyed_area numeric(14, 2) CHECK (surveyed_area > 0),
  ADD COLUMN floors_above integer CHECK (floors_above >= 0),
  ADD COLUMN floors_below integer CHECK (floors_below >= 0),
  ADD COLUMN planned_use text,
  ADD COLUMN unit_count integer CHECK (unit_count >= 0);
COMMENT ON COLUMN registry.buildings.building_name IS 'JZWMC';
COMMENT ON COLUMN registry.buildings.height IS 'JZWGD, m';
COMMENT ON COLUMN registry.buildings.footprint_area IS 'ZZDMJ 占地面积, ㎡';
COMMENT ON COLUMN registry.buildings.predicted_area IS 'YCJZMJ 预测建筑面积';
COMMENT ON COLUMN registry.buildings.surveyed_area IS 'SCJZMJ 实测建筑面积';
COMMENT ON COLUMN registry.buildings.floors_above IS 'DSCS';
COMMENT ON COLUMN registry.buildings.floors_below IS 'DXCS';
COMMENT ON COLUMN registry.buildings.planned_use IS 'GHYT';
COMMENT ON COLUMN registry.buildings.unit_count IS 'ZTS 总套数';

CREATE TABLE registry.logical_buildings (
  parcel_code    text NOT NULL,
  building_no    text NOT NULL,
  logical_no     text NOT NULL CHECK (logical_no ~ '^\d{4}$'),
  door_no        text,
  predicted_area numeric(14, 2) CHECK (predicted_area > 0),
  surveyed_area  numeric(14, 2) CHECK (surveyed_area > 0),
  PRIMARY KEY (parcel_code, building_no, logical_no),
  FOREIGN KEY (parcel_code, building_no) REFERENCES registry.buildings
);
COMMENT ON TABLE registry.logical_buildings IS 'LJZ 逻辑幢: a part of a building with an entrance of its own';
COMMENT ON COLUMN registry.logical_buildings.logical_no IS 'LJZH';
COMMENT ON COLUMN registry.logical_buildings.door_no IS 'MPH 门牌号';

CREATE TABLE registry.floors (
  parcel_code    text NOT NULL,
  building_no    text NOT NULL,
  floor          integer NOT NULL,
  nominal_floor  text NOT NULL,
  predicted_area numeric(14, 2) CHECK (predicted_area > 0),
  surveyed_area  numeric(14, 2) CHECK (surveyed_area > 0),
  PRIMARY KEY (parcel_code, building_no, floor),
  FOREIGN KEY (parcel_code, building_no) REFERENCES registry.buildings
);
COMMENT ON TABLE registry.floors IS 'C 层';
COMMENT ON COLUMN registry.floors.floor IS 'CH, SJC 实际层';
COMMENT ON COLUMN registry.floors.nominal_floor IS 'MYC 名义层, as the lift says it';
COMMENT ON COLUMN registry.floors.surveyed_area IS 'CJZMJ';

ALTER TABLE registry.units DROP CONSTRAINT units_use_check;
ALTER TABLE registry.units
  ADD CONSTRAINT units_use_check CHECK (use IN ('residential', 'commercial', 'office', 'industrial', 'parking', 'storage', 'common')),
  ADD COLUMN logical_no text,
  ADD COLUMN layout text,
  ADD COLUMN layout_structure text,
  ADD COLUMN use_2 text,
  ADD COLUMN use_3 text,
  ADD COLUMN area_basis text NOT NULL DEFAULT 'surveyed' CHECK (area_basis IN ('predicted', 'surveyed')),
  ADD COLUMN predicted_area numeric(12, 2) CHECK (predicted_area > 0),
  ADD COLUMN predicted_inner_area numeric(12, 2),
  ADD COLUMN predicted_shared_area numeric(12, 2),
  ADD COLUMN underground_area numeric(12, 2),
  ADD COLUMN other_area numeric(12, 2),
  ADD COLUMN share_factor numeric(16, 6),
  ADD COLUMN common_land_area numeric(14, 2),
  ADD COLUMN apportioned_land_area numeric(12, 2) CHECK (apportioned_land_area >= 0),
  ADD COLUMN own_land_area numeric(12, 2) CHECK (own_land_area >= 0),
  ADD COLUMN house_type text,
  ADD COLUMN house_nature text CHECK (house_nature IN ('market', 'resettlement', 'supporting', 'public_rental', 'low_rent', 'price_capped',
    'affordable', 'directed', 'fund_raised', 'welfare', 'other')),
  ADD COLUMN floor_plan_no text,
  ADD FOREIGN KEY (parcel_code, building_no, logical_no) REFERENCES registry.logical_buildings;
COMMENT ON COLUMN registry.units.use IS 'FWYT1; common = 建筑区划内业主共有部分 (JGZWMC, FDCQ3)';
COMMENT ON COLUMN registry.units.logical_no IS 'LJZH';
COMMENT ON COLUMN registry.units.layout IS 'HX 户型';
COMMENT ON COLUMN registry.units.layout_structure IS 'HXJG 户型结构';
COMMENT ON COLUMN registry.units.use_2 IS 'FWYT2';
COMMENT ON COLUMN registry.units.use_3 IS 'FWYT3';
COMMENT ON COLUMN registry.units.area_basis IS 'whether area, inner_area and shared_area are the surveyed (SC*) or still the predicted (YC*) ones';
COMMENT ON COLUMN registry.units.predicted_area IS 'YCJZMJ, kept after the survey';
COMMENT ON COLUMN registry.units.predicted_inner_area IS 'YCTNJZMJ';
COMMENT ON COLUMN registry.units.predicted_shared_area IS 'YCFTJZMJ';
COMMENT ON COLUMN registry.units.underground_area IS 'SCDXBFJZMJ';
COMMENT ON COLUMN registry.units.other_area IS 'SCQTJZMJ';
COMMENT ON COLUMN registry.units.share_factor IS 'SCFTXS 分摊系数';
COMMENT ON COLUMN registry.units.common_land_area IS 'GYTDMJ 共有土地面积';
COMMENT ON COLUMN registry.units.apportioned_land_area IS 'FTTDMJ 分摊土地面积';
COMMENT ON COLUMN registry.units.own_land_area IS 'DYTDMJ 独用土地面积';
COMMENT ON COLUMN registry.units.house_type IS 'FWLX';
COMMENT ON COLUMN registry.units.house_nature IS 'FWXZ by name: 0 market 市场化商品房, 1 resettlement 动迁房, 2 supporting 配套商品房, 3 public_rental 公租房, 4 low_rent 廉租房, 5 price_capped 限价房, 6 affordable 经适房, 7 directed 定销房, 8 fund_raised 集资房, 9 welfare 福利房, 99 other';
COMMENT ON COLUMN registry.units.floor_plan_no IS 'FCFHT 分户图';
CREATE INDEX units_building ON registry.units (parcel_code, building_no);

CREATE TABLE registry.surveys (
  survey_no   text PRIMARY KEY CHECK (length(survey_no) BETWEEN 4 AND 60),
  kind        text NOT NULL CHECK (kind IN ('parcel', 'predicted', 'surveyed', 'partition')),
  district    text NOT NULL,
  parcel_code text NOT NULL,
  surveyor    text NOT NULL,
  surveyed_on date NOT NULL,
  content     jsonb NOT NULL,
  recorded_at timestamptz NOT NULL,
  recorded_by text NOT NULL
);
COMMENT ON TABLE registry.surveys IS '权籍调查成果 as delivered: parcel 宗地, predicted 房产预测绘, surveyed 房产实测绘, partition 分割合并. Parcels, buildings and pages without registration come from it; what is registered changes only by 登簿';
CREATE INDEX surveys_parcel ON registry.surveys (parcel_code);

CREATE TABLE registry.unit_lineage (
  entry_id  bigint NOT NULL REFERENCES registry.register_entries,
  from_unit text NOT NULL REFERENCES registry.units,
  to_unit   text NOT NULL REFERENCES registry.units,
  PRIMARY KEY (entry_id, from_unit, to_unit),
  CHECK (from_unit <> to_unit)
);
COMMENT ON TABLE registry.unit_lineage IS '分割合并: which closed page goes on in which new one (XGDJGL across pages)';
CREATE INDEX unit_lineage_from ON registry.unit_lineage (from_unit);
CREATE INDEX unit_lineage_to ON registry.unit_lineage (to_unit);

CREATE TABLE registry.land_right_details (
  right_id  bigint PRIMARY KEY REFERENCES registry.rights,
  method    text NOT NULL CHECK (method IN ('assignment', 'allocation', 'contribution', 'lease', 'authorised')),
  area      numeric(14, 2) NOT NULL CHECK (area > 0),
  term_from date,
  term_to   date,
  price_fen bigint CHECK (price_fen >= 0),
  CHECK (term_from IS NULL OR term_to IS NULL OR term_from < term_to)
);
COMMENT ON TABLE registry.land_right_details IS 'JSYDSYQ 建设用地使用权, as first registered';
COMMENT ON COLUMN registry.land_right_details.method IS 'QLXZ by name: 102 assignment 出让, 101 allocation 划拨, 103 contribution 作价出资（入股）, 104 lease 租赁, 105 authorised 授权经营';
COMMENT ON COLUMN registry.land_right_details.area IS 'SYQMJ, ㎡';
COMMENT ON COLUMN registry.land_right_details.term_from IS 'QSSJ';
COMMENT ON COLUMN registry.land_right_details.term_to IS 'JSSJ';
COMMENT ON COLUMN registry.land_right_details.price_fen IS 'QDJG';

ALTER TABLE registry.ownership_details DROP CONSTRAINT ownership_details_mode_check;
ALTER TABLE registry.ownership_details ADD CONSTRAINT ownership_details_mode_check CHECK (mode IN ('single', 'joint', 'shares', 'common'));
COMMENT ON COLUMN registry.ownership_details.mode IS 'GYFS; common = FDCQ3, held by all owners of the estate and by nobody by name';

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['surveys', 'unit_lineage', 'land_right_details'] LOOP
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON registry.%I FOR EACH ROW EXECUTE FUNCTION registry.append_only()', name);
    EXECUTE format('CREATE TRIGGER no_truncate BEFORE TRUNCATE ON registry.%I FOR EACH STATEMENT EXECUTE FUNCTION registry.append_only()', name);
  END LOOP;
END $$;
CREATE TRIGGER guard_right_part BEFORE INSERT ON registry.land_right_details FOR EACH ROW EXECUTE FUNCTION registry.guard_right_part();

-- INV-05, 06: pages are divided and merged only by an open entry, and never under a seizure, effective or queued.
CREATE FUNCTION registry.guard_unit_lineage() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT registry.entry_is_open(NEW.entry_id) THEN
    PERFORM registry.violates('INV-05', 'a page is divided or merged only inside its own 登簿 transaction');
  END IF;
  IF EXISTS (
    SELECT 1 FROM registry.rights r WHERE r.unit_code = NEW.from_unit AND r.kind = 'SEIZURE'
      AND (r.status <> 'HISTORY' OR r.ended_entry_id = NEW.entry_id)
  ) THEN
    PERFORM registry.violates('INV-06', 'a unit under seizure is neither divided nor merged');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_unit_lineage BEFORE INSERT ON registry.unit_lineage FOR EACH ROW EXECUTE FUNCTION registry.guard_unit_lineage();

-- As in 019, with rights that go on on another page (分割合并) and mortgages of buildings under construction (在建建筑物抵押).
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
  -- A changed, moved or corrected right continues the one that this entry ends: the chain of title, on the same page or from a
  -- page that this entry divides or merges.
  continued := EXISTS (
    SELECT 1 FROM registry.rights r WHERE r.right_id = NEW.previous_id AND r.kind = NEW.kind AND r.ended_entry_id = NEW.entry_id
      AND (r.unit_code = NEW.unit_code OR EXISTS (
        SELECT 1 FROM registry.unit_lineage l WHERE l.entry_id = NEW.entry_id AND l.from_unit = r.unit_code AND l.to_unit = NEW.unit_code))
  );
  owned := EXISTS (SELECT 1 FROM registry.rights r WHERE r.unit_code = NEW.unit_code AND r.kind = 'OWNERSHIP' AND r.status = 'CURRENT');
  IF NEW.kind = 'OWNERSHIP' THEN
    IF NEW.reg_type = 100 AND EXISTS (SELECT 1 FROM registry.rights r WHERE r.unit_code = NEW.unit_code AND r.kind = 'OWNERSHIP') THEN
      PERFORM registry.violates('INV-03', 'the unit was registered before: no second first registration');
    ELSIF NEW.reg_type <> 100 AND NOT continued THEN
      PERFORM registry.violates('INV-03', 'ownership must follow the ownership that this entry ends (连续登记)');
    END IF;
  ELSIF NEW.kind IN ('MORTGAGE', 'EASEMENT', 'RESIDENCE') THEN
    -- INV-03 exception: a mortgage of a building under construction; check_site_mortgage looks at it when its details are written.
    IF NOT owned AND NEW.kind <> 'MORTGAGE' THEN
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

-- INV-17 as in 025, also for a mortgage that goes on on another page (分割合并).
CREATE OR REPLACE FUNCTION registry.guard_rank() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE mortgage registry.rights; before registry.rights;
BEGIN
  SELECT * INTO mortgage FROM registry.rights WHERE right_id = NEW.right_id;
  IF mortgage.case_no IS NULL THEN RETURN NEW; END IF;
  SELECT * INTO before FROM registry.rights WHERE right_id = mortgage.previous_id;
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

-- INV-03, at COMMIT: before the first registration of a unit there is no mortgage but one of the building under construction.
CREATE FUNCTION registry.check_site_mortgage() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM registry.rights r WHERE r.unit_code = NEW.unit_code AND r.kind = 'OWNERSHIP')
     AND NOT coalesce((SELECT under_construction FROM registry.mortgage_details d WHERE d.right_id = NEW.right_id), false)
     AND NOT EXISTS (SELECT 1 FROM registry.register_entries e WHERE e.entry_id = NEW.entry_id AND e.kind = 'MIGRATION') THEN
    PERFORM registry.violates('INV-03', 'no mortgage before first registration');
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER check_site_mortgage AFTER INSERT ON registry.rights DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.kind = 'MORTGAGE') EXECUTE FUNCTION registry.check_site_mortgage();

-- INV-25 as in 008, and 业主共有部分: held by nobody by name.
CREATE OR REPLACE FUNCTION registry.check_shares() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE owner_mode text; holders integer; with_share integer; whole bigint := 1; total numeric := 0; one record;
BEGIN
  SELECT mode INTO owner_mode FROM registry.ownership_details WHERE right_id = NEW.right_id;
  IF owner_mode IS NULL AND (SELECT kind FROM registry.rights WHERE right_id = NEW.right_id) <> 'OWNERSHIP' THEN RETURN NULL; END IF;
  SELECT count(*), count(share_n) INTO holders, with_share FROM registry.right_holders WHERE right_id = NEW.right_id;
  IF owner_mode = 'common' THEN
    IF holders <> 0 OR (SELECT use FROM registry.units WHERE unit_code = NEW.unit_code) <> 'common' THEN
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
    FOR one IN SELECT share_n, share_d FROM registry.right_holders WHERE right_id = NEW.right_id LOOP
      total := total * (lcm(whole, one.share_d) / whole) + one.share_n * (lcm(whole, one.share_d) / one.share_d);
      whole := lcm(whole, one.share_d);
    END LOOP;
    IF total <> whole THEN PERFORM registry.violates('INV-25', 'shares add up to ' || total || '/' || whole || ', not to 1'); END IF;
  END IF;
  RETURN NULL;
END $$;

-- INV-31: no certificate is issued for common parts (实施细则 §36).
CREATE FUNCTION registry.guard_common_certificate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM registry.ownership_details WHERE right_id = NEW.right_id AND mode = 'common') THEN
    PERFORM registry.violates('INV-31', 'no certificate is issued for 业主共有部分');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_common_certificate BEFORE INSERT ON registry.certificates FOR EACH ROW EXECUTE FUNCTION registry.guard_common_certificate();

SELECT registry.cover(name) FROM unnest(ARRAY['parcels', 'buildings', 'units', 'logical_buildings', 'floors', 'surveys', 'unit_lineage',
  'land_right_details']) AS t(name);
