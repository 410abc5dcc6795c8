-- As in 050, in fewer statements. Lists of codes and numbers come as array literals; persons who are known are looked up, not offered for
-- writing; certificates come by kind, so that neither they nor their numbers are sorted in the database.
CREATE OR REPLACE FUNCTION registry.write_entry(d jsonb) RETURNS text[] LANGUAGE plpgsql AS $$
DECLARE
  v_entry bigint := (d ->> 'entryId')::bigint;
  v_case text := d ->> 'caseNo';
  v_at timestamptz := (d ->> 'at')::timestamptz;
  v_registrar text := d ->> 'registrar';
  part jsonb;
  codes text[];
  ids bigint[];
  numbers text[] := '{}';
  h jsonb;
  v_person bigint;
  unknown jsonb;
  v_kind text;
  form jsonb;
  v_count integer;
  v_last integer;
BEGIN
  part := d -> 'open';
  IF part IS NOT NULL THEN
    INSERT INTO registry.register_entries (entry_id, kind, case_no, reference, step, registered_at, registrar, result)
    VALUES (v_entry, coalesce(part ->> 'kind', 'REGISTRATION'), v_case, coalesce(part ->> 'reference', v_case), part ->> 'step', v_at, v_registrar, part -> 'result');
    codes := (part ->> 'pages')::text[];
    WITH further AS (
      UPDATE registry.units SET register_version = register_version + 1, last_registered_at = v_at WHERE unit_code = ANY (codes) RETURNING unit_code, register_version
    ) INSERT INTO registry.entry_units (entry_id, unit_code, version, registered_at) SELECT v_entry, unit_code, register_version, v_at FROM further;
  END IF;

  part := d -> 'ends';
  IF part IS NOT NULL THEN
    ids := (d ->> 'endIds')::bigint[];
    UPDATE registry.rights SET status = 'HISTORY', ended_entry_id = v_entry, ended_at = v_at, ended_reason = part ->> right_id::text
    WHERE right_id = ANY (ids);
    -- INV-31: the certificates end with the right.
    UPDATE registry.certificates SET status = 'CANCELLED', cancelled_entry_id = v_entry, cancelled_at = v_at
    WHERE right_id = ANY (ids) AND status = 'LIVE';
  END IF;

  part := d -> 'rights';
  IF part IS NOT NULL THEN
    INSERT INTO registry.rights (right_id, kind, status, unit_code, right_type, reg_type, reason, entry_id, case_no, registered_at, registrar, previous_id, note)
    SELECT (r ->> 'rightId')::bigint, r ->> 'kind', r ->> 'status', r ->> 'unitCode', r ->> 'rightType', (r ->> 'regType')::integer, r ->> 'reason',
      v_entry, v_case, v_at, v_registrar, (r ->> 'previousId')::bigint, r ->> 'note'
    FROM jsonb_array_elements(part) r;
  END IF;

  part := d -> 'holders';
  IF part IS NOT NULL THEN
    -- A person who is known as he is now is neither written nor locked: a bank is a holder in every other entry.
    ids := '{}';
    unknown := '[]';
    FOR place IN 0 .. jsonb_array_length(part) - 1 LOOP
      h := part -> place;
      SELECT p.person_id INTO v_person FROM registry.persons p
      WHERE p.id_type = h ->> 'idType' AND p.id_no = h ->> 'idNo' AND p.name = h ->> 'name' AND coalesce(h ->> 'phone', p.phone, '') = coalesce(p.phone, '');
      IF NOT FOUND THEN unknown := unknown || h; END IF;
      ids := ids || v_person;
    END LOOP;
    IF unknown <> '[]' THEN
      -- Sorted, so that two entries cannot deadlock.
      INSERT INTO registry.persons (nature, name, id_type, id_no, phone)
      SELECT DISTINCT ON (x ->> 'idType', x ->> 'idNo') x ->> 'nature', x ->> 'name', x ->> 'idType', x ->> 'idNo', x ->> 'phone'
      FROM jsonb_array_elements(unknown) x ORDER BY x ->> 'idType', x ->> 'idNo'
      ON CONFLICT (id_type, id_no) DO UPDATE SET name = excluded.name, phone = coalesce(excluded.phone, persons.phone);
      ids := ARRAY(SELECT coalesce(ids[place], (SELECT p.person_id FROM registry.persons p WHERE p.id_type = x ->> 'idType' AND p.id_no = x ->> 'idNo'))
        FROM jsonb_array_elements(part) WITH ORDINALITY AS y(x, place) ORDER BY place);
    END IF;
    INSERT INTO registry.right_holders (right_id, seq, person_id, name, nature, id_type, id_no, share_n, share_d)
    SELECT (x ->> 'rightId')::bigint, (x ->> 'seq')::integer, ids[place], x ->> 'name', x ->> 'nature', x ->> 'idType', x ->> 'idNo',
      (x ->> 'shareN')::bigint, (x ->> 'shareD')::bigint
    FROM jsonb_array_elements(part) WITH ORDINALITY AS y(x, place);
  END IF;

  part := d -> 'ownerships';
  IF part IS NOT NULL THEN
    INSERT INTO registry.ownership_details (right_id, mode, price_fen, tax_clearance_id, basis_no)
    SELECT (o ->> 'rightId')::bigint, o ->> 'mode', (o ->> 'priceFen')::bigint, (o ->> 'taxClearanceId')::bigint, o ->> 'basisNo'
    FROM jsonb_array_elements(part) o;
  END IF;

  part := d -> 'mortgages';
  IF part IS NOT NULL THEN
    INSERT INTO registry.mortgage_details (right_id, mortgage_kind, amount_fen, term_from, term_to, rank, scope, restricts_transfer, contract_no,
      obligors, loan_contract_no, existing_claim_fen, claim_fixed_on, claim_fixed_fen, claim_fixed_fact, under_construction, rank_since)
    SELECT (m ->> 'rightId')::bigint, m ->> 'mortgageKind', (m ->> 'amountFen')::bigint, (m ->> 'termFrom')::date, (m ->> 'termTo')::date,
      (m ->> 'rank')::integer, m ->> 'scope', (m ->> 'restrictsTransfer')::boolean, m ->> 'contractNo', m -> 'obligors', m ->> 'loanContractNo',
      (m ->> 'existingClaimFen')::bigint, (m #>> '{claimFixed,on}')::date, (m #>> '{claimFixed,amountFen}')::bigint, m #>> '{claimFixed,fact}',
      (m ->> 'underConstruction')::boolean, (m ->> 'rankSince')::timestamptz
    FROM jsonb_array_elements(part) m;
  END IF;

  part := d -> 'seizures';
  IF part IS NOT NULL THEN
    INSERT INTO registry.seizure_details (right_id, seizure_kind, unit_code, authority, court_id, document_no, delivered_at, term_months, starts_at, ends_at,
      share_n, share_d, respondent_id, respondent_name, applicant, order_data)
    SELECT (s ->> 'rightId')::bigint, s ->> 'seizureKind', s ->> 'unitCode', s ->> 'authority', s ->> 'courtId', s ->> 'documentNo', (s ->> 'deliveredAt')::timestamptz,
      (s ->> 'termMonths')::integer, (s ->> 'startsAt')::timestamptz, (s ->> 'endsAt')::timestamptz, (s #>> '{share,n}')::bigint, (s #>> '{share,d}')::bigint,
      (s ->> 'respondentId')::bigint, s ->> 'respondentName', s ->> 'applicant', s -> 'orderData'
    FROM jsonb_array_elements(part) s;
  END IF;

  IF NOT d ? 'close' THEN RETURN numbers; END IF;
  IF v_case IS NOT NULL THEN
    UPDATE registry.cases SET status = 'ENTERED', entered_at = v_at WHERE case_no = v_case;
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
      numbers := numbers || (form ->> 'before' || lpad((v_last - v_count + place)::text, 7, '0') || (form ->> 'after'));
    END LOOP;
    INSERT INTO registry.certificates (certificate_no, kind, right_id, holder_seq, entry_id, case_no, issued_at, token)
    SELECT numbers[cardinality(numbers) - v_count + place], v_kind, (x ->> 'rightId')::bigint, (x ->> 'holderSeq')::integer, v_entry, v_case, v_at, x ->> 'token'
    FROM jsonb_array_elements(part) WITH ORDINALITY AS y(x, place);
  END LOOP;

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
  PERFORM pg_notify('registry_event', d #>> '{close,notice}');
  RETURN numbers;
END $$;

-- As in 026: here too, no statement where an expression does.
CREATE OR REPLACE FUNCTION registry.link_event() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  head registry.event_chain_heads;
  open_batch bigint := nullif(current_setting('registry.batch', true), '')::bigint;
  setting text;
BEGIN
  IF open_batch IS NOT NULL THEN
    NEW.batch := open_batch;
    SELECT encode(sha256(string_agg(record_send(ROW(d.n, d.table_no, d.row_key, d.digest)), '' ORDER BY d.n)), 'hex') INTO NEW.rows_hash
    FROM registry.row_digests d WHERE d.batch = open_batch;
    setting := set_config('registry.batch', '', true);
  END IF;
  setting := set_config('registry.chain', NEW.chain, true);
  -- From here on the chain waits for our COMMIT.
  SELECT * INTO head FROM registry.event_chain_heads WHERE chain = NEW.chain FOR NO KEY UPDATE;
  IF NOT FOUND THEN
    INSERT INTO registry.event_chain_heads VALUES (NEW.chain, 0, '') ON CONFLICT DO NOTHING;
    SELECT * INTO head FROM registry.event_chain_heads WHERE chain = NEW.chain FOR NO KEY UPDATE;
  END IF;
  NEW.version := 2;
  NEW.seq := head.seq + 1;
  NEW.prev_hash := head.hash;
  NEW.hash := encode(sha256(convert_to(NEW.prev_hash || encode(sha256(convert_to(registry.event_content(NEW), 'UTF8')), 'hex'), 'UTF8')), 'hex');
  UPDATE registry.event_chain_heads SET seq = NEW.seq, hash = NEW.hash WHERE chain = NEW.chain;
  RETURN NEW;
END $$;

-- 登簿 locks in a statement of its own now (registry/enter/locked-case.ts).
DROP FUNCTION registry.lock_for_entry(text);
