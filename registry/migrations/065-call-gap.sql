-- Rule `hall.call_gap`: three calls within seconds are no three calls. A first value is no proposal: it holds from the beginning, so the
-- guard steps aside for it.
ALTER TABLE registry.rule_values DISABLE TRIGGER guard_rule_value;
INSERT INTO registry.rule_values (proposal_key, name, profile, value, valid_from, source, reason, proposed_by, proposed_at, decision, decided_by, decided_at)
VALUES ('release:hall.call_gap:*', 'hall.call_gap', '*', '20'::jsonb, '0001-01-01', '本系统约定', '随产品发布的初始值', 'product',
  '2026-01-01T00:00:00+08:00', 'approved', 'migration', '2026-01-01T00:00:00+08:00');
ALTER TABLE registry.rule_values ENABLE TRIGGER guard_rule_value;
INSERT INTO registry.register_events (chain, topic, actor, occurred_at, payload, seq, prev_hash, hash)
VALUES ('rows-0', 'register.migrated', session_user, clock_timestamp(), '{"migration": "065-call-gap"}', 0, '', '');
