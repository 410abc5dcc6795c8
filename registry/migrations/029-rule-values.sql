-- Dated and local rules as data: one row says what a rule is from a day on, who proposed it on what ground and who approved it.
-- The newest approval that covers a day is in force on it, so nothing is ever rewritten (registry/rule-values/).
CREATE TABLE registry.rule_values (
  rule_value_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  proposal_key  text NOT NULL UNIQUE,
  name          text NOT NULL,
  profile       text NOT NULL CHECK (profile IN ('*', 'current', '2019')),
  value         jsonb NOT NULL,
  valid_from    date NOT NULL,
  valid_to      date,
  source        text NOT NULL CHECK (source <> ''),
  reason        text NOT NULL CHECK (reason <> ''),
  proposed_by   text NOT NULL,
  proposed_at   timestamptz NOT NULL,
  decision      text CHECK (decision IN ('approved', 'rejected', 'withdrawn')),
  decided_by    text,
  decided_at    timestamptz,
  decision_note text,
  CHECK (valid_to IS NULL OR valid_to >= valid_from),
  CHECK ((decision IS NULL) = (decided_by IS NULL) AND (decision IS NULL) = (decided_at IS NULL)),
  CONSTRAINT rule_two_people CHECK (decision IS NULL OR (decision = 'withdrawn') = (decided_by = proposed_by))
);
COMMENT ON COLUMN registry.rule_values.profile IS '* = the same in every profile; the names that have a profile are in registry/rule-values/definitions.ts';
COMMENT ON COLUMN registry.rule_values.valid_to IS 'last day; null = until something newer is approved';
CREATE INDEX rule_values_in_force ON registry.rule_values (name, profile, decided_at) WHERE decision = 'approved';

INSERT INTO registry.rule_values (proposal_key, name, profile, value, valid_from, source, reason, proposed_by, proposed_at, decision, decided_by, decided_at)
SELECT 'release:' || name || ':' || profile, name, profile, value::jsonb, '0001-01-01', source, '随产品发布的初始值', 'product', '2026-01-01T00:00:00+08:00', 'approved', 'migration', '2026-01-01T00:00:00+08:00'
FROM (VALUES
  ('mortgage.consent_always', 'current', 'false', '民法典 406'),
  ('mortgage.consent_always', '2019', 'true', '物权法 191'),
  ('mortgage.consent_before', '*', '"2021-01-01"', '担保制度解释 §43；自然资发〔2021〕54号'),
  ('caution.lapse_days', '*', '90', '民法典 221'),
  ('objection.lapse_days', '*', '15', '民法典 220；实施细则 §83'),
  ('seizure.term_months', '*', '36', '民诉法解释 §485'),
  ('seizure.allows_rename', '*', 'true', '查封规定 §24；地方口径待核实'),
  ('seizure.allows_mortgage_cancel', '*', 'true', '查封规定 §24；地方口径待核实'),
  ('registrar.third_person', '*', 'true', '受办分离（2019 年改革）；按机构配置'),
  ('items.not_offered', 'current', '[]', '事项清单'),
  ('items.not_offered', '2019', '[]', '事项清单'),
  ('tax.only_home_years', '*', '5', '财税字〔1994〕20号，待核实'),
  ('escalation.decide_minutes', '*', '120', '本系统约定'),
  ('supplement.days', '*', '15', '本系统约定'),
  ('sla.imm_minutes', '*', '10', '本系统约定'),
  ('sla.warn_minutes_percent', '*', '75', '60 分钟办结：45 分钟预警'),
  ('sla.warn_days_percent', '*', '80', '本系统约定'),
  ('sla.statutory_days', '*', '30', '条例 §20'),
  ('sla.counter_stop', '*', '"registered"', '本系统约定：登簿为法定办结')
) AS seed (name, profile, value, source);

-- INV-32 as the office has it, then its old place goes.
INSERT INTO registry.rule_values (proposal_key, name, profile, value, valid_from, source, reason, proposed_by, proposed_at, decision, decided_by, decided_at)
SELECT 'release:correction.suspends:*', 'correction.suspends', '*', to_jsonb(active), '0001-01-01', source, '随产品发布的初始值', 'product', '2026-01-01T00:00:00+08:00', 'approved', 'migration', '2026-01-01T00:00:00+08:00'
FROM registry.local_rules WHERE rule = 'INV-32';

-- A proposal is decided once; nothing else about it ever changes, and no rule reaches back: it begins
-- the day after its approval at the earliest, so that nothing accepted or entered before is judged by it.
CREATE FUNCTION registry.guard_rule_value() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE TRIGGER guard_rule_value BEFORE INSERT OR UPDATE ON registry.rule_values FOR EACH ROW EXECUTE FUNCTION registry.guard_rule_value();
CREATE TRIGGER no_delete BEFORE DELETE ON registry.rule_values FOR EACH ROW EXECUTE FUNCTION registry.append_only();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON registry.rule_values FOR EACH STATEMENT EXECUTE FUNCTION registry.append_only();

-- As with the calendar: every change has a new name, so that whoever has read the table under this name need not read it again.
CREATE TABLE registry.rule_revision (
  the_only boolean PRIMARY KEY DEFAULT true CHECK (the_only),
  revision uuid NOT NULL DEFAULT gen_random_uuid()
);
INSERT INTO registry.rule_revision DEFAULT VALUES;
CREATE FUNCTION registry.rules_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE registry.rule_revision SET revision = gen_random_uuid();
  RETURN NULL;
END $$;
CREATE TRIGGER rules_changed AFTER INSERT OR UPDATE ON registry.rule_values FOR EACH STATEMENT EXECUTE FUNCTION registry.rules_changed();

