-- Every state of 水电气 transfers is kept.
CREATE OR REPLACE FUNCTION registry.keep_utility_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO registry.utility_history (case_no, service, state, result_code, order_no, amount_fen, at)
  VALUES (NEW.case_no, NEW.service, NEW.state, NEW.result_code, NEW.order_no, NEW.amount_fen, NEW.changed_at);
  RETURN NULL;
END $$;
