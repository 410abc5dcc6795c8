-- How the database refuses: SQLSTATE YT0nn and the constraint `inv_nn`, by which the code knows the rule (registry/errors.ts).
CREATE OR REPLACE FUNCTION registry.violates(rule text, what text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '%: %', rule, what USING ERRCODE = 'YT0' || right(rule, 2), CONSTRAINT = lower(replace(rule, '-', '_'));
END $$;

-- INV-05: on every table whose rows are never changed (append_only) or never removed (no_delete, no_truncate).
CREATE OR REPLACE FUNCTION registry.append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM registry.violates('INV-05', TG_TABLE_NAME || ' is append-only: correct it by another registration, not by ' || TG_OP);
  RETURN NULL;
END $$;
