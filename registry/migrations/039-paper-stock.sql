-- Blank certificate paper (空白证书): what a district received, where every sheet went, and certificates that never came back.

CREATE TABLE registry.paper_batches (
  batch_id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  district    text NOT NULL,
  kind        text NOT NULL CHECK (kind IN ('certificate', 'proof')),
  prefix      text NOT NULL CHECK (prefix ~ '^[0-9A-Z-]{0,20}$'),
  width       smallint NOT NULL CHECK (width BETWEEN 1 AND 15),
  first_no    bigint NOT NULL CHECK (first_no >= 0),
  last_no     bigint NOT NULL,
  received_at timestamptz NOT NULL,
  received_by text NOT NULL,
  note        text,
  CHECK (last_no BETWEEN first_no AND first_no + 99999 AND length(last_no::text) <= width)
);
COMMENT ON TABLE registry.paper_batches IS '空白证书入库: serials from prefix‖first_no to prefix‖last_no, padded with zeros to width';

ALTER TABLE registry.certificate_papers
  ALTER COLUMN certificate_no DROP NOT NULL,
  ADD COLUMN batch_id bigint REFERENCES registry.paper_batches,
  ADD COLUMN sheet_no bigint,
  ADD COLUMN reason text,
  DROP CONSTRAINT certificate_papers_decision_check,
  ADD CONSTRAINT certificate_papers_decision_check CHECK (decision IN ('printed', 'void', 'damaged', 'lost', 'returned')),
  ADD CONSTRAINT blank_sheets CHECK ((certificate_no IS NULL) = (decision IN ('damaged', 'lost', 'returned'))),
  ADD CONSTRAINT reason_of_loss CHECK (decision IN ('printed', 'void') OR reason IS NOT NULL);
COMMENT ON COLUMN registry.certificate_papers.decision IS
  'printed · void: spoilt while printing · damaged, lost, returned: a blank sheet that left the stock without a certificate';
COMMENT ON COLUMN registry.certificate_papers.batch_id IS 'found by the database from the serial; null: printed in a district that keeps no stock';
CREATE UNIQUE INDEX certificate_papers_sheet ON registry.certificate_papers (batch_id, sheet_no);
CREATE INDEX certificate_papers_certificate ON registry.certificate_papers (certificate_no);

-- 重印: the sheet that was printed and is void after all. The certificate keeps its number and gets another sheet.
CREATE TABLE registry.paper_voids (
  serial  text PRIMARY KEY REFERENCES registry.certificate_papers,
  reason  text NOT NULL,
  at      timestamptz NOT NULL,
  user_id text NOT NULL
);

-- 销毁: two people, sheets that are void or damaged.
CREATE TABLE registry.paper_destructions (
  destruction_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  district       text NOT NULL,
  at             timestamptz NOT NULL,
  user_id        text NOT NULL,
  witness        text NOT NULL,
  note           text,
  CONSTRAINT two_people CHECK (user_id <> witness)
);
CREATE TABLE registry.destroyed_papers (
  serial         text PRIMARY KEY REFERENCES registry.certificate_papers,
  destruction_id bigint NOT NULL REFERENCES registry.paper_destructions
);

-- 收回、公告作废 of a cancelled certificate (实施细则 §23): one or the other, once.
CREATE TABLE registry.certificate_recalls (
  certificate_no text PRIMARY KEY REFERENCES registry.certificates,
  way            text NOT NULL CHECK (way IN ('returned', 'announced')),
  announcement   text,
  at             timestamptz NOT NULL,
  user_id        text NOT NULL,
  CONSTRAINT announced_somewhere CHECK ((way = 'announced') = (announcement IS NOT NULL))
);
COMMENT ON COLUMN registry.certificate_recalls.announcement IS 'where and under which number the certificate was declared void (公告作废)';

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['paper_batches', 'paper_voids', 'paper_destructions', 'destroyed_papers', 'certificate_recalls'] LOOP
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON registry.%I FOR EACH ROW EXECUTE FUNCTION registry.append_only()', name);
    EXECUTE format('CREATE TRIGGER no_truncate BEFORE TRUNCATE ON registry.%I FOR EACH STATEMENT EXECUTE FUNCTION registry.append_only()', name);
  END LOOP;
END $$;

-- A sheet exists once: no serial in two batches. A lock, so that two at a time do not both look before either has written.
CREATE FUNCTION registry.guard_paper_batch() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE one record;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('registry.paper_batches'));
  FOR one IN SELECT * FROM registry.paper_batches b WHERE b.width + length(b.prefix) = NEW.width + length(NEW.prefix) LOOP
    IF one.prefix || lpad(one.first_no::text, one.width, '0') <= NEW.prefix || lpad(NEW.last_no::text, NEW.width, '0') COLLATE "C"
       AND NEW.prefix || lpad(NEW.first_no::text, NEW.width, '0') <= one.prefix || lpad(one.last_no::text, one.width, '0') COLLATE "C" THEN
      PERFORM registry.violates('INV-31', 'a serial of this range was received before, in batch ' || one.batch_id);
    END IF;
  END LOOP;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_paper_batch BEFORE INSERT ON registry.paper_batches FOR EACH ROW EXECUTE FUNCTION registry.guard_paper_batch();

