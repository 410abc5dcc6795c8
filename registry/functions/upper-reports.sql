-- 存量数据 that was taken over (MIGRATION) was handed in by its own procedure; a completion of survey data (补录) is reported.
CREATE OR REPLACE FUNCTION registry.report_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO registry.upper_reports (entry_id, due_at) VALUES (NEW.entry_id, '-infinity');
  RETURN NULL;
END $$;
