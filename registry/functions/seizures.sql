-- INV-07: the same authority does not queue twice for the same 案号.
CREATE OR REPLACE FUNCTION registry.guard_seizure_queue() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM registry.seizure_details d JOIN registry.rights r USING (right_id)
    WHERE d.unit_code = NEW.unit_code AND d.authority = NEW.authority AND d.document_no = NEW.document_no AND r.status <> 'HISTORY'
  ) THEN
    PERFORM registry.violates('INV-07', 'the same authority has already seized or queued with this document');
  END IF;
  -- 查封规定 §23: a transfer that a court has ordered before comes first, and then the home is the debtor's no more.
  IF NEW.seizure_kind = 'seizure' AND EXISTS (SELECT 1 FROM registry.whole_disposals(NEW.unit_code, NEW.right_id)) THEN
    PERFORM registry.violates('INV-12', 'a court has disposed of the home and its transfer comes first');
  END IF;
  IF (NEW.starts_at IS NULL) <> ((SELECT status FROM registry.rights WHERE right_id = NEW.right_id) = 'QUEUED') THEN
    PERFORM registry.violates('INV-10', 'a queued seizure has no term, an effective one has');
  END IF;
  RETURN NEW;
END $$;

-- Entries by which a court disposed of the whole home and that no transfer of the court has carried out yet; `but` is a right that is being
-- written (民法典 229; 法发〔2004〕5号 §27).
CREATE OR REPLACE FUNCTION registry.whole_disposals(page text, but bigint) RETURNS SETOF registry.register_entries LANGUAGE sql STABLE AS $$
  SELECT e.* FROM registry.rights r JOIN registry.register_entries e ON e.entry_id = r.ended_entry_id
  WHERE r.unit_code = page AND r.kind = 'SEIZURE' AND r.status = 'HISTORY' AND e.kind = 'SEIZURE_DISPOSAL'
    AND e.result ->> 'rightId' = r.right_id::text AND e.result ->> 'extent' = 'whole'
    AND NOT EXISTS (
      SELECT 1 FROM registry.rights o JOIN registry.cases c USING (case_no)
      WHERE o.unit_code = page AND o.kind = 'OWNERSHIP' AND o.right_id <> but AND o.registered_at > e.registered_at AND c.item_code = 'BDC-14')
$$;

-- INV-11: at COMMIT, a home that a court has sold goes to nobody but the taker that its notice named, by the court's transfer, and is
-- burdened by nobody meanwhile; what continues unchanged in substance is the rules' question.
CREATE OR REPLACE FUNCTION registry.check_disposal(new_right registry.rights) RETURNS void LANGUAGE plpgsql AS $$
DECLARE one registry.register_entries;
BEGIN
  IF new_right.kind <> 'OWNERSHIP' AND registry.continues(new_right) THEN RETURN; END IF;
  FOR one IN SELECT * FROM registry.whole_disposals(new_right.unit_code, new_right.right_id) LOOP
    IF new_right.kind <> 'OWNERSHIP' OR NOT EXISTS (
      SELECT 1 FROM registry.cases c WHERE c.case_no = new_right.case_no AND c.item_code = 'BDC-14'
    ) THEN
      PERFORM registry.violates('INV-11', 'a court has disposed of the home: only its transfer is entered');
    END IF;
    IF jsonb_array_length(coalesce(one.result -> 'takerIds', '[]')) > 0 AND EXISTS (
      SELECT 1 FROM registry.right_holders h WHERE h.right_id = new_right.right_id AND NOT (one.result -> 'takerIds') ? h.person_id::text
    ) THEN
      PERFORM registry.violates('INV-11', 'the home goes to the taker that the court named');
    END IF;
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
  IF OLD.starts_at IS NULL THEN
    IF NEW.ends_at >= registry.after_term(NEW.starts_at, NEW.term_months) THEN
      PERFORM registry.violates('INV-09', 'it ends later than its term');
    END IF;
    RETURN NEW;
  END IF;
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

-- INV-09: the instant after the last day of a term: to the same date, whole days in Shanghai.
CREATE OR REPLACE FUNCTION registry.after_term(p_start timestamptz, p_months integer) RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT (((p_start AT TIME ZONE 'Asia/Shanghai')::date + make_interval(months => p_months))::date + 1)::timestamp AT TIME ZONE 'Asia/Shanghai'
$$;

