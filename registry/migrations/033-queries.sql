-- 档案查询 (domain §5.8, INV-34): who asked what, for whom, why and on which legal ground, what he was given or why not.

-- One number for each attempt, drawn before the police are asked about the applicant, so that a repeated click keeps it.
CREATE TABLE registry.query_numbers (
  query_key text PRIMARY KEY,
  query_no  text NOT NULL UNIQUE CHECK (query_no ~ '^\d{20}$'),
  drawn_at  timestamptz NOT NULL
);

CREATE TABLE registry.queries (
  query_no      text PRIMARY KEY CHECK (query_no ~ '^\d{20}$'),
  request_hash  text NOT NULL,
  kind          text NOT NULL CHECK (kind IN ('AR-01', 'AR-02', 'AR-03', 'AR-04', 'CT-01')),
  district      text NOT NULL,
  asked_at      timestamptz NOT NULL,
  user_id       text NOT NULL,
  role          text NOT NULL,
  for_whom      text NOT NULL CHECK (for_whom <> ''),
  request       jsonb NOT NULL,
  purpose       text NOT NULL CHECK (purpose <> ''),
  legal_basis   text NOT NULL CHECK (legal_basis <> ''),
  basis_no      text,
  case_no       text,
  unit_codes    text[] NOT NULL DEFAULT '{}',
  fields        text[] NOT NULL DEFAULT '{}',
  outcome       text NOT NULL CHECK (outcome IN ('GIVEN', 'NOTHING', 'REFUSED')),
  refusals      jsonb NOT NULL DEFAULT '[]',
  result        jsonb,
  result_hash   text,
  secret        boolean NOT NULL DEFAULT false,
  token         text UNIQUE,
  valid_until   timestamptz,
  CONSTRAINT inv_34_refused_gives_nothing CHECK ((outcome = 'REFUSED') = (refusals <> '[]') AND (outcome <> 'REFUSED' OR (result IS NULL AND fields = '{}'))),
  CONSTRAINT inv_34_given_is_hashed CHECK (outcome = 'REFUSED' OR result_hash IS NOT NULL)
);
COMMENT ON TABLE registry.queries IS 'INV-34: every query of the register with its purpose and ground. Append-only.';
COMMENT ON COLUMN registry.queries.for_whom IS 'applicant or authority, in clear';
COMMENT ON COLUMN registry.queries.request IS 'as it was asked, without the papers; personal data';
COMMENT ON COLUMN registry.queries.unit_codes IS 'pages that were shown; of a refused query those that were named';
COMMENT ON COLUMN registry.queries.fields IS 'names of what was given of each page (registry/queries/fields.ts)';
COMMENT ON COLUMN registry.queries.result IS 'what was given; null where it is kept with the notice or the case';
COMMENT ON COLUMN registry.queries.result_hash IS 'SHA-256 of what was given, hexadecimal';
COMMENT ON COLUMN registry.queries.secret IS 'the authority''s mandate forbids telling the owner';
COMMENT ON COLUMN registry.queries.token IS 'verification code of the sheet';
CREATE INDEX queries_asked ON registry.queries (asked_at DESC);
CREATE INDEX queries_user ON registry.queries (user_id, asked_at DESC);
CREATE INDEX queries_units ON registry.queries USING gin (unit_codes);

-- Scans that prove the right to ask, and the sheet that was handed out (result 查询结果, refusal 不予查询告知书).
CREATE TABLE registry.query_papers (
  paper_id   uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  query_no   text NOT NULL REFERENCES registry.queries,
  kind       text NOT NULL CHECK (kind IN ('identity', 'authorisation', 'interest', 'lawyer', 'mandate', 'declaration', 'result', 'refusal')),
  title      text NOT NULL,
  media_type text NOT NULL,
  bytes      bytea NOT NULL,
  sha256     text NOT NULL GENERATED ALWAYS AS (encode(sha256(bytes), 'hex')) STORED,
  created_at timestamptz NOT NULL,
  created_by text NOT NULL,
  seal       jsonb,
  UNIQUE (query_no, kind)
);
ALTER TABLE registry.query_papers ALTER COLUMN bytes SET STORAGE EXTERNAL;

CREATE FUNCTION registry.guard_query_paper() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.seal IS NOT NULL OR to_jsonb(NEW) - 'seal' <> to_jsonb(OLD) - 'seal' THEN
    PERFORM registry.violates('INV-34', 'a paper of a query is only sealed, once');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_query_paper BEFORE UPDATE ON registry.query_papers FOR EACH ROW EXECUTE FUNCTION registry.guard_query_paper();
CREATE TRIGGER no_delete BEFORE DELETE ON registry.query_papers FOR EACH ROW EXECUTE FUNCTION registry.append_only();

-- How much one member of staff looks up in a day: different pages, searches and queries, each counted once.
CREATE TABLE registry.lookup_limits (
  what     text PRIMARY KEY CHECK (what IN ('unit.read', 'unit.search', 'query', 'query.refused')),
  alarm_at integer NOT NULL CHECK (alarm_at > 0),
  cap      integer NOT NULL,
  source   text NOT NULL,
  CHECK (cap > alarm_at)
);
INSERT INTO registry.lookup_limits VALUES
  ('unit.read', 300, 1000, '内部管理：一人一日查阅的登记簿页数；待登记机构核定'),
  ('unit.search', 400, 1500, '内部管理：一人一日的检索次数；待登记机构核定'),
  ('query', 60, 150, '内部管理：一人一日办理的查询件数；待登记机构核定'),
  ('query.refused', 5, 20, '内部管理：一人一日被拒绝的查询件数；待登记机构核定');

