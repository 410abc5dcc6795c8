-- The digest of a row costs a quarter: what names the column that differs needs no cryptography, so its mark is now two bytes of the
-- column's CRC-32C. What proves the row, the SHA-256 of all columns, stays. Form 1 is that of 017. Rows that are there are compared
-- in form 1, then recorded in form 2 (evidence.attested).
ALTER TABLE registry.covered_tables ADD COLUMN form smallint NOT NULL DEFAULT 1;
COMMENT ON COLUMN registry.covered_tables.form IS '2: marks of columns are CRC-32C; 1: SHA-256';
COMMENT ON COLUMN registry.row_digests.digest IS
  'SHA-256 of the row in binary form (32 bytes), then 2 bytes of each column, to name the one that differs; null: the row was deleted';

DROP FUNCTION registry.digest_sql(text[], text);
CREATE FUNCTION registry.digest_sql(columns text[], alias text, form smallint DEFAULT 2) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT format('sha256(record_send(ROW(%s))) || %s',
    string_agg(format('%s.%I', alias, c), ', ' ORDER BY i),
    string_agg(format(CASE form WHEN 1 THEN 'substr(sha256(record_send(ROW(%s.%I))), 1, 2)' ELSE 'substr(int8send(crc32c(record_send(ROW(%s.%I)))), 7, 2)' END,
      alias, c), ' || ' ORDER BY i))
  FROM unnest(columns) WITH ORDINALITY AS x(c, i)
$$;

-- As in 017, with the form.
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
      WHERE seen.digest IS DISTINCT FROM told.digest$q$,
      registry.row_key_sql(p_name, 't'), registry.digest_sql(known.columns, 't', known.form), p_name, known.table_no) INTO wrong;
    IF wrong > 0 THEN
      RAISE EXCEPTION '% rows of registry.% do not agree with the event chain: run register:verify before this migration', wrong, p_name;
    END IF;
  END IF;
  no := coalesce(known.table_no, (SELECT coalesce(max(table_no), 0) + 1 FROM registry.covered_tables));
  INSERT INTO registry.covered_tables (table_no, name, columns, except_, form) VALUES (no, p_name, now_columns, p_except, 2)
  ON CONFLICT (table_no) DO UPDATE SET columns = excluded.columns, except_ = excluded.except_, form = excluded.form;

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
    END $f$ $q$, 'record_' || p_name, no, registry.row_key_sql(p_name, 'c'), registry.digest_sql(now_columns, 'c', 2::smallint));
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
    registry.row_key_sql(p_name, 't'), registry.digest_sql(now_columns, 't', 2::smallint), p_name, no)
  LOOP
    PERFORM set_config('registry.batch', one.batch::text, true);
    INSERT INTO registry.register_events (chain, topic, actor, occurred_at, payload, seq, prev_hash, hash)
    VALUES ('rows-' || one.batch % 4, 'evidence.attested', session_user, clock_timestamp(), jsonb_build_object('table', p_name, 'rows', one.rows), 0, '', '');
  END LOOP;
END $$;

DO $$
DECLARE one record;
BEGIN
  FOR one IN SELECT name, except_ FROM registry.covered_tables ORDER BY table_no LOOP
    PERFORM registry.cover(one.name, one.except_);
  END LOOP;
END $$;
