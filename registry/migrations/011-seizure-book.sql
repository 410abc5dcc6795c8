-- 查封: renewal, expiry, disposal, 预查封 → 查封, and the book of court notices (domain §5.3, INV-06…16).

ALTER TABLE registry.register_entries DROP CONSTRAINT register_entries_kind_check;
ALTER TABLE registry.register_entries ADD CONSTRAINT register_entries_kind_check CHECK (kind IN
  ('REGISTRATION', 'SEIZURE', 'SEIZURE_RENEWAL', 'SEIZURE_LIFT', 'SEIZURE_EXPIRY', 'SEIZURE_DISPOSAL', 'MIGRATION'));

ALTER TABLE registry.seizure_details ADD COLUMN court_id text REFERENCES registry.organisations;
COMMENT ON COLUMN registry.seizure_details.court_id IS 'court that works through its own portal; null: delivered on paper at the window';
COMMENT ON COLUMN registry.seizure_details.ends_at IS 'CFJSSJ: 23:59:59 of the last day; without renewal the effect is gone from this instant (INV-09)';
CREATE INDEX seizure_details_term ON registry.seizure_details (ends_at) WHERE ends_at IS NOT NULL;
CREATE INDEX seizure_details_court ON registry.seizure_details (court_id) WHERE court_id IS NOT NULL;

CREATE TABLE registry.seizure_renewals (
  entry_id     bigint NOT NULL REFERENCES registry.register_entries,
  right_id     bigint NOT NULL REFERENCES registry.rights,
  document_no  text NOT NULL,
  delivered_at timestamptz NOT NULL,
  term_months  integer NOT NULL CONSTRAINT inv_09_renewal CHECK (term_months BETWEEN 1 AND 36),
  previous_end timestamptz NOT NULL,
  new_end      timestamptz NOT NULL,
  PRIMARY KEY (entry_id, right_id),
  CONSTRAINT inv_09_in_time CHECK (delivered_at < previous_end AND new_end > previous_end)
);
COMMENT ON TABLE registry.seizure_renewals IS '续封: each one lengthens an effective seizure by at most three years (民诉法解释 §485)';

CREATE TABLE registry.seizure_conversions (
  right_id bigint PRIMARY KEY REFERENCES registry.rights,
  entry_id bigint NOT NULL REFERENCES registry.register_entries
);
COMMENT ON TABLE registry.seizure_conversions IS '预查封 that became 查封 when ownership was registered to the debtor (INV-14)';

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['seizure_renewals', 'seizure_conversions'] LOOP
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON registry.%I FOR EACH ROW EXECUTE FUNCTION registry.append_only()', name);
    EXECUTE format('CREATE TRIGGER no_truncate BEFORE TRUNCATE ON registry.%I FOR EACH STATEMENT EXECUTE FUNCTION registry.append_only()', name);
  END LOOP;
END $$;

-- INV-05, 09, 14: promoted from the queue, renewed or converted, each by an entry of this transaction; nothing else changes.
CREATE OR REPLACE FUNCTION registry.guard_seizure_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE probe registry.seizure_details := NEW;
BEGIN
  probe.starts_at := OLD.starts_at;
  probe.ends_at := OLD.ends_at;
  probe.seizure_kind := OLD.seizure_kind;
  IF probe IS DISTINCT FROM OLD THEN
    PERFORM registry.violates('INV-05', 'a seizure is promoted, renewed or converted; nothing else about it changes');
  END IF;
  IF NEW.seizure_kind <> OLD.seizure_kind AND NOT (OLD.seizure_kind = 'pre_seizure' AND EXISTS (
    SELECT 1 FROM registry.seizure_conversions WHERE right_id = NEW.right_id AND registry.entry_is_open(entry_id)
  )) THEN
    PERFORM registry.violates('INV-14', 'a 预查封 becomes 查封 only in the 登簿 of the debtor''s ownership');
  END IF;
  IF OLD.starts_at IS NULL THEN RETURN NEW; END IF;
  IF NEW.starts_at IS DISTINCT FROM OLD.starts_at THEN
    PERFORM registry.violates('INV-10', 'a term begins once');
  END IF;
  IF NEW.ends_at <> OLD.ends_at AND NOT EXISTS (
    SELECT 1 FROM registry.seizure_renewals
    WHERE right_id = NEW.right_id AND previous_end = OLD.ends_at AND new_end = NEW.ends_at AND registry.entry_is_open(entry_id)
  ) THEN
    PERFORM registry.violates('INV-09', 'a term is lengthened only by a renewal that was delivered before its end');
  END IF;
  RETURN NEW;
