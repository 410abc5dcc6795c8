-- Rights and certificates name the case of their entry so that it can be found without it. A foreign key saw only that there is such a case;
-- guard_new_right and guard_new_certificate, which read the entry anyway, see now that it is the same, and the entry's own key that it exists.
DO $$
DECLARE wrong bigint;
BEGIN
  SELECT count(*) INTO wrong FROM (
    SELECT 1 FROM registry.rights r JOIN registry.register_entries e USING (entry_id) WHERE r.case_no IS DISTINCT FROM e.case_no
    UNION ALL SELECT 1 FROM registry.certificates c JOIN registry.register_entries e USING (entry_id) WHERE c.case_no IS DISTINCT FROM e.case_no
  ) x;
  IF wrong > 0 THEN
    RAISE EXCEPTION '% rights and certificates do not have the case of their entry: run register:verify before this migration', wrong;
  END IF;
END $$;
ALTER TABLE registry.rights DROP CONSTRAINT rights_case_no_fkey;
ALTER TABLE registry.certificates DROP CONSTRAINT certificates_case_no_fkey;
