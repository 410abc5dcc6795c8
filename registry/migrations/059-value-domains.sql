-- What a column may hold was a CHECK of its table, and PostgreSQL reads every CHECK of a table from its catalogue again with each
-- statement that writes it: an eighth of a 登簿, most of it for columns that the statement does not touch (an entry on a page changes two
-- columns of `units` and made eighteen checks). The value lists of the book and the bounds of single values are domains now: read
-- once for each connection, checked where a value is given, said once for all tables that share them. Checks between columns stay on the tables.

CREATE DOMAIN registry.right_kind AS text CONSTRAINT right_kind
  CHECK (VALUE IN ('OWNERSHIP', 'MORTGAGE', 'CAUTION', 'OBJECTION', 'SEIZURE', 'EASEMENT', 'RESIDENCE'));
CREATE DOMAIN registry.reg_type AS integer CONSTRAINT reg_type CHECK (VALUE IN (100, 200, 300, 400, 500, 600, 700, 800, 900));
CREATE DOMAIN registry.entry_kind AS text CONSTRAINT entry_kind CHECK (VALUE IN
  ('REGISTRATION', 'SEIZURE', 'SEIZURE_RENEWAL', 'SEIZURE_LIFT', 'SEIZURE_EXPIRY', 'SEIZURE_DISPOSAL', 'LAPSE', 'MIGRATION'));
CREATE DOMAIN registry.certificate_kind AS text CONSTRAINT certificate_kind CHECK (VALUE IN ('certificate', 'proof'));
CREATE DOMAIN registry.certificate_status AS text CONSTRAINT certificate_status CHECK (VALUE IN ('LIVE', 'CANCELLED'));
CREATE DOMAIN registry.person_nature AS text CONSTRAINT person_nature
  CHECK (VALUE IN ('person', 'company', 'institution', 'government', 'other'));
CREATE DOMAIN registry.id_type AS text CONSTRAINT id_type
  CHECK (VALUE IN ('citizen', 'hkmt', 'passport', 'household', 'officer', 'orgcode', 'uscc', 'other'));
CREATE DOMAIN registry.ownership_mode AS text CONSTRAINT ownership_mode CHECK (VALUE IN ('single', 'joint', 'shares', 'common'));
CREATE DOMAIN registry.agreed_mode AS text CONSTRAINT agreed_mode CHECK (VALUE IN ('single', 'joint', 'shares'));
CREATE DOMAIN registry.mortgage_kind AS text CONSTRAINT mortgage_kind CHECK (VALUE IN ('general', 'maximum'));
CREATE DOMAIN registry.unit_use AS text CONSTRAINT unit_use
  CHECK (VALUE IN ('residential', 'commercial', 'office', 'industrial', 'parking', 'storage', 'common'));
CREATE DOMAIN registry.house_nature AS text CONSTRAINT house_nature CHECK (VALUE IN ('market', 'resettlement', 'supporting', 'public_rental',
  'low_rent', 'price_capped', 'affordable', 'directed', 'fund_raised', 'welfare', 'other'));
CREATE DOMAIN registry.area_basis AS text CONSTRAINT area_basis CHECK (VALUE IN ('predicted', 'surveyed'));
CREATE DOMAIN registry.case_status AS text CONSTRAINT case_status CHECK (VALUE IN ('FILED', 'ACCEPTED', 'ENTERED', 'CLOSED'));
CREATE DOMAIN registry.case_outcome AS text CONSTRAINT case_outcome CHECK (VALUE IN
  ('COMPLETED', 'COMPLETED_WITH_PENDING', 'NOT_ACCEPTED', 'REFUSED', 'WITHDRAWN', 'SUPERSEDED_BY_SEIZURE'));