END $$;

-- INV-16: at COMMIT, the effective seizures of a page take no more than the whole of it.
CREATE FUNCTION registry.check_seizure_shares() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE taken numeric;
BEGIN
  SELECT sum(coalesce(d.share_n::numeric / d.share_d, 1)) INTO taken
  FROM registry.rights r JOIN registry.seizure_details d USING (right_id)
  WHERE r.unit_code = NEW.unit_code AND r.kind = 'SEIZURE' AND r.status = 'CURRENT';
  IF taken > 1.000000001 THEN
    PERFORM registry.violates('INV-16', 'effective seizures side by side need disjoint shares');
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER check_seizure_shares AFTER INSERT OR UPDATE ON registry.rights DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.kind = 'SEIZURE' AND NEW.status = 'CURRENT') EXECUTE FUNCTION registry.check_seizure_shares();

-- INV-14 beside INV-06: a 预查封 waits for the debtor to become the owner, so it does not stop exactly that entry. The guard
-- on the new right lets ownership past a 预查封; this one, at COMMIT, sees that it went to the debtor and nobody else.
CREATE FUNCTION registry.check_pre_seizure() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM registry.rights r JOIN registry.seizure_details d USING (right_id)
    WHERE r.unit_code = NEW.unit_code AND r.kind = 'SEIZURE' AND r.status = 'CURRENT' AND r.registered_at < NEW.registered_at
      AND NOT EXISTS (SELECT 1 FROM registry.right_holders h WHERE h.right_id = NEW.right_id AND h.person_id = d.respondent_id)
  ) THEN
    PERFORM registry.violates('INV-06', 'the unit is under seizure');
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER check_pre_seizure AFTER INSERT ON registry.rights DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.kind = 'OWNERSHIP' AND NEW.reg_type = 200 AND NEW.status = 'CURRENT') EXECUTE FUNCTION registry.check_pre_seizure();

