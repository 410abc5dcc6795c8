-- The event chain (docs/decisions/0014-rows-are-bound-to-the-chain.md).

-- Events of version 1. jsonb prints its keys in one order, and the instant is a number: the same event gives the same text for ever.
CREATE OR REPLACE FUNCTION registry.event_hash(prev_hash text, chain text, seq bigint, topic text, case_no text, unit_codes text[], actor text, occurred_at timestamptz, payload jsonb)
RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT encode(sha256(convert_to(jsonb_build_array(prev_hash, chain, seq, topic, case_no, to_jsonb(unit_codes), actor,
    (extract(epoch FROM occurred_at) * 1000000)::bigint, payload)::text, 'UTF8')), 'hex')
$$;

-- What an event of version 2 says, apart from its place: hash = SHA-256(hash before ‖ content hash), both in hexadecimal. So a chain can be
-- handed out without what the other events say.
CREATE OR REPLACE FUNCTION registry.event_content(e registry.register_events) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT jsonb_build_array(e.chain, e.seq, e.topic, e.case_no, to_jsonb(e.unit_codes), e.actor,
    (extract(epoch FROM e.occurred_at) * 1000000)::bigint, e.payload, e.batch, e.rows_hash)::text
$$;

-- Puts an event at the end of its chain, with the rows written since the event before. The head is there nearly always: looked for before
-- it is added; and no statement where an expression does.
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
