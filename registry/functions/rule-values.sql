-- A proposal is decided once; nothing else about it ever changes, and no rule reaches back: it begins
-- the day after its approval at the earliest, so that nothing accepted or entered before is judged by it.
CREATE OR REPLACE FUNCTION registry.guard_rule_value() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE probe registry.rule_values := NEW;
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.decision IS NOT NULL THEN RAISE EXCEPTION 'a rule is proposed first and decided then' USING ERRCODE = 'check_violation', CONSTRAINT = 'rule_proposed_first'; END IF;
    RETURN NEW;
  END IF;
  probe.decision := OLD.decision;
  probe.decided_by := OLD.decided_by;
  probe.decided_at := OLD.decided_at;
  probe.decision_note := OLD.decision_note;
  IF OLD.decision IS NOT NULL OR probe IS DISTINCT FROM OLD THEN
    RAISE EXCEPTION 'a rule is changed only by a new proposal' USING ERRCODE = 'check_violation', CONSTRAINT = 'rule_history';
  END IF;
  IF NEW.decision = 'approved' AND NEW.valid_from <= (NEW.decided_at AT TIME ZONE 'Asia/Shanghai')::date THEN
    RAISE EXCEPTION 'no rule reaches back behind its approval' USING ERRCODE = 'check_violation', CONSTRAINT = 'rule_not_retroactive';
  END IF;
  RETURN NEW;
END $$;

-- Whoever keeps rule values in memory asks for their revision.
CREATE OR REPLACE FUNCTION registry.rules_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE registry.rule_revision SET revision = gen_random_uuid();
  RETURN NULL;
END $$;

-- What the rules of the database itself read.
CREATE OR REPLACE FUNCTION registry.rule_value(p_name text, p_profile text, p_day date) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT v.value FROM registry.rule_values v
  WHERE v.decision = 'approved' AND v.name = p_name AND v.profile = p_profile
    AND p_day >= v.valid_from AND (v.valid_to IS NULL OR p_day <= v.valid_to)
  ORDER BY v.decided_at DESC, v.rule_value_id DESC LIMIT 1
$$;
