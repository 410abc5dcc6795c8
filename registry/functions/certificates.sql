-- INV-31: numbers come out of their own 登簿, stay for ever, and die with the right. Asked in one look.
CREATE OR REPLACE FUNCTION registry.guard_new_certificate() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE drawn boolean; other_way boolean; common boolean;
BEGIN
  SELECT EXISTS (SELECT 1 FROM registry.register_entries e WHERE e.entry_id = NEW.entry_id AND e.case_no IS NOT DISTINCT FROM NEW.case_no AND e.xmin = pg_current_xact_id()::xid),
    EXISTS (SELECT 1 FROM registry.certificates c WHERE c.right_id = NEW.right_id AND c.status = 'LIVE' AND (c.holder_seq IS NULL) <> (NEW.holder_seq IS NULL)),
    EXISTS (SELECT 1 FROM registry.ownership_details o WHERE o.right_id = NEW.right_id AND o.mode = 'common')
  INTO drawn, other_way, common;
  IF NOT drawn THEN PERFORM registry.violates('INV-31', 'a certificate number is drawn inside the 登簿 transaction of its case'); END IF;
  IF other_way THEN PERFORM registry.violates('INV-31', 'one certificate for all or one for each co-owner, not both'); END IF;
  IF common THEN PERFORM registry.violates('INV-31', 'no certificate is issued for 业主共有部分'); END IF;
  RETURN NEW;
END $$;

-- INV-31: what changes about a certificate is its delivery, its licence and its end.
CREATE OR REPLACE FUNCTION registry.guard_certificate_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE probe registry.certificates := NEW;
BEGIN
  probe.status := OLD.status;
  probe.cancelled_entry_id := OLD.cancelled_entry_id;
  probe.cancelled_at := OLD.cancelled_at;
  probe.licence_id := OLD.licence_id;
  probe.document_id := OLD.document_id;
  probe.delivered_at := OLD.delivered_at;
  probe.delivery_way := OLD.delivery_way;
  probe.licence_revoked_at := OLD.licence_revoked_at;
  IF probe IS DISTINCT FROM OLD OR (OLD.status = 'CANCELLED' AND NEW.status <> 'CANCELLED') THEN
    PERFORM registry.violates('INV-31', 'a certificate number never changes its right and never comes back to life');
  END IF;
  IF NEW.status <> OLD.status AND NOT registry.entry_is_open(NEW.cancelled_entry_id) THEN
    PERFORM registry.violates('INV-31', 'a certificate is cancelled only inside a 登簿 transaction');
  END IF;
  RETURN NEW;
END $$;

-- INV-31: at COMMIT, a right that ended has no certificate that lives.
CREATE OR REPLACE FUNCTION registry.check_certificate_ends() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM registry.certificates WHERE right_id = NEW.right_id AND status = 'LIVE') THEN
    PERFORM registry.violates('INV-31', 'the right ended, its certificate must be cancelled with it');
  END IF;
  RETURN NULL;
END $$;