-- What the rules of the database itself read.
CREATE FUNCTION registry.rule_value(p_name text, p_profile text, p_day date) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT v.value FROM registry.rule_values v
  WHERE v.decision = 'approved' AND v.name = p_name AND v.profile = p_profile
    AND p_day >= v.valid_from AND (v.valid_to IS NULL OR p_day <= v.valid_to)
  ORDER BY v.decided_at DESC, v.rule_value_id DESC LIMIT 1
$$;

-- INV-21: last day of a caution, by the rule of the day from which the real registration can be applied for: a presale's is the
-- unit's first registration, of the others the agreement names the day. Null while that day has not come or is not known.
CREATE FUNCTION registry.caution_lapses_on(p_unit text, p_kind text, p_registrable date) RETURNS date LANGUAGE sql STABLE AS $$
  SELECT possible + (registry.rule_value('caution.lapse_days', '*', possible))::integer FROM (
    SELECT coalesce(p_registrable, CASE WHEN p_kind IN ('presale', 'presale_mortgage') THEN
      (SELECT (min(w.registered_at) AT TIME ZONE 'Asia/Shanghai')::date FROM registry.rights w WHERE w.unit_code = p_unit AND w.kind = 'OWNERSHIP') END) AS possible
  ) AS day
$$;

CREATE OR REPLACE FUNCTION registry.caution_lapses_on(caution bigint) RETURNS date LANGUAGE sql STABLE AS $$
  SELECT registry.caution_lapses_on(r.unit_code, d.caution_kind, d.registrable_from)
  FROM registry.rights r JOIN registry.caution_details d USING (right_id) WHERE right_id = caution
$$;

-- INV-18, with the rules of the day of acceptance instead of fixed ones.
CREATE OR REPLACE FUNCTION registry.check_mortgages() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  file registry.cases;
  accepted date;
  always boolean;
  before timestamptz;
BEGIN
  SELECT * INTO file FROM registry.cases WHERE case_no = NEW.case_no;
  accepted := (coalesce(file.accepted_at, NEW.registered_at) AT TIME ZONE 'Asia/Shanghai')::date;
  always := (registry.rule_value('mortgage.consent_always', file.rule_profile, accepted))::boolean;
  before := (registry.rule_value('mortgage.consent_before', '*', accepted) #>> '{}')::date::timestamp AT TIME ZONE 'Asia/Shanghai';
  IF EXISTS (
    SELECT 1 FROM registry.rights r JOIN registry.mortgage_details d USING (right_id)
    WHERE r.unit_code = NEW.unit_code AND r.kind = 'MORTGAGE'
      AND NOT EXISTS (SELECT 1 FROM registry.case_targets t WHERE t.case_no = NEW.case_no AND t.right_id = r.right_id)
      AND CASE r.status
        WHEN 'HISTORY' THEN r.ended_entry_id = NEW.entry_id
          AND NOT EXISTS (SELECT 1 FROM registry.rights n WHERE n.previous_id = r.right_id AND n.entry_id = NEW.entry_id)
        ELSE r.registered_at < NEW.registered_at
          AND (d.restricts_transfer OR always OR r.registered_at < before)
          AND coalesce(file.terms -> 'transfer' ->> 'reason', '') NOT IN ('judgment', 'arbitration', 'enforcement', 'inheritance', 'bequest')
          AND NOT EXISTS (SELECT 1 FROM registry.consents c WHERE c.case_no = NEW.case_no AND c.right_id = r.right_id AND c.kind = 'mortgagee')
      END
  ) THEN
    PERFORM registry.violates('INV-18', 'a mortgage follows the home; where it must not move, its holder agrees in writing first');
  END IF;
  RETURN NULL;
END $$;

-- INV-09: the longest term is that of the day of delivery.
ALTER TABLE registry.seizure_details DROP CONSTRAINT inv_09_term;
ALTER TABLE registry.seizure_renewals DROP CONSTRAINT inv_09_renewal;
CREATE FUNCTION registry.guard_seizure_term() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.term_months < 1 OR NEW.term_months >
     (registry.rule_value('seizure.term_months', '*', (NEW.delivered_at AT TIME ZONE 'Asia/Shanghai')::date))::integer THEN
    PERFORM registry.violates('INV-09', 'the term is longer than the law of the day of delivery allows');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_seizure_term BEFORE INSERT ON registry.seizure_details FOR EACH ROW EXECUTE FUNCTION registry.guard_seizure_term();
CREATE TRIGGER guard_seizure_term BEFORE INSERT ON registry.seizure_renewals FOR EACH ROW EXECUTE FUNCTION registry.guard_seizure_term();

-- INV-29: acceptor and reviewer are always two; a third person for the book is the office's choice (domain §4.2 "where configured").
CREATE OR REPLACE FUNCTION registry.guard_separation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM registry.reviews r WHERE r.case_no = NEW.case_no AND r.user_id = NEW.user_id
      AND ((NEW.step = 'intake') <> (r.step = 'intake')
        OR (((NEW.step = 'sign_book' AND r.step IN ('review', 're_review')) OR (r.step = 'sign_book' AND NEW.step IN ('review', 're_review')))
          AND (registry.rule_value('registrar.third_person', '*', (NEW.at AT TIME ZONE 'Asia/Shanghai')::date))::boolean))
  ) THEN
    PERFORM registry.violates('INV-29', 'acceptor, reviewer and registrar of a case are different people');
  END IF;
  RETURN NEW;
END $$;

SELECT registry.cover('rule_values');
DROP TABLE registry.local_rules;
DELETE FROM registry.covered_tables WHERE name = 'local_rules';
