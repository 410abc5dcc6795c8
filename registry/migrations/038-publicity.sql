-- 公告、公示: what the public is asked before something is entered, for fifteen working days: a lost certificate (实施细则 §22), an
-- inheritance without notary (操作规范 1.8.6), a correction by the office itself (实施细则 §81).
CREATE TABLE registry.publicities (
  case_no   text PRIMARY KEY REFERENCES registry.cases,
  kind      text NOT NULL CHECK (kind IN ('lost', 'inheritance', 'ex_officio')),
  opened_at timestamptz NOT NULL,
  due_at    timestamptz NOT NULL CHECK (due_at > opened_at)
);
COMMENT ON COLUMN registry.publicities.due_at IS 'end of the office''s hours on the fifteenth working day after the first';

CREATE TABLE registry.publicity_objections (
  case_no       text NOT NULL REFERENCES registry.publicities,
  objection_key text NOT NULL,
  objector      text NOT NULL CHECK (btrim(objector) <> ''),
  matter        text NOT NULL CHECK (btrim(matter) <> ''),
  evidence_no   text,
  raised_at     timestamptz NOT NULL,
  recorded_by   text NOT NULL,
  PRIMARY KEY (case_no, objection_key)
);
COMMENT ON TABLE registry.publicity_objections IS 'raised during 公示; settled by the next decision of a 会商 that lets the case go on';

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['publicities', 'publicity_objections'] LOOP
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON registry.%I FOR EACH ROW EXECUTE FUNCTION registry.append_only()', name);
    EXECUTE format('CREATE TRIGGER no_truncate BEFORE TRUNCATE ON registry.%I FOR EACH STATEMENT EXECUTE FUNCTION registry.append_only()', name);
    PERFORM registry.cover(name);
  END LOOP;
END $$;