-- INV-09: the longest term of a seizure and of its renewal, by the rule of the day of delivery; and the end is the end of that term.
CREATE OR REPLACE FUNCTION registry.guard_seizure_term() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE beyond boolean;
BEGIN
  IF NEW.term_months < 1 OR NEW.term_months >
     (registry.rule_value('seizure.term_months', '*', (NEW.delivered_at AT TIME ZONE 'Asia/Shanghai')::date))::integer THEN
    PERFORM registry.violates('INV-09', 'the term is longer than the law of the day of delivery allows');
  END IF;
  IF TG_TABLE_NAME = 'seizure_renewals' THEN
    beyond := NEW.new_end >= registry.after_term(NEW.previous_end, NEW.term_months);
  ELSE
    beyond := NEW.ends_at >= registry.after_term(NEW.starts_at, NEW.term_months);
  END IF;
  IF beyond THEN PERFORM registry.violates('INV-09', 'it ends later than its term'); END IF;
  RETURN NEW;
END $$;

-- INV-08, 11: nobody waits behind nobody. When the last effective seizure of a page ends, by lift, expiry or disposal, the queue has
-- moved up or lapsed in the same transaction.
CREATE OR REPLACE FUNCTION registry.check_seizure_queue() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE disposed boolean;
BEGIN
  IF EXISTS (SELECT 1 FROM registry.rights r WHERE r.unit_code = NEW.unit_code AND r.kind = 'SEIZURE' AND r.status = 'QUEUED')
     AND NOT EXISTS (SELECT 1 FROM registry.rights r WHERE r.unit_code = NEW.unit_code AND r.kind = 'SEIZURE' AND r.status = 'CURRENT') THEN
    disposed := EXISTS (
      SELECT 1 FROM registry.rights r JOIN registry.register_entries e ON e.entry_id = r.ended_entry_id
      WHERE r.unit_code = NEW.unit_code AND r.kind = 'SEIZURE' AND e.kind IN ('REGISTRATION', 'SEIZURE_DISPOSAL') AND registry.entry_is_open(e.entry_id)
    );
    IF disposed THEN
      PERFORM registry.violates('INV-11', 'the home was disposed of as a whole: the queued seizures lapse with the effective one');
    END IF;
    PERFORM registry.violates('INV-08', 'a queued seizure becomes effective in the transaction that ends the one before it');
  END IF;
  RETURN NULL;
END $$;

-- INV-05, 07: at COMMIT, what moved up did so by an entry on its page, and past nobody who was delivered before it and still waits: a seizure
-- of the whole and every other want the same. Which shares meet is judged by the code (seizure-queue.ts), which knows what each debtor holds.
CREATE OR REPLACE FUNCTION registry.check_promotion() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM registry.entry_units u JOIN registry.register_entries e USING (entry_id)
    WHERE u.unit_code = NEW.unit_code AND e.xmin = pg_current_xact_id()::xid
  ) THEN
    PERFORM registry.violates('INV-05', 'a queued seizure becomes effective only by an entry of this transaction');
  END IF;
  IF EXISTS (
    SELECT 1 FROM registry.seizure_details own, registry.rights r JOIN registry.seizure_details d USING (right_id)
    WHERE own.right_id = NEW.right_id AND r.unit_code = NEW.unit_code AND r.kind = 'SEIZURE' AND r.status = 'QUEUED'
      AND (d.delivered_at, d.right_id) < (own.delivered_at, own.right_id) AND (d.share_n IS NULL OR own.share_n IS NULL)
  ) THEN
    PERFORM registry.violates('INV-07', 'the queue moves up in order of delivery');
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS check_promotion ON registry.rights;
CREATE CONSTRAINT TRIGGER check_promotion AFTER UPDATE ON registry.rights DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.kind = 'SEIZURE' AND OLD.status = 'QUEUED' AND NEW.status = 'CURRENT') EXECUTE FUNCTION registry.check_promotion();

-- INV-16: at COMMIT, the effective seizures of a page take no more than the whole of it.
CREATE OR REPLACE FUNCTION registry.check_seizure_shares() RETURNS trigger LANGUAGE plpgsql AS $$
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