-- The batch that a serial belongs to.
CREATE FUNCTION registry.paper_batch_of(p_serial text) RETURNS registry.paper_batches LANGUAGE sql STABLE AS $$
  SELECT b FROM registry.paper_batches b
  WHERE length(p_serial) = length(b.prefix) + b.width AND left(p_serial, length(b.prefix)) = b.prefix
    AND right(p_serial, b.width) ~ '^[0-9]+$' AND right(p_serial, b.width)::bigint BETWEEN b.first_no AND b.last_no
$$;

-- INV-31: a district that has received paper prints on that paper only, of the right kind.
CREATE FUNCTION registry.guard_paper() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  batch registry.paper_batches := registry.paper_batch_of(NEW.serial);
  place record;
BEGIN
  NEW.batch_id := batch.batch_id;
  NEW.sheet_no := CASE WHEN batch.batch_id IS NOT NULL THEN right(NEW.serial, batch.width)::bigint END;
  IF NEW.certificate_no IS NULL THEN
    IF batch.batch_id IS NULL THEN PERFORM registry.violates('INV-31', 'a blank sheet of no batch'); END IF;
    RETURN NEW;
  END IF;
  SELECT k.kind, u.district INTO place FROM registry.certificates k JOIN registry.rights r USING (right_id) JOIN registry.units u USING (unit_code)
    WHERE k.certificate_no = NEW.certificate_no;
  IF batch.batch_id IS NULL THEN
    IF EXISTS (SELECT 1 FROM registry.paper_batches b WHERE b.district = place.district AND b.kind = place.kind) THEN
      PERFORM registry.violates('INV-31', 'this sheet is not in the stock of ' || place.district);
    END IF;
  ELSIF batch.district <> place.district OR batch.kind <> place.kind THEN
    PERFORM registry.violates('INV-31', 'this sheet is stock of ' || batch.district || ' for ' || batch.kind);
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_paper BEFORE INSERT ON registry.certificate_papers FOR EACH ROW EXECUTE FUNCTION registry.guard_paper();

CREATE FUNCTION registry.guard_paper_void() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM registry.certificate_papers p JOIN registry.certificates k USING (certificate_no)
      WHERE p.serial = NEW.serial AND p.decision = 'printed' AND k.delivered_at IS NULL AND k.status = 'LIVE') THEN
    PERFORM registry.violates('INV-31', 'only a printed sheet of a live certificate that is still in the office is printed again');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_paper_void BEFORE INSERT ON registry.paper_voids FOR EACH ROW EXECUTE FUNCTION registry.guard_paper_void();

CREATE FUNCTION registry.guard_destruction() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM registry.certificate_papers p LEFT JOIN registry.paper_voids v USING (serial)
      WHERE p.serial = NEW.serial AND (p.decision IN ('void', 'damaged') OR v.serial IS NOT NULL)) THEN
    PERFORM registry.violates('INV-31', 'only void and damaged sheets are destroyed');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_destruction BEFORE INSERT ON registry.destroyed_papers FOR EACH ROW EXECUTE FUNCTION registry.guard_destruction();

CREATE FUNCTION registry.guard_recall() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM registry.certificates WHERE certificate_no = NEW.certificate_no AND status = 'CANCELLED') THEN
    PERFORM registry.violates('INV-31', 'only a cancelled certificate is taken back or declared void');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_recall BEFORE INSERT ON registry.certificate_recalls FOR EACH ROW EXECUTE FUNCTION registry.guard_recall();

-- Every sheet that has left the blank stock, with what became of it.
CREATE VIEW registry.paper_sheets AS
  SELECT p.serial, p.batch_id, p.sheet_no, p.certificate_no, b.district, coalesce(b.kind, k.kind) AS kind,
    CASE WHEN v.serial IS NOT NULL THEN 'void' ELSE p.decision END AS state,
    coalesce(v.reason, p.reason) AS reason, coalesce(v.at, p.at) AS at, coalesce(v.user_id, p.user_id) AS user_id, d.at AS destroyed_at
  FROM registry.certificate_papers p
  LEFT JOIN registry.paper_batches b USING (batch_id)
  LEFT JOIN registry.certificates k USING (certificate_no)
  LEFT JOIN registry.paper_voids v USING (serial)
  LEFT JOIN registry.destroyed_papers x USING (serial)
  LEFT JOIN registry.paper_destructions d USING (destruction_id);

SELECT registry.cover('certificate_papers');
SELECT registry.cover('paper_batches');
SELECT registry.cover('paper_voids');
SELECT registry.cover('paper_destructions');
SELECT registry.cover('destroyed_papers');
SELECT registry.cover('certificate_recalls');
