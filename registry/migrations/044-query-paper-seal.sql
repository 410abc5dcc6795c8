-- A trigger before the row sees no generated column yet: the digest of the bytes does not count as a change.
CREATE OR REPLACE FUNCTION registry.guard_query_paper() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.seal IS NOT NULL OR to_jsonb(NEW) - '{seal,sha256}'::text[] <> to_jsonb(OLD) - '{seal,sha256}'::text[] THEN
    PERFORM registry.violates('INV-34', 'a paper of a query is only sealed, once');
  END IF;
  RETURN NEW;
END $$;
