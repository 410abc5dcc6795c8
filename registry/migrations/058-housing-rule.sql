-- How homes are counted for taxes is a rule as the others are: dated, proposed and approved (rule `housing.count`); its old place goes.
ALTER TABLE registry.rule_values DISABLE TRIGGER guard_rule_value;
INSERT INTO registry.rule_values (proposal_key, name, profile, value, valid_from, valid_to, source, reason, proposed_by, proposed_at, decision, decided_by, decided_at)
SELECT 'release:housing.count:' || rule_version, 'housing.count', '*',
  jsonb_build_object('region', region, 'districtGroups', district_groups, 'uses', to_jsonb(uses), 'countCautions', count_cautions,
    'minorShares', minor_shares, 'expropriated', expropriated),
  valid_from, valid_to - 1, source, '随产品发布的初始值（原口径版本 ' || rule_version || '）', 'product',
  '2026-01-01T00:00:00+08:00', 'approved', 'migration', '2026-01-01T00:00:00+08:00'
FROM registry.housing_count_rules ORDER BY valid_from;
ALTER TABLE registry.rule_values ENABLE TRIGGER guard_rule_value;
DROP TABLE registry.housing_count_rules;
DROP FUNCTION registry.guard_housing_rule();
DELETE FROM registry.covered_tables WHERE name = 'housing_count_rules';

INSERT INTO registry.register_events (chain, topic, actor, occurred_at, payload, seq, prev_hash, hash)
VALUES ('rows-0', 'register.migrated', session_user, clock_timestamp(), '{"migration": "058-housing-rule"}', 0, '', '');