-- INV-06, 11, 14, 16: the guard on the new right lets ownership past a 预查封 and past the seizure of one co-owner's share (查封规定 §12); at COMMIT
-- this one sees that it went to the debtor and nobody else, and what became of the share. A court that sells a part of its debtor's share
-- (法发〔2004〕5号 §20) leaves him less than before: its own seizure of him ends in the same entry, and what others have seized of him still
-- fits in the rest.
CREATE OR REPLACE FUNCTION registry.check_pre_seizure(new_right registry.rights) RETURNS void LANGUAGE plpgsql AS $$
DECLARE one record; before record; after record; seized numeric; whole bigint; disposed boolean;
BEGIN
  IF EXISTS (
    SELECT 1 FROM registry.rights r JOIN registry.seizure_details d USING (right_id)
    WHERE r.unit_code = new_right.unit_code AND r.kind = 'SEIZURE' AND r.status = 'CURRENT' AND r.registered_at < new_right.registered_at
      AND NOT EXISTS (SELECT 1 FROM registry.right_holders h WHERE h.right_id = new_right.right_id AND h.person_id = d.respondent_id)
  ) THEN
    PERFORM registry.violates('INV-06', 'the unit is under seizure');
  END IF;
  -- A 轮候 of the whole reaches the shares that are free now.
  IF EXISTS (
    SELECT 1 FROM registry.rights r JOIN registry.seizure_details d USING (right_id)
    WHERE r.unit_code = new_right.unit_code AND r.kind = 'SEIZURE' AND r.status = 'CURRENT' AND d.seizure_kind = 'seizure' AND d.share_n IS NOT NULL
  ) AND EXISTS (
    SELECT 1 FROM registry.rights r JOIN registry.seizure_details d USING (right_id)
    WHERE r.unit_code = new_right.unit_code AND r.kind = 'SEIZURE' AND r.status = 'QUEUED' AND d.share_n IS NULL
  ) THEN
    PERFORM registry.violates('INV-06', 'a queued seizure of the whole waits behind the seized share');
  END IF;
  FOR one IN
    SELECT d.respondent_id, array_agg(d.share_n) AS ns, array_agg(d.share_d) AS ds
    FROM registry.rights r JOIN registry.seizure_details d USING (right_id)
    WHERE r.unit_code = new_right.unit_code AND r.kind = 'SEIZURE' AND r.status = 'CURRENT' AND r.registered_at < new_right.registered_at
      AND d.seizure_kind = 'seizure' AND d.share_n IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM registry.seizure_conversions c WHERE c.right_id = r.right_id AND c.entry_id = new_right.entry_id)
    GROUP BY d.respondent_id
  LOOP
    SELECT * INTO before FROM registry.held_share(new_right.previous_id, one.respondent_id);
    SELECT * INTO after FROM registry.held_share(new_right.right_id, one.respondent_id);
    seized := 0;
    whole := 1;
    FOR i IN 1 .. array_length(one.ns, 1) LOOP
      seized := seized * (lcm(whole, one.ds[i]) / whole) + one.ns[i] * (lcm(whole, one.ds[i]) / one.ds[i]);
      whole := lcm(whole, one.ds[i]);
    END LOOP;
    -- The court ended its seizure in this entry, or before it by its notice that it sold a part.
    disposed := EXISTS (
      SELECT 1 FROM registry.rights r JOIN registry.seizure_details d USING (right_id) JOIN registry.register_entries e ON e.entry_id = r.ended_entry_id
      WHERE r.unit_code = new_right.unit_code AND r.kind = 'SEIZURE' AND d.respondent_id = one.respondent_id
        AND (e.entry_id = new_right.entry_id OR (e.kind = 'SEIZURE_DISPOSAL' AND e.result -> 'part' <> 'null'))
    );
    IF before.n IS NULL OR after.n IS NULL OR (after.n * before.d < before.n * after.d AND NOT disposed) OR after.n * whole::numeric < seized * after.d THEN
      PERFORM registry.violates('INV-06', 'the seized share stays with its owner');
    END IF;
  END LOOP;
END $$;

-- INV-14: at COMMIT, no 预查封 is left against the new owner.
CREATE OR REPLACE FUNCTION registry.check_conversion(new_right registry.rights) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM registry.rights r JOIN registry.seizure_details d USING (right_id)
    JOIN registry.right_holders h ON h.right_id = new_right.right_id AND h.person_id = d.respondent_id
    WHERE r.unit_code = new_right.unit_code AND r.kind = 'SEIZURE' AND r.status <> 'HISTORY' AND d.seizure_kind = 'pre_seizure'
  ) THEN
    PERFORM registry.violates('INV-14', 'the 预查封 against the new owner becomes 查封 with his ownership');
  END IF;
END $$;
