-- 登簿 at the pace of a city, once more. Recording the rows of an entry in row_digests cost a statement for each table it writes, with a copy of the
-- rows for the trigger to read. `write_entry` now takes each row's state as its own statements return it and records all of them at once;
-- the triggers stand back while it does (`registry.gathering`) and record whatever else writes. A row that is written with that
-- setting and not recorded differs from the chain, as one that is written behind the triggers' back: register:verify names it.

CREATE TYPE registry.row_state AS (table_no smallint, row_key text, digest bytea);

-- Of tables that write_entry writes there is `state_of(row)`, besides the trigger of 017 and 028.
CREATE FUNCTION registry.make_recorder(p_name text, no smallint, now_columns text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
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
    END $f$ $q$, 'record_' || p_name, no, registry.row_key_sql(p_name, 'c'), registry.digest_sql(now_columns, 'c', 2::smallint),
    CASE WHEN gathered THEN 'IF current_setting(''registry.gathering'', true) = ''on'' THEN RETURN NULL; END IF;' END);
  IF gathered THEN
    EXECUTE format($q$
      CREATE OR REPLACE FUNCTION registry.state_of(r registry.%1$I) RETURNS registry.row_state LANGUAGE sql STABLE AS $f$
        SELECT ROW(%2$s::smallint, %3$s, %4$s)::registry.row_state
      $f$ $q$, p_name, no, registry.row_key_sql(p_name, 'r'), registry.digest_sql(now_columns, 'r', 2::smallint));
  END IF;
END $$;

CREATE FUNCTION registry.record_states(states registry.row_state[]) RETURNS void LANGUAGE plpgsql AS $$
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

-- As in 028; what is made for a table stands in make_recorder.
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
    registry.row_key_sql(p_name, 't'), registry.digest_sql(now_columns, 't', 2::smallint), p_name, no)
  LOOP
    PERFORM set_config('registry.batch', one.batch::text, true);
    INSERT INTO registry.register_events (chain, topic, actor, occurred_at, payload, seq, prev_hash, hash)
    VALUES ('rows-' || one.batch % 4, 'evidence.attested', session_user, clock_timestamp(), jsonb_build_object('table', p_name, 'rows', one.rows), 0, '', '');
  END LOOP;
END $$;

SELECT registry.make_recorder(name, table_no, columns) FROM registry.covered_tables;

-- As in 053, row by row: nearly every entry has one or two of each, and a statement that reads no set costs half of one that does. Servers hear of the
-- event in this transaction only if the caller says so (`notice`): who notifies takes a lock of the whole server until its COMMIT is on
-- disk, so that all commits queue.
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
      RETURNING register_version, (registry.state_of(t)).* INTO v_version, state.table_no, state.row_key, state.digest;
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
      RETURNING (registry.state_of(t)).* INTO state;
      IF FOUND THEN states := states || state; END IF;
    END LOOP;
    -- INV-31: the certificates end with the right.
    WITH cancelled AS (
      UPDATE registry.certificates t SET status = 'CANCELLED', cancelled_entry_id = v_entry, cancelled_at = v_at
      WHERE right_id = ANY (ids) AND status = 'LIVE' RETURNING registry.state_of(t) AS row_state
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
    UPDATE registry.cases t SET status = 'ENTERED', entered_at = v_at WHERE case_no = v_case RETURNING (registry.state_of(t)).* INTO state;
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