CREATE DOMAIN registry.certificate_medium AS text CONSTRAINT certificate_medium CHECK (VALUE IN ('electronic', 'paper', 'both'));
CREATE DOMAIN registry.delivery AS text CONSTRAINT delivery CHECK (VALUE IN ('window', 'none', 'mail'));
CREATE DOMAIN registry.rule_profile AS text CONSTRAINT rule_profile CHECK (VALUE IN ('current', '2019'));
CREATE DOMAIN registry.process_id AS text CONSTRAINT process_id CHECK (VALUE ~ '^[a-z][a-z0-9-]{2,60}$');
CREATE DOMAIN registry.report_state AS text CONSTRAINT report_state CHECK (VALUE IN ('PENDING', 'ACCEPTED', 'REJECTED', 'REPLACED'));
CREATE DOMAIN registry.area AS numeric(12,2) CONSTRAINT area CHECK (VALUE > 0);
COMMENT ON DOMAIN registry.area IS 'square metres';
CREATE DOMAIN registry.land_area AS numeric(12,2) CONSTRAINT land_area CHECK (VALUE >= 0);
COMMENT ON DOMAIN registry.land_area IS 'square metres of land that belong to a unit; none is possible';
CREATE DOMAIN registry.fen AS bigint CONSTRAINT fen CHECK (VALUE >= 0);
COMMENT ON DOMAIN registry.fen IS 'money, a hundredth of a yuan';
CREATE DOMAIN registry.positive_fen AS bigint CONSTRAINT positive_fen CHECK (VALUE > 0);
COMMENT ON DOMAIN registry.positive_fen IS 'money that must be some, a hundredth of a yuan';
CREATE DOMAIN registry.ordinal AS integer CONSTRAINT ordinal CHECK (VALUE > 0);
CREATE DOMAIN registry.share_numerator AS bigint CONSTRAINT share_numerator CHECK (VALUE > 0);
CREATE DOMAIN registry.share_denominator AS bigint CONSTRAINT share_denominator CHECK (VALUE BETWEEN 1 AND 1000000);

DO $$
DECLARE
  of_table record;
  one record;
  again text[];
  view_text text := pg_get_viewdef('registry.paper_sheets'::regclass);
BEGIN
  -- What names a column in a condition cannot stay while its type changes.
  DROP VIEW registry.paper_sheets;
  FOR of_table IN
    SELECT name, array_agg(col) AS columns, string_agg(format('ALTER COLUMN %I TYPE registry.%I', col, domain), ', ') AS changes
    FROM (VALUES
      ('units', 'use', 'unit_use'), ('units', 'house_nature', 'house_nature'), ('units', 'area_basis', 'area_basis'), ('units', 'area', 'area'),
      ('units', 'predicted_area', 'area'), ('units', 'own_land_area', 'land_area'), ('units', 'apportioned_land_area', 'land_area'),
      ('cases', 'status', 'case_status'), ('cases', 'outcome', 'case_outcome'), ('cases', 'cert_medium', 'certificate_medium'),
      ('cases', 'delivery', 'delivery'), ('cases', 'ownership_mode', 'agreed_mode'), ('cases', 'rule_profile', 'rule_profile'),
      ('cases', 'process_id', 'process_id'),
      ('register_entries', 'kind', 'entry_kind'), ('upper_reports', 'state', 'report_state'),
      ('rights', 'kind', 'right_kind'), ('rights', 'reg_type', 'reg_type'),
      ('right_holders', 'seq', 'ordinal'), ('right_holders', 'share_n', 'share_numerator'), ('right_holders', 'share_d', 'share_denominator'),
      ('ownership_details', 'mode', 'ownership_mode'), ('ownership_details', 'price_fen', 'fen'),
      ('mortgage_details', 'mortgage_kind', 'mortgage_kind'), ('mortgage_details', 'amount_fen', 'positive_fen'), ('mortgage_details', 'rank', 'ordinal'),
      ('mortgage_details', 'existing_claim_fen', 'fen'), ('mortgage_details', 'claim_fixed_fen', 'fen'),
      ('certificates', 'kind', 'certificate_kind'), ('certificates', 'status', 'certificate_status'),
      ('certificate_counters', 'kind', 'certificate_kind'),
      ('persons', 'nature', 'person_nature'), ('persons', 'id_type', 'id_type')
    ) AS x(name, col, domain) GROUP BY name
  LOOP
    again := '{}';
    FOR one IN SELECT tgname, pg_get_triggerdef(oid) AS definition FROM pg_trigger
      WHERE tgrelid = format('registry.%I', of_table.name)::regclass AND NOT tgisinternal AND (tgqual IS NOT NULL OR cardinality(tgattr::int2[]) > 0)
    LOOP
      again := again || one.definition;
      EXECUTE format('DROP TRIGGER %I ON registry.%I', one.tgname, of_table.name);
    END LOOP;
    FOR one IN SELECT c.conname FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND c.conkey = ARRAY[a.attnum]
      WHERE c.contype = 'c' AND c.conrelid = format('registry.%I', of_table.name)::regclass AND a.attname::text = ANY (of_table.columns)
    LOOP
      EXECUTE format('ALTER TABLE registry.%I DROP CONSTRAINT %I', of_table.name, one.conname);
    END LOOP;
    EXECUTE format('ALTER TABLE registry.%I %s', of_table.name, of_table.changes);
    FOR i IN 1 .. cardinality(again) LOOP EXECUTE again[i]; END LOOP;
  END LOOP;
  EXECUTE 'CREATE VIEW registry.paper_sheets AS ' || view_text;
END $$;
