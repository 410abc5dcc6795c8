-- The 登簿, and 查封, which is drafted and sent alike: writes what was drafted (registry/enter/entry-draft.ts): the entry and its pages, what
-- ends, what begins with holders and details. Guards are the tables' own, as for any other statement; the state of each row is gathered as
-- the statements return it, of a changed row with the marks of what is changed, and recorded at once. With `close` also what everybody else waits for, last and for as short as can be: certificate
-- numbers and then the chain head stay locked until COMMIT, so events of what was entered before the last part (`before` of `close`,
-- 继承并出售) are written here too. Returns the numbers in the order of the draft.
--
-- Row by row: nearly every entry has one or two of each, and a statement that reads no set costs half of one that does. Lists of codes and
-- numbers come as array literals; persons who are known are looked up, not offered for writing; certificates come by kind, so that
-- neither they nor their numbers are sorted in the database. Servers hear of the event in this transaction only if the caller says so
-- (`notice`): who notifies takes a lock of the whole server until its COMMIT is on disk, so that all commits queue.
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
