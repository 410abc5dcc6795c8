-- Rule `publicity.days`: how many working days the public is asked (038) is data, as the other terms are.
-- A first value is no proposal: it holds from the beginning, so the guard steps aside for it.
ALTER TABLE registry.rule_values DISABLE TRIGGER guard_rule_value;
INSERT INTO registry.rule_values (proposal_key, name, profile, value, valid_from, source, reason, proposed_by, proposed_at, decision, decided_by, decided_at)
VALUES ('release:publicity.days:*', 'publicity.days', '*', '15', '0001-01-01', '实施细则 §22、§81；操作规范 1.8.6', '随产品发布的初始值', 'product',
  '2026-01-01T00:00:00+08:00', 'approved', 'migration', '2026-01-01T00:00:00+08:00');
ALTER TABLE registry.rule_values ENABLE TRIGGER guard_rule_value;
COMMENT ON COLUMN registry.publicities.due_at IS 'end of the office''s hours on the last of the working days of rule publicity.days, the day after the first being one';
INSERT INTO registry.register_events (chain, topic, actor, occurred_at, payload, seq, prev_hash, hash)
VALUES ('rows-0', 'register.migrated', session_user, clock_timestamp(), '{"migration": "048-publicity-days"}', 0, '', '');
