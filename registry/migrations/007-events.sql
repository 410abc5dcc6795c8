-- Append-only event chain, one chain per district (a unit never leaves its district, so districts can live on different
-- servers). Cost: transactions of one district queue for the head row from their last statement to their commit.
CREATE TABLE registry.event_chain_heads (
  chain text PRIMARY KEY,
  seq   bigint NOT NULL,
  hash  text NOT NULL
);

CREATE TABLE registry.register_events (
  chain       text NOT NULL,
  seq         bigint NOT NULL,
  topic       text NOT NULL,
  case_no     text,
  unit_codes  text[] NOT NULL DEFAULT '{}',
  actor       text NOT NULL,
  occurred_at timestamptz NOT NULL,
  payload     jsonb NOT NULL DEFAULT '{}',
  prev_hash   text NOT NULL,
  hash        text NOT NULL,
  PRIMARY KEY (chain, seq)
);
CREATE INDEX register_events_case ON registry.register_events (case_no, seq);
CREATE INDEX register_events_units ON registry.register_events USING gin (unit_codes);

-- jsonb prints its keys in one order, and the instant is a number: the same event gives the same text for ever.
CREATE FUNCTION registry.event_hash(prev_hash text, chain text, seq bigint, topic text, case_no text, unit_codes text[], actor text, occurred_at timestamptz, payload jsonb)
RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT encode(sha256(convert_to(jsonb_build_array(prev_hash, chain, seq, topic, case_no, to_jsonb(unit_codes), actor,
    (extract(epoch FROM occurred_at) * 1000000)::bigint, payload)::text, 'UTF8')), 'hex')
$$;

CREATE FUNCTION registry.link_event() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE head registry.event_chain_heads;
BEGIN
  INSERT INTO registry.event_chain_heads VALUES (NEW.chain, 0, '') ON CONFLICT DO NOTHING;
  SELECT * INTO head FROM registry.event_chain_heads WHERE chain = NEW.chain FOR UPDATE;
  NEW.seq := head.seq + 1;
  NEW.prev_hash := head.hash;
  NEW.hash := registry.event_hash(NEW.prev_hash, NEW.chain, NEW.seq, NEW.topic, NEW.case_no, NEW.unit_codes, NEW.actor, NEW.occurred_at, NEW.payload);
  UPDATE registry.event_chain_heads SET seq = NEW.seq, hash = NEW.hash WHERE chain = NEW.chain;
  RETURN NEW;
END $$;
CREATE TRIGGER link_event BEFORE INSERT ON registry.register_events FOR EACH ROW EXECUTE FUNCTION registry.link_event();

CREATE TABLE registry.outbox (
  id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  position        bigint GENERATED ALWAYS AS IDENTITY,
  -- engine: relayed as messages · report: upper platform, utilities, archive
  channel         text NOT NULL CHECK (channel IN ('engine', 'report')),
  topic           text NOT NULL,
  case_no         text NOT NULL,
  correlation_key text NOT NULL,
  payload         jsonb NOT NULL,
  created_at      timestamptz NOT NULL,
  due_at          timestamptz NOT NULL,
  attempts        integer NOT NULL DEFAULT 0,
  last_error      text,
  done_at         timestamptz
);
CREATE INDEX outbox_pending ON registry.outbox (channel, due_at, position) WHERE done_at IS NULL;
CREATE INDEX outbox_case ON registry.outbox (case_no);