-- As in 010, but for the 预查封.
CREATE OR REPLACE FUNCTION registry.guard_new_right() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE entry registry.register_entries; continued boolean; owned boolean;
BEGIN
  SELECT * INTO entry FROM registry.register_entries WHERE entry_id = NEW.entry_id;
  IF NOT registry.entry_is_open(NEW.entry_id) THEN
    PERFORM registry.violates('INV-05', 'a right is written only inside its own 登簿 transaction');
  END IF;
  IF NEW.registered_at <> entry.registered_at OR NEW.status = 'HISTORY' THEN
    PERFORM registry.violates('INV-04', 'a right begins at the register time of its entry');
  END IF;
  IF entry.kind = 'MIGRATION' THEN RETURN NEW; END IF; -- 存量数据: taken over as found
  -- A changed, moved or corrected right continues the one that this entry ends: the chain of title.
  continued := EXISTS (
    SELECT 1 FROM registry.rights r WHERE r.right_id = NEW.previous_id AND r.unit_code = NEW.unit_code AND r.kind = NEW.kind AND r.ended_entry_id = NEW.entry_id
  );
  owned := EXISTS (SELECT 1 FROM registry.rights r WHERE r.unit_code = NEW.unit_code AND r.kind = 'OWNERSHIP' AND r.status = 'CURRENT');
  IF NEW.kind = 'OWNERSHIP' THEN
    IF NEW.reg_type = 100 AND EXISTS (SELECT 1 FROM registry.rights r WHERE r.unit_code = NEW.unit_code AND r.kind = 'OWNERSHIP') THEN
      PERFORM registry.violates('INV-03', 'the unit was registered before: no second first registration');
    ELSIF NEW.reg_type <> 100 AND NOT continued THEN
      PERFORM registry.violates('INV-03', 'ownership must follow the ownership that this entry ends (连续登记)');
    END IF;
  ELSIF NEW.kind IN ('MORTGAGE', 'EASEMENT', 'RESIDENCE') THEN
    -- INV-03 exception: a mortgage on a building under construction lives before the first registration.
    IF NOT owned AND NOT (continued AND NEW.kind = 'MORTGAGE') THEN
      PERFORM registry.violates('INV-03', 'no ' || lower(NEW.kind) || ' before first registration');
    END IF;
    IF NEW.reg_type IN (200, 300) AND NOT continued THEN
      PERFORM registry.violates('INV-03', 'a change or transfer continues the right that this entry ends');
    END IF;
  ELSIF NEW.kind = 'CAUTION' AND NEW.reg_type IN (200, 300) AND NOT continued THEN
    PERFORM registry.violates('INV-03', 'a change or transfer of a caution continues the one that this entry ends');
  END IF;
  -- INV-06: under a formal seizure nothing new is disposed of; what continues unchanged in substance is the rules' question.
  IF ((NEW.kind = 'OWNERSHIP' AND NEW.reg_type = 200) OR (NEW.kind IN ('MORTGAGE', 'CAUTION', 'EASEMENT', 'RESIDENCE') AND NOT continued)) AND EXISTS (
    SELECT 1 FROM registry.rights r JOIN registry.seizure_details d USING (right_id)
    WHERE r.unit_code = NEW.unit_code AND r.kind = 'SEIZURE' AND r.status = 'CURRENT'
      AND NOT (NEW.kind = 'OWNERSHIP' AND d.seizure_kind = 'pre_seizure') -- INV-14: check_pre_seizure looks at it
  ) THEN
    PERFORM registry.violates('INV-06', 'the unit is under seizure');
  END IF;
  RETURN NEW;
END $$;

-- The book of notices ------------------------------------------------------------------------------------------------
CREATE TABLE registry.court_notices (
  notice_no    text PRIMARY KEY CHECK (notice_no ~ '^\d{20}$'),
  notice_key   text NOT NULL UNIQUE,
  notice_hash  text NOT NULL,
  kind         text NOT NULL CHECK (kind IN ('query', 'seize', 'pre_seize', 'renew', 'lift')),
  court_id     text NOT NULL REFERENCES registry.organisations,
  authority    text NOT NULL,
  district     text NOT NULL,
  document_no  text NOT NULL,
  unit_codes   text[] NOT NULL DEFAULT '{}',
  target_id    bigint REFERENCES registry.rights,
  content      jsonb NOT NULL,
  state        text NOT NULL DEFAULT 'FILED' CHECK (state IN
    ('FILED', 'DELIVERED', 'EFFECTIVE', 'QUEUED', 'RENEWED', 'LIFTED', 'ANSWERED', 'RETURNED', 'UNSIGNED')),
  filed_at     timestamptz NOT NULL,
  filed_by     text NOT NULL,
  signed_by    text,
  delivered_at timestamptz,
  decided_at   timestamptz,
  result       jsonb,
  reasons      text[] NOT NULL DEFAULT '{}',
  advice       text[] NOT NULL DEFAULT '{}',
  receipt_no   text,
  answered_at  timestamptz,
  alarmed_at   timestamptz,
  process_instance_key text,
  CHECK ((delivered_at IS NULL) = (state IN ('FILED', 'UNSIGNED'))),
  CHECK ((decided_at IS NULL) = (state IN ('FILED', 'DELIVERED'))),
  CONSTRAINT two_people_sign CHECK (kind = 'query' OR signed_by IS NULL OR signed_by <> filed_by)
);
COMMENT ON TABLE registry.court_notices IS '法院协助通知书登记簿: what courts filed in their portal, when it was delivered, what came of it';
COMMENT ON COLUMN registry.court_notices.notice_no IS 'shape of a 业务号, from the same counters: never the number of a case';
COMMENT ON COLUMN registry.court_notices.delivered_at IS '送达时间: server time of the signed notice, strictly increasing over the whole city (INV-07)';
COMMENT ON COLUMN registry.court_notices.target_id IS 'the seizure that is renewed or lifted';
CREATE UNIQUE INDEX inv_07_delivery_order ON registry.court_notices (delivered_at);
CREATE INDEX court_notices_court ON registry.court_notices (court_id, filed_at DESC);
CREATE INDEX court_notices_pending ON registry.court_notices USING gin (unit_codes) WHERE state = 'DELIVERED';
CREATE INDEX court_notices_instance ON registry.court_notices (process_instance_key);

