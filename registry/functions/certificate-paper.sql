-- A sheet exists once: no serial in two batches. A lock, so that two at a time do not both look before either has written.
CREATE OR REPLACE FUNCTION registry.guard_paper_batch() RETURNS trigger LANGUAGE plpgsql AS $$
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

-- The batch that a serial belongs to.
CREATE OR REPLACE FUNCTION registry.paper_batch_of(p_serial text) RETURNS registry.paper_batches LANGUAGE sql STABLE AS $$
  SELECT b FROM registry.paper_batches b
  WHERE length(p_serial) = length(b.prefix) + b.width AND left(p_serial, length(b.prefix)) = b.prefix
    AND right(p_serial, b.width) ~ '^[0-9]+$' AND right(p_serial, b.width)::bigint BETWEEN b.first_no AND b.last_no
$$;

-- INV-31: a district that has received paper prints on that paper only, of the right kind.
CREATE OR REPLACE FUNCTION registry.guard_paper() RETURNS trigger LANGUAGE plpgsql AS $$
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

-- INV-31: what is printed again.
CREATE OR REPLACE FUNCTION registry.guard_paper_void() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM registry.certificate_papers p JOIN registry.certificates k USING (certificate_no)
      WHERE p.serial = NEW.serial AND p.decision = 'printed' AND k.delivered_at IS NULL AND k.status = 'LIVE') THEN
    PERFORM registry.violates('INV-31', 'only a printed sheet of a live certificate that is still in the office is printed again');
  END IF;
  RETURN NEW;
END $$;

-- INV-31: what is destroyed.
CREATE OR REPLACE FUNCTION registry.guard_destruction() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM registry.certificate_papers p LEFT JOIN registry.paper_voids v USING (serial)
      WHERE p.serial = NEW.serial AND (p.decision IN ('void', 'damaged') OR v.serial IS NOT NULL)) THEN
    PERFORM registry.violates('INV-31', 'only void and damaged sheets are destroyed');
  END IF;
  RETURN NEW;
END $$;

-- INV-31: what is taken back or declared void.
CREATE OR REPLACE FUNCTION registry.guard_recall() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM registry.certificates WHERE certificate_no = NEW.certificate_no AND status = 'CANCELLED') THEN
    PERFORM registry.violates('INV-31', 'only a cancelled certificate is taken back or declared void');
  END IF;
  RETURN NEW;
END $$;
