-- What a column of the digest costs. The two bytes that name the column which differs were made for all columns of a row, whatever was changed:
-- of a page and of a case thirty each, for two that an entry changes, so that a tenth of a 登簿 went into marks of columns nobody had
-- touched. A row that write_entry changes is now recorded with the marks of the columns it changes; those of the others stand with the
-- digest before. What proves the row, the SHA-256 of all columns, is in every digest.
COMMENT ON COLUMN registry.row_digests.digest IS
  'SHA-256 of the row in binary form (32 bytes), then, to name the column that differs, 2 bytes of each column; or, of a row that 登簿 changed, 2 bytes of each changed column and then the place of each (1 byte, from 0). Null: the row was deleted';

/* A domain has not the same number in two databases, and a record in binary form tells the numbers of its types. */
CREATE FUNCTION registry.column_sql(p_name text, p_column text, alias text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT format('%s.%I', alias, p_column) || CASE WHEN t.typtype = 'd' THEN '::' || format_type(t.typbasetype, t.typtypmod) ELSE '' END
  FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid WHERE a.attrelid = format('registry.%I', p_name)::regclass AND a.attname = p_column
$$;

CREATE FUNCTION registry.mark_sql(value_sql text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT format('substr(int8send(crc32c(record_send(ROW(%s)))), 7, 2)', value_sql)
$$;

CREATE FUNCTION registry.proof_sql(p_name text, columns text[], alias text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT format('sha256(record_send(ROW(%s)))', string_agg(registry.column_sql(p_name, c, alias), ', ' ORDER BY i))
  FROM unnest(columns) WITH ORDINALITY AS x(c, i)
$$;

/* @param changed the columns whose marks follow the proof; null: all */
CREATE FUNCTION registry.digest_sql(p_name text, columns text[], alias text, changed text[] DEFAULT NULL) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT concat_ws(' || ', registry.proof_sql(p_name, columns, alias),
    string_agg(registry.mark_sql(registry.column_sql(p_name, c, alias)), ' || ' ORDER BY i),
    CASE WHEN changed IS NOT NULL THEN format('%L::bytea', '\x' || string_agg(lpad(to_hex(i - 1), 2, '0'), '' ORDER BY i)) END)
  FROM unnest(columns) WITH ORDINALITY AS x(c, i) WHERE changed IS NULL OR c = ANY (changed)
$$;

-- As in 055. Of tables whose rows write_entry changes there is `changed_state_of(row)` besides.
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

-- As in 055; rows are compared by what proves them.
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


DROP FUNCTION registry.digest_sql(text[], text, smallint);
SELECT registry.make_recorder(name, table_no, columns) FROM registry.covered_tables;

-- As in 055, with the marks of what it changes.
CREATE OR REPLACE FUNCTION registry.write_entry(d jsonb) RETURNS text[] LANGUAGE plpgsql AS $$
DECLARE
  v_entry bigint := (d ->> 'entryId')::bigint;
  v_case text := d ->> 'caseNo';
  v_at timestamptz := (d ->> 'at')::timestamptz;
  v_registrar text := d ->> 'registrar';
  part jsonb;
  x jsonb;
  v_code text;
  v_version integer;
  v_right bigint;
  ids bigint[];
  numbers text[] := '{}';
  v_person bigint;
  unknown jsonb;
  v_kind text;
  form jsonb;
  v_count integer;
  v_last integer;
  states registry.row_state[] := '{}';
  several registry.row_state[];
  state registry.row_state;
  setting text := set_config('registry.gathering', 'on', true);
BEGIN
  part := d -> 'open';
  IF part IS NOT NULL THEN
    INSERT INTO registry.register_entries AS t (entry_id, kind, case_no, reference, step, registered_at, registrar, result)
    VALUES (v_entry, coalesce(part ->> 'kind', 'REGISTRATION'), v_case, coalesce(part ->> 'reference', v_case), part ->> 'step', v_at, v_registrar, part -> 'result')
    RETURNING (registry.state_of(t)).* INTO state;
    states := states || state;
    FOREACH v_code IN ARRAY (part ->> 'pages')::text[] LOOP
      UPDATE registry.units t SET register_version = register_version + 1, last_registered_at = v_at WHERE unit_code = v_code
      RETURNING register_version, (registry.changed_state_of(t)).* INTO v_version, state.table_no, state.row_key, state.digest;
      states := states || state;
      INSERT INTO registry.entry_units AS t (entry_id, unit_code, version, registered_at) VALUES (v_entry, v_code, v_version, v_at)
      RETURNING (registry.state_of(t)).* INTO state;
      states := states || state;
    END LOOP;
  END IF;

  part := d -> 'ends';
  IF part IS NOT NULL THEN
    ids := (d ->> 'endIds')::bigint[];
    FOREACH v_right IN ARRAY ids LOOP
      UPDATE registry.rights t SET status = 'HISTORY', ended_entry_id = v_entry, ended_at = v_at, ended_reason = part ->> v_right::text WHERE right_id = v_right
      RETURNING (registry.changed_state_of(t)).* INTO state;
      IF FOUND THEN states := states || state; END IF;
    END LOOP;
    -- INV-31: the certificates end with the right.
    WITH cancelled AS (
      UPDATE registry.certificates t SET status = 'CANCELLED', cancelled_entry_id = v_entry, cancelled_at = v_at
      WHERE right_id = ANY (ids) AND status = 'LIVE' RETURNING registry.changed_state_of(t) AS row_state
    ) SELECT array_agg(row_state) INTO several FROM cancelled;
    states := states || several;
  END IF;

  part := d -> 'rights';
  FOR place IN 0 .. coalesce(jsonb_array_length(part), 0) - 1 LOOP
    x := part -> place;
    INSERT INTO registry.rights AS t (right_id, kind, status, unit_code, right_type, reg_type, reason, entry_id, case_no, registered_at, registrar, previous_id, note)
    VALUES ((x ->> 'rightId')::bigint, x ->> 'kind', x ->> 'status', x ->> 'unitCode', x ->> 'rightType', (x ->> 'regType')::integer, x ->> 'reason',
      v_entry, v_case, v_at, v_registrar, (x ->> 'previousId')::bigint, x ->> 'note')
    RETURNING (registry.state_of(t)).* INTO state;
    states := states || state;
  END LOOP;

  part := d -> 'holders';
  IF part IS NOT NULL THEN
    -- A person who is known as he is now is neither written nor locked: a bank is a holder in every other entry.
    ids := '{}';
    unknown := '[]';
    FOR place IN 0 .. jsonb_array_length(part) - 1 LOOP
      x := part -> place;
      SELECT p.person_id INTO v_person FROM registry.persons p
      WHERE p.id_type = x ->> 'idType' AND p.id_no = x ->> 'idNo' AND p.name = x ->> 'name' AND coalesce(x ->> 'phone', p.phone, '') = coalesce(p.phone, '');
      IF NOT FOUND THEN unknown := unknown || x; END IF;
      ids := ids || v_person;
    END LOOP;
    IF unknown <> '[]' THEN
      -- Sorted, so that two entries cannot deadlock.
      WITH written AS (
        INSERT INTO registry.persons AS t (nature, name, id_type, id_no, phone)
        SELECT DISTINCT ON (h ->> 'idType', h ->> 'idNo') h ->> 'nature', h ->> 'name', h ->> 'idType', h ->> 'idNo', h ->> 'phone'
        FROM jsonb_array_elements(unknown) h ORDER BY h ->> 'idType', h ->> 'idNo'
        ON CONFLICT (id_type, id_no) DO UPDATE SET name = excluded.name, phone = coalesce(excluded.phone, t.phone)
        RETURNING registry.state_of(t) AS row_state
      ) SELECT array_agg(row_state) INTO several FROM written;
      states := states || several;
      ids := ARRAY(SELECT coalesce(ids[place], (SELECT p.person_id FROM registry.persons p WHERE p.id_type = h ->> 'idType' AND p.id_no = h ->> 'idNo'))
        FROM jsonb_array_elements(part) WITH ORDINALITY AS y(h, place) ORDER BY place);
    END IF;
    FOR place IN 0 .. jsonb_array_length(part) - 1 LOOP
      x := part -> place;
      INSERT INTO registry.right_holders AS t (right_id, seq, person_id, name, nature, id_type, id_no, share_n, share_d)
      VALUES ((x ->> 'rightId')::bigint, (x ->> 'seq')::integer, ids[place + 1], x ->> 'name', x ->> 'nature', x ->> 'idType', x ->> 'idNo',
        (x ->> 'shareN')::bigint, (x ->> 'shareD')::bigint)
      RETURNING (registry.state_of(t)).* INTO state;
      states := states || state;
    END LOOP;
  END IF;

  part := d -> 'ownerships';
  FOR place IN 0 .. coalesce(jsonb_array_length(part), 0) - 1 LOOP
    x := part -> place;
    INSERT INTO registry.ownership_details AS t (right_id, mode, price_fen, tax_clearance_id, basis_no)
    VALUES ((x ->> 'rightId')::bigint, x ->> 'mode', (x ->> 'priceFen')::bigint, (x ->> 'taxClearanceId')::bigint, x ->> 'basisNo')
    RETURNING (registry.state_of(t)).* INTO state;
    states := states || state;
  END LOOP;

  part := d -> 'mortgages';
  FOR place IN 0 .. coalesce(jsonb_array_length(part), 0) - 1 LOOP
    x := part -> place;
    INSERT INTO registry.mortgage_details AS t (right_id, mortgage_kind, amount_fen, term_from, term_to, rank, scope, restricts_transfer, contract_no,
      obligors, loan_contract_no, existing_claim_fen, claim_fixed_on, claim_fixed_fen, claim_fixed_fact, under_construction, rank_since)
    VALUES ((x ->> 'rightId')::bigint, x ->> 'mortgageKind', (x ->> 'amountFen')::bigint, (x ->> 'termFrom')::date, (x ->> 'termTo')::date,
      (x ->> 'rank')::integer, x ->> 'scope', (x ->> 'restrictsTransfer')::boolean, x ->> 'contractNo', x -> 'obligors', x ->> 'loanContractNo',
      (x ->> 'existingClaimFen')::bigint, (x #>> '{claimFixed,on}')::date, (x #>> '{claimFixed,amountFen}')::bigint, x #>> '{claimFixed,fact}',
      (x ->> 'underConstruction')::boolean, (x ->> 'rankSince')::timestamptz)
    RETURNING (registry.state_of(t)).* INTO state;
    states := states || state;
  END LOOP;

  part := d -> 'seizures';
  IF part IS NOT NULL THEN
    INSERT INTO registry.seizure_details (right_id, seizure_kind, unit_code, authority, court_id, document_no, delivered_at, term_months, starts_at, ends_at,
      share_n, share_d, respondent_id, respondent_name, applicant, order_data)
    SELECT (s ->> 'rightId')::bigint, s ->> 'seizureKind', s ->> 'unitCode', s ->> 'authority', s ->> 'courtId', s ->> 'documentNo', (s ->> 'deliveredAt')::timestamptz,
      (s ->> 'termMonths')::integer, (s ->> 'startsAt')::timestamptz, (s ->> 'endsAt')::timestamptz, (s #>> '{share,n}')::bigint, (s #>> '{share,d}')::bigint,
      (s ->> 'respondentId')::bigint, s ->> 'respondentName', s ->> 'applicant', s -> 'orderData'
    FROM jsonb_array_elements(part) s;
  END IF;

  IF NOT d ? 'close' THEN
    PERFORM registry.record_states(states);
    RETURN numbers;
  END IF;
  IF v_case IS NOT NULL THEN
    UPDATE registry.cases t SET status = 'ENTERED', entered_at = v_at WHERE case_no = v_case RETURNING (registry.changed_state_of(t)).* INTO state;
    states := states || state;
  END IF;
  part := d #> '{close,outbox}';
  IF part <> '[]' THEN
    INSERT INTO registry.outbox (channel, topic, case_no, correlation_key, payload, created_at, due_at)
    SELECT o ->> 'channel', o ->> 'topic', o ->> 'caseNo', o ->> 'caseNo', o -> 'payload', v_at, v_at FROM jsonb_array_elements(part) o;
  END IF;

  -- Certificates before proofs: everybody locks the counters in this order.
  FOREACH v_kind IN ARRAY ARRAY['certificate', 'proof'] LOOP
    part := d #> ARRAY['close', 'certificates', v_kind];
    v_count := jsonb_array_length(part);
    CONTINUE WHEN v_count = 0;
    form := d #> ARRAY['close', 'numbers', v_kind];
    -- Drawn in the transaction: a rolled-back entry gives its numbers back, so there are no gaps.
    INSERT INTO registry.certificate_counters AS c VALUES (v_kind, form ->> 'area', (form ->> 'year')::integer, v_count)
    ON CONFLICT (kind, area, year) DO UPDATE SET last = c.last + v_count WHERE c.last + v_count <= 9999999 RETURNING last INTO v_last;
    IF NOT FOUND THEN RAISE EXCEPTION 'certificate numbers exhausted' USING ERRCODE = 'YTNUM'; END IF;
    FOR place IN 1 .. v_count LOOP
      x := part -> (place - 1);
      numbers := numbers || (form ->> 'before' || lpad((v_last - v_count + place)::text, 7, '0') || (form ->> 'after'));
      INSERT INTO registry.certificates AS t (certificate_no, kind, right_id, holder_seq, entry_id, case_no, issued_at, token)
      VALUES (numbers[cardinality(numbers)], v_kind, (x ->> 'rightId')::bigint, (x ->> 'holderSeq')::integer, v_entry, v_case, v_at, x ->> 'token')
      RETURNING (registry.state_of(t)).* INTO state;
      states := states || state;
    END LOOP;
  END LOOP;

  PERFORM registry.record_states(states);
  FOR place IN 0 .. jsonb_array_length(d #> '{close,before}') - 1 LOOP
    part := d #> '{close,before}' -> place;
    INSERT INTO registry.register_events (chain, topic, case_no, unit_codes, actor, occurred_at, payload, seq, prev_hash, hash)
    VALUES (part ->> 'chain', part ->> 'topic', v_case, (part ->> 'unitCodes')::text[], v_registrar, v_at,
      part -> 'payload', 0, '', '');
  END LOOP;

  part := d #> '{close,event}';
  INSERT INTO registry.register_events (chain, topic, case_no, unit_codes, actor, occurred_at, payload, seq, prev_hash, hash)
  VALUES (part ->> 'chain', part ->> 'topic', v_case, (part ->> 'unitCodes')::text[], v_registrar, v_at,
    part -> 'payload' || jsonb_build_object('certificateNos', to_jsonb(numbers)), 0, '', '');
  IF d #> '{close,notice}' IS NOT NULL THEN PERFORM pg_notify('registry_event', d #>> '{close,notice}'); END IF;
  RETURN numbers;
END $$;
