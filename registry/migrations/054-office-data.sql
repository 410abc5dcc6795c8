-- The threshold of 数据质量 is a rule as the others are: dated, proposed and approved (rule `quality.online_threshold`); its old place goes.
ALTER TABLE registry.rule_values DISABLE TRIGGER guard_rule_value;
INSERT INTO registry.rule_values (proposal_key, name, profile, value, valid_from, source, reason, proposed_by, proposed_at, decision, decided_by, decided_at)
SELECT 'release:quality.online_threshold:*', 'quality.online_threshold', '*', to_jsonb(online_threshold), '0001-01-01', '本系统约定', '随产品发布的初始值', 'product',
  '2026-01-01T00:00:00+08:00', 'approved', 'migration', '2026-01-01T00:00:00+08:00'
FROM registry.quality_settings;
ALTER TABLE registry.rule_values ENABLE TRIGGER guard_rule_value;
DROP TABLE registry.quality_settings;

-- 征收住房: who proposes that a home no longer counts, or counts again, and who approves it. The approval writes housing_exclusions.
CREATE TABLE registry.exclusion_changes (
  change_id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  change_key    text NOT NULL UNIQUE,
  kind          text NOT NULL CHECK (kind IN ('add', 'end')),
  unit_code     text NOT NULL REFERENCES registry.units,
  basis_no      text NOT NULL CHECK (btrim(basis_no) <> ''),
  day           date NOT NULL,
  source        text NOT NULL CHECK (btrim(source) <> ''),
  reason        text NOT NULL CHECK (btrim(reason) <> ''),
  proposed_by   text NOT NULL,
  proposed_at   timestamptz NOT NULL,
  decision      text CHECK (decision IN ('approved', 'rejected', 'withdrawn')),
  decided_by    text,
  decided_at    timestamptz,
  decision_note text,
  CHECK ((decision IS NULL) = (decided_by IS NULL) AND (decision IS NULL) = (decided_at IS NULL)),
  CONSTRAINT exclusion_two_people CHECK (decision IS NULL OR (decision = 'withdrawn') = (decided_by = proposed_by))
);
COMMENT ON COLUMN registry.exclusion_changes.day IS 'add: day of the 征收决定; end: first day on which the home counts again';
CREATE UNIQUE INDEX one_open_exclusion_change ON registry.exclusion_changes (unit_code, basis_no, kind) WHERE decision IS NULL;
CREATE FUNCTION registry.guard_exclusion_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE deciding text[] := '{decision,decided_by,decided_at,decision_note}';
BEGIN
  IF OLD.decision IS NOT NULL OR to_jsonb(NEW) - deciding <> to_jsonb(OLD) - deciding THEN
    PERFORM registry.violates('INV-05', 'a proposal is decided once; nothing else about it changes');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_exclusion_change BEFORE UPDATE ON registry.exclusion_changes FOR EACH ROW EXECUTE FUNCTION registry.guard_exclusion_change();
CREATE TRIGGER no_delete BEFORE DELETE ON registry.exclusion_changes FOR EACH ROW EXECUTE FUNCTION registry.append_only();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON registry.exclusion_changes FOR EACH STATEMENT EXECUTE FUNCTION registry.append_only();

SELECT registry.cover('exclusion_changes');
INSERT INTO registry.register_events (chain, topic, actor, occurred_at, payload, seq, prev_hash, hash)
VALUES ('rows-0', 'register.migrated', session_user, clock_timestamp(), '{"migration": "054-office-data"}', 0, '', '');
