-- INV-29 in a bank: the one who checks is not the one who filed or entered.
CREATE OR REPLACE FUNCTION registry.guard_bank_check() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM registry.cases WHERE case_no = NEW.case_no AND filed_by = NEW.user_id)
     OR EXISTS (SELECT 1 FROM registry.contract_infos WHERE case_no = NEW.case_no AND entered_by = NEW.user_id) THEN
    PERFORM registry.violates('INV-29', 'the checker of a bank is another person than its clerk');
  END IF;
  RETURN NEW;
END $$;
