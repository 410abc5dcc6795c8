-- 地籍: parcels, buildings, units. Column comments carry the code of 不动产登记数据库标准 / TD/T 1066 for reporting (上报).

CREATE TABLE registry.parcels (
  parcel_code   text PRIMARY KEY CHECK (parcel_code ~ '^\d{12}[GJZ][ABCDEFGHLNSXWY]\d{5}$'),
  district      text NOT NULL CHECK (district ~ '^\d{6}$'),
  location      text NOT NULL,
  area          numeric(14, 2) NOT NULL CHECK (area > 0),
  land_use      text NOT NULL,
  land_nature   text NOT NULL,
  term_to       date
);
COMMENT ON TABLE registry.parcels IS 'ZDJBXX 宗地基本信息';
COMMENT ON COLUMN registry.parcels.parcel_code IS 'ZDDM';
COMMENT ON COLUMN registry.parcels.location IS 'ZL';
COMMENT ON COLUMN registry.parcels.area IS 'ZDMJ, ㎡';
COMMENT ON COLUMN registry.parcels.land_use IS 'YT';
COMMENT ON COLUMN registry.parcels.land_nature IS 'QLXZ';
COMMENT ON COLUMN registry.parcels.term_to IS 'JSSJ of the land use right';

CREATE TABLE registry.buildings (
  parcel_code   text NOT NULL REFERENCES registry.parcels,
  building_no   text NOT NULL CHECK (building_no ~ '^\d{4}$'),
  project_name  text,
  structure     text NOT NULL,
  total_floors  integer NOT NULL CHECK (total_floors > 0),
  completed_on  date,
  PRIMARY KEY (parcel_code, building_no)
);
COMMENT ON TABLE registry.buildings IS 'ZRZ 自然幢';
COMMENT ON COLUMN registry.buildings.building_no IS 'ZRZH';
COMMENT ON COLUMN registry.buildings.project_name IS 'XMMC';
COMMENT ON COLUMN registry.buildings.structure IS 'FWJG';
COMMENT ON COLUMN registry.buildings.total_floors IS 'ZCS';
COMMENT ON COLUMN registry.buildings.completed_on IS 'JGRQ';

-- INV-01: one unit code = one register page. The code is the key, so a second page cannot exist.
CREATE TABLE registry.units (
  unit_code          text PRIMARY KEY CONSTRAINT inv_01_code CHECK (unit_code ~ '^\d{12}[GJZ][ABCDEFGHLNSXWY]\d{5}(W0{8}|[FLQ]\d{8})$'),
  parcel_code        text NOT NULL REFERENCES registry.parcels CHECK (parcel_code = left(unit_code, 19)),
  building_no        text,
  district           text NOT NULL CHECK (district = left(unit_code, 6)),
  location           text NOT NULL,
  floor              integer,
  room_no            text,
  use                text NOT NULL CHECK (use IN ('residential', 'commercial', 'office', 'industrial', 'parking', 'storage')),
  area               numeric(12, 2) NOT NULL CHECK (area > 0),
  inner_area         numeric(12, 2),
  shared_area        numeric(12, 2),
  register_version   integer NOT NULL DEFAULT 0,
  last_registered_at timestamptz NOT NULL DEFAULT '-infinity',
  extinguished       boolean NOT NULL DEFAULT false,
  FOREIGN KEY (parcel_code, building_no) REFERENCES registry.buildings,
  CHECK (inner_area IS NULL OR shared_area IS NULL OR abs(inner_area + shared_area - area) <= 0.01)
);
COMMENT ON TABLE registry.units IS 'H 户 with BDCDYH: one row is one page of the book';
COMMENT ON COLUMN registry.units.unit_code IS 'BDCDYH';
COMMENT ON COLUMN registry.units.location IS 'ZL';
COMMENT ON COLUMN registry.units.floor IS 'SZC';
COMMENT ON COLUMN registry.units.room_no IS 'SHBW';
COMMENT ON COLUMN registry.units.use IS 'FWYT1';
COMMENT ON COLUMN registry.units.area IS 'SCJZMJ, ㎡';
COMMENT ON COLUMN registry.units.inner_area IS 'SCTNJZMJ';
COMMENT ON COLUMN registry.units.shared_area IS 'SCFTJZMJ';
COMMENT ON COLUMN registry.units.register_version IS 'counts entries on this page; captured at 受理, compared at 登簿';
CREATE INDEX units_parcel ON registry.units (parcel_code);
-- Substring search of the address: Chinese has no words to index, and 10⁵ rows scan in 20 ms; a trigram index when it hurts.
CREATE INDEX units_district ON registry.units (district, unit_code);
