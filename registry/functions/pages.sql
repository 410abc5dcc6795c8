-- The page of a unit and where pages go.

-- INV-01, 04, 05: facts of a unit change only in the transaction whose entry has just taken the page one version further. The trigger calls it
-- only when a page does more than go one version and some time further.
CREATE OR REPLACE FUNCTION registry.guard_unit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.unit_code <> OLD.unit_code THEN PERFORM registry.violates('INV-01', 'a unit code never changes'); END IF;
  IF OLD.extinguished AND NOT NEW.extinguished THEN PERFORM registry.violates('INV-05', 'a closed page is not opened again'); END IF;
  IF NEW.register_version = OLD.register_version AND NEW.last_registered_at = OLD.last_registered_at
     AND EXISTS (SELECT 1 FROM registry.units u WHERE u.unit_code = OLD.unit_code AND u.xmin = pg_current_xact_id()::xid) THEN
    RETURN NEW;
  END IF;
  IF NEW.register_version <> OLD.register_version + 1 OR NEW.last_registered_at <= OLD.last_registered_at THEN
    PERFORM registry.violates('INV-04', 'register time and version of a unit must increase with every entry');
  END IF;
  RETURN NEW;
END $$;

-- INV-05, 06: pages are divided and merged only by an open entry, and never under a seizure, effective or queued.
CREATE OR REPLACE FUNCTION registry.guard_unit_lineage() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT registry.entry_is_open(NEW.entry_id) THEN
    PERFORM registry.violates('INV-05', 'a page is divided or merged only inside its own 登簿 transaction');
  END IF;
  IF EXISTS (
    SELECT 1 FROM registry.rights r WHERE r.unit_code = NEW.from_unit AND r.kind = 'SEIZURE'
      AND (r.status <> 'HISTORY' OR r.ended_entry_id = NEW.entry_id)
  ) THEN
    PERFORM registry.violates('INV-06', 'a unit under seizure is neither divided nor merged');
  END IF;
  RETURN NEW;
END $$;
