-- Every row of the register is bound to the event chain (docs/decisions/0014-rows-are-bound-to-the-chain.md).
--
-- A write to a covered table leaves a digest of each row it wrote (or an empty one for a row it removed) in row_digests. The
-- digests of one transaction are a batch, and the next event of the transaction carries the batch's hash; rows that no event
-- follows are bound by an event of their own at COMMIT. So whoever changes a row by hand must change the digest, then the
-- event, then every later event of the chain, and then the heads that were given away (npm run register:anchor).
--
-- Cost, measured on one core: 15–25 µs a row, one more index entry, about 120 bytes; nothing is read on the way.

CREATE SEQUENCE registry.row_digest_numbers;

CREATE TABLE registry.row_digests (
  batch    bigint NOT NULL,
  n        bigint NOT NULL,
  table_no smallint NOT NULL,
  row_key  text NOT NULL,
  digest   bytea,
  PRIMARY KEY (batch, n)
);
COMMENT ON COLUMN registry.row_digests.batch IS 'n of the first row of the batch';
COMMENT ON COLUMN registry.row_digests.n IS 'from one sequence, drawn while the row is locked: the highest n of a key is its newest state';
COMMENT ON COLUMN registry.row_digests.row_key IS 'primary key, columns joined by |';
COMMENT ON COLUMN registry.row_digests.digest IS
  'SHA-256 of the row in binary form (32 bytes), then the first 2 bytes of the SHA-256 of each column, to name the one that differs; null: the row was deleted';

CREATE TABLE registry.covered_tables (
  table_no smallint PRIMARY KEY,
  name     text NOT NULL UNIQUE,
  columns  text[] NOT NULL,
  except_  text[] NOT NULL
);
COMMENT ON TABLE registry.covered_tables IS 'what row_digests covers; registry/evidence/classified-tables.ts says why, and why not the rest';
COMMENT ON COLUMN registry.covered_tables.columns IS 'in the order of the digest';

-- The chain carries the batches. Version 2 hashes what an event says apart from its place, so that a chain can be handed out
-- without what the other events say: hash = SHA-256(hash before ‖ content hash), both in hexadecimal.
ALTER TABLE registry.register_events
  ADD COLUMN version smallint NOT NULL DEFAULT 1,
  ADD COLUMN batch bigint,
  ADD COLUMN rows_hash text;
COMMENT ON COLUMN registry.register_events.rows_hash IS 'SHA-256 over the digests of the batch in order of n';
CREATE UNIQUE INDEX register_events_batch ON registry.register_events (batch) WHERE batch IS NOT NULL;

CREATE FUNCTION registry.event_content(e registry.register_events) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT jsonb_build_array(e.chain, e.seq, e.topic, e.case_no, to_jsonb(e.unit_codes), e.actor,
    (extract(epoch FROM e.occurred_at) * 1000000)::bigint, e.payload, e.batch, e.rows_hash)::text
$$;

CREATE OR REPLACE FUNCTION registry.link_event() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  head registry.event_chain_heads;
  open_batch bigint := nullif(current_setting('registry.batch', true), '')::bigint;
BEGIN
  INSERT INTO registry.event_chain_heads VALUES (NEW.chain, 0, '') ON CONFLICT DO NOTHING;
  SELECT * INTO head FROM registry.event_chain_heads WHERE chain = NEW.chain FOR UPDATE;
  NEW.version := 2;
  NEW.seq := head.seq + 1;
  NEW.prev_hash := head.hash;
  IF open_batch IS NOT NULL THEN
    NEW.batch := open_batch;
    SELECT encode(sha256(string_agg(record_send(ROW(d.n, d.table_no, d.row_key, d.digest)), '' ORDER BY d.n)), 'hex') INTO NEW.rows_hash
    FROM registry.row_digests d WHERE d.batch = open_batch;
    PERFORM set_config('registry.batch', '', true);
  END IF;
  PERFORM set_config('registry.chain', NEW.chain, true);
  NEW.hash := encode(sha256(convert_to(NEW.prev_hash || encode(sha256(convert_to(registry.event_content(NEW), 'UTF8')), 'hex'), 'UTF8')), 'hex');
  UPDATE registry.event_chain_heads SET seq = NEW.seq, hash = NEW.hash WHERE chain = NEW.chain;
  RETURN NEW;
