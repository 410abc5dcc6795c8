-- What a row of a covered table is at COMMIT is written into row_digests (docs/decisions/0014-rows-are-bound-to-the-chain.md).

/* A domain has not the same number in two databases, and a record in binary form tells the numbers of its types. */
CREATE OR REPLACE FUNCTION registry.column_sql(p_name text, p_column text, alias text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT format('%s.%I', alias, p_column) || CASE WHEN t.typtype = 'd' THEN '::' || format_type(t.typbasetype, t.typtypmod) ELSE '' END
  FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid WHERE a.attrelid = format('registry.%I', p_name)::regclass AND a.attname = p_column
$$;

-- Two bytes of the CRC-32C of a column: they name the one that differs and prove nothing.
CREATE OR REPLACE FUNCTION registry.mark_sql(value_sql text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT format('substr(int8send(crc32c(record_send(ROW(%s)))), 7, 2)', value_sql)
$$;

-- SHA-256 of the row. record_send: the binary form, which no session setting (time zone, date style) changes.
CREATE OR REPLACE FUNCTION registry.proof_sql(p_name text, columns text[], alias text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT format('sha256(record_send(ROW(%s)))', string_agg(registry.column_sql(p_name, c, alias), ', ' ORDER BY i))
  FROM unnest(columns) WITH ORDINALITY AS x(c, i)
$$;

-- The proof of a row and the marks of its columns.
-- @param changed the columns whose marks follow the proof, and then their places; null: all
CREATE OR REPLACE FUNCTION registry.digest_sql(p_name text, columns text[], alias text, changed text[] DEFAULT NULL) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT concat_ws(' || ', registry.proof_sql(p_name, columns, alias),
    string_agg(registry.mark_sql(registry.column_sql(p_name, c, alias)), ' || ' ORDER BY i),
    CASE WHEN changed IS NOT NULL THEN format('%L::bytea', '\x' || string_agg(lpad(to_hex(i - 1), 2, '0'), '' ORDER BY i)) END)
  FROM unnest(columns) WITH ORDINALITY AS x(c, i) WHERE changed IS NULL OR c = ANY (changed)
$$;

-- Primary key, columns joined by |.
CREATE OR REPLACE FUNCTION registry.row_key_sql(name text, alias text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT format('concat_ws(''|'', %s)', string_agg(format('%s.%I', alias, a.attname), ', ' ORDER BY k.i))
  FROM pg_index x CROSS JOIN unnest(x.indkey) WITH ORDINALITY AS k(attnum, i)
  JOIN pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = k.attnum
  WHERE x.indrelid = format('registry.%I', name)::regclass AND x.indisprimary
$$;

CREATE OR REPLACE FUNCTION registry.covered_columns(name text, except_ text[]) RETURNS text[] LANGUAGE sql STABLE AS $$
  SELECT array_agg(a.attname::text ORDER BY a.attnum) FROM pg_attribute a
  WHERE a.attrelid = format('registry.%I', name)::regclass AND a.attnum > 0 AND NOT a.attisdropped AND a.attname <> ALL (except_)
$$;

-- Makes the trigger function `record_<table>` of a covered table. Of tables that write_entry writes also `state_of(row)`, and of those whose
-- rows it changes `changed_state_of(row)`: their triggers stand back while it gathers the states itself (`registry.gathering`).
CREATE OR REPLACE FUNCTION registry.make_recorder(p_name text, no smallint, now_columns text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  -- What write_entry changes in rows that are there.
  changed text[] := CASE p_name WHEN 'units' THEN '{register_version,last_registered_at}' WHEN 'cases' THEN '{status,entered_at}'
    WHEN 'rights' THEN '{status,ended_entry_id,ended_at,ended_reason}' WHEN 'certificates' THEN '{status,cancelled_entry_id,cancelled_at}' END;
  gathered boolean := p_name IN ('register_entries', 'units', 'entry_units', 'rights', 'certificates', 'persons', 'right_holders',
    'ownership_details', 'mortgage_details', 'cases');
BEGIN
  EXECUTE format($q$
    CREATE OR REPLACE FUNCTION registry.%1$I() RETURNS trigger LANGUAGE plpgsql AS $f$
    DECLARE open_batch bigint;
    BEGIN
      %5$s
      open_batch := nullif(current_setting('registry.batch', true), '')::bigint;
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
    END $f$ $q$, 'record_' || p_name, no, registry.row_key_sql(p_name, 'c'), registry.digest_sql(p_name, now_columns, 'c'),
    CASE WHEN gathered THEN 'IF current_setting(''registry.gathering'', true) = ''on'' THEN RETURN NULL; END IF;' END);
  IF gathered THEN
    EXECUTE format($q$
      CREATE OR REPLACE FUNCTION registry.state_of(r registry.%1$I) RETURNS registry.row_state LANGUAGE sql STABLE AS $f$
        SELECT ROW(%2$s::smallint, %3$s, %4$s)::registry.row_state
      $f$ $q$, p_name, no, registry.row_key_sql(p_name, 'r'), registry.digest_sql(p_name, now_columns, 'r'));
  END IF;
  IF changed IS NOT NULL THEN
    EXECUTE format($q$
      CREATE OR REPLACE FUNCTION registry.changed_state_of(r registry.%1$I) RETURNS registry.row_state LANGUAGE sql STABLE AS $f$
        SELECT ROW(%2$s::smallint, %3$s, %4$s)::registry.row_state
      $f$ $q$, p_name, no, registry.row_key_sql(p_name, 'r'), registry.digest_sql(p_name, now_columns, 'r', changed));
  END IF;
END $$;

-- Covers a table, all columns but those named. A migration that adds, drops or retypes a column of a covered table calls it again at
-- its end: the rows that are there are compared with what proved them and then recorded in the new form.
CREATE OR REPLACE FUNCTION registry.cover(p_name text, p_except text[] DEFAULT '{}') RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  known registry.covered_tables;
  now_columns text[] := registry.covered_columns(p_name, p_except);
  no smallint;
  wrong bigint;
  one record;
BEGIN
  SELECT * INTO known FROM registry.covered_tables c WHERE c.name = p_name;
  IF known.columns = now_columns AND known.form = 2 THEN RETURN; END IF;
  -- Not by the way make a manipulated row right. Columns that are gone cannot be compared any more.
  IF known.table_no IS NOT NULL AND known.columns <@ registry.covered_columns(p_name, '{}') THEN
    EXECUTE format($q$
      SELECT count(*) FROM (SELECT %1$s AS row_key, %2$s AS digest FROM registry.%3$I t) seen
      FULL JOIN (SELECT DISTINCT ON (row_key) row_key, digest FROM registry.row_digests WHERE table_no = %4$L ORDER BY row_key, n DESC) told USING (row_key)
      WHERE seen.digest IS DISTINCT FROM substr(told.digest, 1, 32)$q$,
      registry.row_key_sql(p_name, 't'), registry.proof_sql(p_name, known.columns, 't'), p_name, known.table_no) INTO wrong;
    IF wrong > 0 THEN
      RAISE EXCEPTION '% rows of registry.% do not agree with the event chain: run register:verify before this migration', wrong, p_name;
    END IF;
  END IF;
  no := coalesce(known.table_no, (SELECT coalesce(max(table_no), 0) + 1 FROM registry.covered_tables));
  INSERT INTO registry.covered_tables (table_no, name, columns, except_, form) VALUES (no, p_name, now_columns, p_except, 2)
  ON CONFLICT (table_no) DO UPDATE SET columns = excluded.columns, except_ = excluded.except_, form = excluded.form;

  PERFORM registry.make_recorder(p_name, no, now_columns);
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
    registry.row_key_sql(p_name, 't'), registry.digest_sql(p_name, now_columns, 't'), p_name, no)
  LOOP
    PERFORM set_config('registry.batch', one.batch::text, true);
    INSERT INTO registry.register_events (chain, topic, actor, occurred_at, payload, seq, prev_hash, hash)
    VALUES ('rows-' || one.batch % 4, 'evidence.attested', session_user, clock_timestamp(), jsonb_build_object('table', p_name, 'rows', one.rows), 0, '', '');
  END LOOP;
END $$;

-- Records what write_entry gathered, all in one statement.
CREATE OR REPLACE FUNCTION registry.record_states(states registry.row_state[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  setting text := set_config('registry.gathering', '', true);
  batch_no bigint := nullif(current_setting('registry.batch', true), '')::bigint;
  first_n bigint;
BEGIN
  IF states = '{}' THEN RETURN; END IF;
  IF batch_no IS NULL THEN
    first_n := nextval('registry.row_digest_numbers');
    batch_no := first_n;
    setting := set_config('registry.batch', batch_no::text, true);
  END IF;
  INSERT INTO registry.row_digests (batch, n, table_no, row_key, digest)
  SELECT batch_no, CASE WHEN place = 1 AND first_n IS NOT NULL THEN first_n ELSE nextval('registry.row_digest_numbers') END, table_no, row_key, digest
  FROM unnest(states) WITH ORDINALITY AS x(table_no, row_key, digest, place);
END $$;

-- At COMMIT: rows that no event followed. In the chain of the transaction's last event, else in one of four of their own, so
-- that they do not all wait for one head.
CREATE OR REPLACE FUNCTION registry.bind_rows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('registry.batch', true) = NEW.batch::text THEN
    INSERT INTO registry.register_events (chain, topic, actor, occurred_at, seq, prev_hash, hash)
    VALUES (coalesce(nullif(current_setting('registry.chain', true), ''), 'rows-' || NEW.batch % 4), 'evidence.rows', session_user, clock_timestamp(), 0, '', '');
  END IF;
  RETURN NULL;
END $$;

-- What was made for the tables follows a change of what makes it.
SELECT registry.make_recorder(name, table_no, columns) FROM registry.covered_tables;
