-- 原江东区 330204 was dissolved into 鄞州 and 海曙: its unit codes are read, never written. The crosswalk says what they are today;
-- a person compares and confirms before a case is opened under the new code (domain §5.13-16).
CREATE TABLE registry.legacy_units (
  legacy_code text PRIMARY KEY CHECK (legacy_code ~ '^330204.{22}$'),
  unit_code   text NOT NULL REFERENCES registry.units,
  source      text NOT NULL
);
COMMENT ON TABLE registry.legacy_units IS '单元号对照表: old code of 江东 → code of today; several old codes may have been merged into one unit';
CREATE INDEX legacy_units_unit ON registry.legacy_units (unit_code);

CREATE TABLE registry.legacy_confirmations (
  case_no     text NOT NULL REFERENCES registry.cases,
  legacy_code text NOT NULL REFERENCES registry.legacy_units,
  unit_code   text NOT NULL REFERENCES registry.units,
  user_id     text NOT NULL,
  at          timestamptz NOT NULL,
  PRIMARY KEY (case_no, legacy_code)
);
COMMENT ON TABLE registry.legacy_confirmations IS 'who confirmed that the old code on the papers is the unit of the case';

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['legacy_units', 'legacy_confirmations'] LOOP
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON registry.%I FOR EACH ROW EXECUTE FUNCTION registry.append_only()', name);
    EXECUTE format('CREATE TRIGGER no_truncate BEFORE TRUNCATE ON registry.%I FOR EACH STATEMENT EXECUTE FUNCTION registry.append_only()', name);
    PERFORM registry.cover(name);
  END LOOP;
END $$;
