-- INV-05: after 注销登记 the page is closed and only read. The rules refuse every item and every seizure on it; so does the database.
CREATE FUNCTION registry.guard_closed_page() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM registry.units u WHERE u.unit_code = NEW.unit_code AND u.extinguished)
     AND NOT EXISTS (SELECT 1 FROM registry.register_entries e WHERE e.entry_id = NEW.entry_id AND e.kind = 'MIGRATION') THEN
    PERFORM registry.violates('INV-05', 'nothing is entered on a closed page (注销登记)');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_closed_page BEFORE INSERT ON registry.rights FOR EACH ROW EXECUTE FUNCTION registry.guard_closed_page();