CREATE TABLE registry.court_delivery_clock (
  city    text PRIMARY KEY,
  last_at timestamptz NOT NULL
);
INSERT INTO registry.court_delivery_clock VALUES ('3302', '-infinity');

CREATE TABLE registry.notice_papers (
  paper_id   uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  notice_no  text NOT NULL REFERENCES registry.court_notices,
  kind       text NOT NULL CHECK (kind IN ('order', 'assistance', 'third_party', 'transfer', 'receipt', 'result', 'return')),
  title      text NOT NULL,
  media_type text NOT NULL,
  bytes      bytea NOT NULL,
  sha256     text NOT NULL GENERATED ALWAYS AS (encode(sha256(bytes), 'hex')) STORED,
  created_at timestamptz NOT NULL,
  created_by text NOT NULL,
  seal       jsonb,
  UNIQUE (notice_no, kind)
);
COMMENT ON TABLE registry.notice_papers IS '裁定书, 协助执行通知书 … of the court; 回执, 查询结果, 退件说明 of the registry. One of a kind for each notice';
ALTER TABLE registry.notice_papers ALTER COLUMN bytes SET STORAGE EXTERNAL;

CREATE FUNCTION registry.guard_notice() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.notice_no, NEW.kind, NEW.court_id, NEW.document_no, NEW.unit_codes, NEW.target_id, NEW.content, NEW.filed_at, NEW.filed_by)
     IS DISTINCT FROM (OLD.notice_no, OLD.kind, OLD.court_id, OLD.document_no, OLD.unit_codes, OLD.target_id, OLD.content, OLD.filed_at, OLD.filed_by) THEN
    PERFORM registry.violates('INV-05', 'a notice is not rewritten: file a new one');
  END IF;
  IF OLD.delivered_at IS NOT NULL AND (NEW.delivered_at, NEW.signed_by) IS DISTINCT FROM (OLD.delivered_at, OLD.signed_by) THEN
    PERFORM registry.violates('INV-07', 'the time of delivery never changes');
  END IF;
  IF OLD.decided_at IS NOT NULL AND (NEW.state, NEW.decided_at, NEW.result, NEW.reasons, NEW.advice)
     IS DISTINCT FROM (OLD.state, OLD.decided_at, OLD.result, OLD.reasons, OLD.advice) THEN
    PERFORM registry.violates('INV-05', 'what was decided about a notice stays');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_notice BEFORE UPDATE ON registry.court_notices FOR EACH ROW EXECUTE FUNCTION registry.guard_notice();
CREATE FUNCTION registry.guard_notice_paper() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.notice_no, NEW.kind, NEW.bytes, NEW.created_at) IS DISTINCT FROM (OLD.notice_no, OLD.kind, OLD.bytes, OLD.created_at)
     OR (OLD.seal IS NOT NULL AND NEW.seal IS DISTINCT FROM OLD.seal) THEN
    PERFORM registry.violates('INV-05', 'a stored paper is evidence');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_notice_paper BEFORE UPDATE ON registry.notice_papers FOR EACH ROW EXECUTE FUNCTION registry.guard_notice_paper();
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['court_notices', 'notice_papers'] LOOP
    EXECUTE format('CREATE TRIGGER no_delete BEFORE DELETE ON registry.%I FOR EACH ROW EXECUTE FUNCTION registry.append_only()', name);
    EXECUTE format('CREATE TRIGGER no_truncate BEFORE TRUNCATE ON registry.%I FOR EACH STATEMENT EXECUTE FUNCTION registry.append_only()', name);
  END LOOP;
END $$;