END $$;

-- At COMMIT: rows that no event followed. In the chain of the transaction's last event, else in one of four of their own, so
-- that they do not all wait for one head.
CREATE FUNCTION registry.bind_rows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('registry.batch', true) = NEW.batch::text THEN
    INSERT INTO registry.register_events (chain, topic, actor, occurred_at, seq, prev_hash, hash)
    VALUES (coalesce(nullif(current_setting('registry.chain', true), ''), 'rows-' || NEW.batch % 4), 'evidence.rows', session_user, clock_timestamp(), 0, '', '');
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER bind_rows AFTER INSERT ON registry.row_digests DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.n = NEW.batch) EXECUTE FUNCTION registry.bind_rows();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON registry.row_digests FOR EACH ROW EXECUTE FUNCTION registry.append_only();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON registry.row_digests FOR EACH STATEMENT EXECUTE FUNCTION registry.append_only();

-- record_send: the binary form, which no session setting (time zone, date style) changes.
CREATE FUNCTION registry.digest_sql(columns text[], alias text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT format('sha256(record_send(ROW(%s))) || %s',
    string_agg(format('%s.%I', alias, c), ', ' ORDER BY i),
    string_agg(format('substr(sha256(record_send(ROW(%s.%I))), 1, 2)', alias, c), ' || ' ORDER BY i))
  FROM unnest(columns) WITH ORDINALITY AS x(c, i)
$$;

CREATE FUNCTION registry.row_key_sql(name text, alias text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT format('concat_ws(''|'', %s)', string_agg(format('%s.%I', alias, a.attname), ', ' ORDER BY k.i))
  FROM pg_index x CROSS JOIN unnest(x.indkey) WITH ORDINALITY AS k(attnum, i)
  JOIN pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = k.attnum
  WHERE x.indrelid = format('registry.%I', name)::regclass AND x.indisprimary
$$;

CREATE FUNCTION registry.covered_columns(name text, except_ text[]) RETURNS text[] LANGUAGE sql STABLE AS $$
  SELECT array_agg(a.attname::text ORDER BY a.attnum) FROM pg_attribute a
  WHERE a.attrelid = format('registry.%I', name)::regclass AND a.attnum > 0 AND NOT a.attisdropped AND a.attname <> ALL (except_)
$$;

/*
 * Covers a table, all columns but those named. A migration that adds, drops or retypes a column of a covered table calls it
 * again at its end: the rows that are there are compared with their digests as they were and then recorded in the new form.
 */
CREATE FUNCTION registry.cover(p_name text, p_except text[] DEFAULT '{}') RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  known registry.covered_tables;
  now_columns text[] := registry.covered_columns(p_name, p_except);
  no smallint;
  wrong bigint;
  one record;
BEGIN
  SELECT * INTO known FROM registry.covered_tables c WHERE c.name = p_name;
  IF known.columns = now_columns THEN RETURN; END IF;
  -- Not by the way make a manipulated row right. Columns that are gone cannot be compared any more.
  IF known.table_no IS NOT NULL AND known.columns <@ registry.covered_columns(p_name, '{}') THEN
    EXECUTE format($q$
      SELECT count(*) FROM (SELECT %1$s AS row_key, %2$s AS digest FROM registry.%3$I t) seen
      FULL JOIN (SELECT DISTINCT ON (row_key) row_key, digest FROM registry.row_digests WHERE table_no = %4$L ORDER BY row_key, n DESC) told USING (row_key)
      WHERE seen.digest IS DISTINCT FROM told.digest$q$,
      registry.row_key_sql(p_name, 't'), registry.digest_sql(known.columns, 't'), p_name, known.table_no) INTO wrong;
    IF wrong > 0 THEN
      RAISE EXCEPTION '% rows of registry.% do not agree with the event chain: run register:verify before this migration', wrong, p_name;
    END IF;
  END IF;
  no := coalesce(known.table_no, (SELECT coalesce(max(table_no), 0) + 1 FROM registry.covered_tables));
  INSERT INTO registry.covered_tables VALUES (no, p_name, now_columns, p_except)
  ON CONFLICT (table_no) DO UPDATE SET columns = excluded.columns, except_ = excluded.except_;

  EXECUTE format($q$
    CREATE OR REPLACE FUNCTION registry.%1$I() RETURNS trigger LANGUAGE plpgsql AS $f$
    DECLARE open_batch bigint := nullif(current_setting('registry.batch', true), '')::bigint;
    BEGIN
      IF open_batch IS NULL THEN
        IF NOT EXISTS (SELECT 1 FROM changed) THEN RETURN NULL; END IF;
        open_batch := nextval('registry.row_digest_numbers');
        PERFORM set_config('registry.batch', open_batch::text, true);
        INSERT INTO registry.row_digests (batch, n, table_no, row_key, digest)
        SELECT open_batch, CASE row_number() OVER () WHEN 1 THEN open_batch ELSE nextval('registry.row_digest_numbers') END, %2$s, %3$s,
          CASE WHEN TG_OP <> 'DELETE' THEN %4$s END FROM changed c;
      ELSE
        INSERT INTO registry.row_digests (batch, n, table_no, row_key, digest)
        SELECT open_batch, nextval('registry.row_digest_numbers'), %2$s, %3$s, CASE WHEN TG_OP <> 'DELETE' THEN %4$s END FROM changed c;
      END IF;
      RETURN NULL;
    END $f$ $q$, 'record_' || p_name, no, registry.row_key_sql(p_name, 'c'), registry.digest_sql(now_columns, 'c'));
  FOR one IN SELECT * FROM (VALUES ('INSERT', 'NEW'), ('UPDATE', 'NEW'), ('DELETE', 'OLD')) AS x(op, side) LOOP
    EXECUTE format('CREATE OR REPLACE TRIGGER %I AFTER %s ON registry.%I REFERENCING %s TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION registry.%I()',
      'record_' || lower(one.op), one.op, p_name, one.side, 'record_' || p_name);
  END LOOP;

  -- What is there already, in batches that fit into memory.
  FOR one IN EXECUTE format($q$
    WITH rows AS (SELECT %1$s AS row_key, %2$s AS digest, nextval('registry.row_digest_numbers') AS n FROM registry.%3$I t),
    chunks AS (SELECT *, (row_number() OVER (ORDER BY n) - 1) / 50000 AS chunk FROM rows),
    written AS (
      INSERT INTO registry.row_digests (batch, n, table_no, row_key, digest)
      SELECT min(n) OVER (PARTITION BY chunk), n, %4$s, row_key, digest FROM chunks RETURNING batch
    ) SELECT batch, count(*) AS rows FROM written GROUP BY batch ORDER BY batch$q$,
    registry.row_key_sql(p_name, 't'), registry.digest_sql(now_columns, 't'), p_name, no)
  LOOP
    PERFORM set_config('registry.batch', one.batch::text, true);
    INSERT INTO registry.register_events (chain, topic, actor, occurred_at, payload, seq, prev_hash, hash)
    VALUES ('rows-' || one.batch % 4, 'evidence.attested', session_user, clock_timestamp(), jsonb_build_object('table', p_name, 'rows', one.rows), 0, '', '');
  END LOOP;
END $$;

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY[
    'parcels', 'buildings', 'units', 'register_entries', 'entry_units', 'rights', 'right_holders', 'ownership_details', 'mortgage_details',
    'caution_details', 'objection_details', 'seizure_details', 'easement_details', 'residence_details', 'unit_changes', 'seizure_renewals',
    'seizure_conversions', 'certificates', 'certificate_papers',
    'case_units', 'case_parties', 'case_targets', 'identity_checks', 'case_materials', 'reviews', 'consents', 'supplements', 'notifications',
    'contract_filings', 'tax_cases', 'tax_clearances', 'tax_confirmations', 'payment_orders', 'escrow_accounts', 'owner_consents', 'case_loans',
    'contract_infos', 'signatures', 'confirmed_ranks', 'bank_checks', 'onsite_views', 'escalations', 'organisations', 'local_rules', 'audit_log'] LOOP
    PERFORM registry.cover(name);
  END LOOP;
  PERFORM registry.cover('persons', '{phone}');
  PERFORM registry.cover('cases', '{start_variables,process_instance_key,bpmn_process_id,recheck_needed}');
  PERFORM registry.cover('documents', '{bytes}');
  PERFORM registry.cover('court_notices', '{alarmed_at,process_instance_key}');
  PERFORM registry.cover('notice_papers', '{bytes}');
END $$;
