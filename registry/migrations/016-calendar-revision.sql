-- Every change of the calendar gives it a new name, so that whoever has read it under this name need not read it again.
CREATE TABLE registry.calendar_revision (
  the_only boolean PRIMARY KEY DEFAULT true CHECK (the_only),
  revision uuid NOT NULL DEFAULT gen_random_uuid()
);
INSERT INTO registry.calendar_revision DEFAULT VALUES;

CREATE FUNCTION registry.calendar_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE registry.calendar_revision SET revision = gen_random_uuid();
  RETURN NULL;
END $$;

CREATE TRIGGER calendar_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON registry.calendar_years
  FOR EACH STATEMENT EXECUTE FUNCTION registry.calendar_changed();
CREATE TRIGGER calendar_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON registry.calendar_days
  FOR EACH STATEMENT EXECUTE FUNCTION registry.calendar_changed();
CREATE TRIGGER calendar_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON registry.office_hours
  FOR EACH STATEMENT EXECUTE FUNCTION registry.calendar_changed();