CREATE TABLE registry.lookups (
  user_id text NOT NULL,
  day     date NOT NULL,
  what    text NOT NULL REFERENCES registry.lookup_limits,
  key     text NOT NULL,
  PRIMARY KEY (user_id, day, what, key)
);
CREATE TABLE registry.lookup_counts (
  user_id text NOT NULL,
  day     date NOT NULL,
  what    text NOT NULL REFERENCES registry.lookup_limits,
  n       integer NOT NULL,
  PRIMARY KEY (user_id, day, what)
);
CREATE TABLE registry.lookup_alarms (
  user_id text NOT NULL,
  day     date NOT NULL,
  what    text NOT NULL REFERENCES registry.lookup_limits,
  n       integer NOT NULL,
  stopped boolean NOT NULL,
  at      timestamptz NOT NULL,
  PRIMARY KEY (user_id, day, what, stopped)
);
COMMENT ON TABLE registry.lookup_alarms IS 'for supervisor and auditor: unusually many look-ups; stopped = the daily cap was reached';

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['queries', 'query_numbers', 'lookup_alarms'] LOOP
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON registry.%I FOR EACH ROW EXECUTE FUNCTION registry.append_only()', name);
    EXECUTE format('CREATE TRIGGER no_truncate BEFORE TRUNCATE ON registry.%I FOR EACH STATEMENT EXECUTE FUNCTION registry.append_only()', name);
  END LOOP;
END $$;

-- What each kind may see. The columns are the limit: code that reads through them cannot show more.

-- AR-02 利害关系人: natural facts, shared or not, and whether there is a mortgage, caution, objection or seizure. No person.
CREATE FUNCTION registry.limited_units(codes text[], today date)
RETURNS TABLE (unit_code text, location text, use text, area numeric, inner_area numeric, shared_area numeric, floor integer, total_floors integer,
  structure text, completed_on text, land_use text, land_nature text, land_term_to text, registered boolean, extinguished boolean,
  co_owned boolean, mortgaged boolean, cautioned boolean, objected boolean, seized boolean)
LANGUAGE sql STABLE AS $$
  SELECT u.unit_code, u.location, u.use, u.area, u.inner_area, u.shared_area, u.floor, b.total_floors, b.structure, b.completed_on::text,
    p.land_use, p.land_nature, coalesce(u.land_term_to, p.term_to)::text, coalesce(r.registered, false), u.extinguished,
    coalesce(r.co_owned, false), coalesce(r.mortgaged, false), coalesce(r.cautioned, false), coalesce(r.objected, false), coalesce(r.seized, false)
  FROM registry.units u JOIN registry.parcels p USING (parcel_code) LEFT JOIN registry.buildings b USING (parcel_code, building_no)
  LEFT JOIN LATERAL (
    SELECT bool_or(w.kind = 'OWNERSHIP') AS registered, bool_or(w.kind = 'OWNERSHIP' AND o.mode <> 'single') AS co_owned,
      bool_or(w.kind = 'MORTGAGE') AS mortgaged, bool_or(w.kind = 'CAUTION') AS cautioned,
      bool_or(w.kind = 'OBJECTION' AND d.lapses_on >= today) AS objected, bool_or(w.kind = 'SEIZURE') AS seized
    FROM registry.rights w LEFT JOIN registry.ownership_details o USING (right_id) LEFT JOIN registry.objection_details d USING (right_id)
    WHERE w.unit_code = u.unit_code AND w.status <> 'HISTORY'
  ) r ON true
  WHERE u.unit_code = ANY (codes) ORDER BY u.unit_code
$$;

-- AR-02: is the holder the one whom the applicant named? Answers nothing but yes or no.
CREATE FUNCTION registry.holder_is(code text, given_name text, given_id_no text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM registry.rights r JOIN registry.right_holders h USING (right_id)
    WHERE r.unit_code = code AND r.kind = 'OWNERSHIP' AND r.status = 'CURRENT' AND h.name = given_name AND (given_id_no IS NULL OR upper(h.id_no) = upper(given_id_no)))
$$;

-- AR-01, AR-03 and CT-01 by person: only name and number together find anything. 以人查房 has no other way in.
CREATE FUNCTION registry.units_of_person(given_name text, given_id_no text, kinds text[]) RETURNS TABLE (unit_code text) LANGUAGE sql STABLE AS $$
  SELECT DISTINCT r.unit_code FROM registry.persons p JOIN registry.right_holders h USING (person_id) JOIN registry.rights r USING (right_id)
  WHERE p.id_no IN (given_id_no, upper(given_id_no)) AND h.name = given_name AND r.status = 'CURRENT' AND r.kind = ANY (kinds) ORDER BY 1
$$;
-- The key of persons begins with the type; a query knows only the number.
CREATE INDEX persons_id_no ON registry.persons (id_no);

SELECT registry.cover('queries');
SELECT registry.cover('query_papers', '{bytes}');
SELECT registry.cover('lookup_limits');
SELECT registry.cover('lookup_alarms');
