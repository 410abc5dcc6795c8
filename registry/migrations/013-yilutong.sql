-- Second-hand home 一路通 (domain §5.4): escrow, utilities, the notice to household registration, links to the progress page.

-- A case whose certificate is out while services still run, or that ended with services left to people.
ALTER TABLE registry.cases DROP CONSTRAINT cases_outcome_check, DROP CONSTRAINT outcome_matches_entry;
ALTER TABLE registry.cases
  ADD CONSTRAINT cases_outcome_check CHECK (outcome IN ('COMPLETED', 'COMPLETED_WITH_PENDING', 'NOT_ACCEPTED', 'REFUSED', 'WITHDRAWN', 'SUPERSEDED_BY_SEIZURE')),
  ADD CONSTRAINT outcome_matches_entry CHECK (outcome IS NULL OR (outcome IN ('COMPLETED', 'COMPLETED_WITH_PENDING')) = (entered_at IS NOT NULL));

-- F-UTILITY: one row a service the applicants chose. An account number may be missing; nothing of the registration waits for it.
CREATE TABLE registry.utility_transfers (
  case_no         text NOT NULL REFERENCES registry.cases,
  service         text NOT NULL CHECK (service IN ('water', 'power', 'gas', 'tv', 'broadband')),
  account_no      text CHECK (account_no ~ '^[0-9A-Za-z-]{4,30}$'),
  -- consent to share the parties' data with this provider
  consented       boolean NOT NULL CHECK (consented),
  reading         numeric(12, 2) CHECK (reading >= 0),
  arrears_policy  text NOT NULL DEFAULT 'seller_pays' CHECK (arrears_policy IN ('seller_pays', 'buyer_takes_over')),
  payment_account text,
  action          text CHECK (action IN ('transfer', 'terminate', 'install')),
  state           text NOT NULL DEFAULT 'CHOSEN' CHECK (state IN ('CHOSEN', 'SUBMITTED', 'WAITING', 'DONE', 'SKIPPED', 'FAILED_MANUAL')),
  -- why it waits, or why it ended so
  result_code     text,
  order_no        text UNIQUE,
  amount_fen      bigint CHECK (amount_fen >= 0),
  show_proof      boolean NOT NULL DEFAULT false,
  changed_at      timestamptz NOT NULL,
  PRIMARY KEY (case_no, service)
);
COMMENT ON TABLE registry.utility_transfers IS '公用事业过户: what was chosen, how far it is, how it ended';

CREATE TABLE registry.utility_history (
  history_id  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  case_no     text NOT NULL,
  service     text NOT NULL,
  state       text NOT NULL,
  result_code text,
  order_no    text,
  amount_fen  bigint,
  at          timestamptz NOT NULL,
  FOREIGN KEY (case_no, service) REFERENCES registry.utility_transfers
);
CREATE INDEX utility_history_case ON registry.utility_history (case_no, service, history_id);
COMMENT ON TABLE registry.utility_history IS 'append-only: every change of a transfer';
CREATE FUNCTION registry.keep_utility_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO registry.utility_history (case_no, service, state, result_code, order_no, amount_fen, at)
  VALUES (NEW.case_no, NEW.service, NEW.state, NEW.result_code, NEW.order_no, NEW.amount_fen, NEW.changed_at);
  RETURN NULL;
END $$;
CREATE TRIGGER keep_utility_history AFTER INSERT OR UPDATE ON registry.utility_transfers FOR EACH ROW EXECUTE FUNCTION registry.keep_utility_history();

-- 每日批量文件: orders that could not be delivered to a company that was down.
CREATE TABLE registry.utility_batch (
  batch_day  date NOT NULL,
  case_no    text NOT NULL,
  service    text NOT NULL,
  queued_at  timestamptz NOT NULL,
  PRIMARY KEY (batch_day, case_no, service),
  FOREIGN KEY (case_no, service) REFERENCES registry.utility_transfers
);

CREATE TABLE registry.escrow_accounts (
  case_no    text PRIMARY KEY REFERENCES registry.cases,
  escrow_no  text NOT NULL UNIQUE,
  amount_fen bigint NOT NULL CHECK (amount_fen > 0),
  state      text NOT NULL CHECK (state IN ('OPEN', 'FUNDED', 'RELEASED', 'REFUNDED', 'FAILED')),
  opened_at  timestamptz NOT NULL,
  funded_at  timestamptz,
  ended_at   timestamptz
);
COMMENT ON TABLE registry.escrow_accounts IS '资金监管账户';

CREATE TABLE registry.hukou_notices (
  case_no    text PRIMARY KEY REFERENCES registry.cases,
  moved_out  boolean NOT NULL,
  move_in    boolean NOT NULL,
  receipt_no text,
  occupied   boolean,
  told_at    timestamptz
);
COMMENT ON TABLE registry.hukou_notices IS '户籍告知: the police are told, nothing is decided here';

CREATE TABLE registry.tax_confirmations (
  tax_case_no  text PRIMARY KEY REFERENCES registry.tax_cases,
  case_no      text NOT NULL REFERENCES registry.cases,
  party_no     integer NOT NULL,
  confirmed_at timestamptz NOT NULL
);

-- The progress page is reached by the same kind of link as an owner's consent; it stays open until it expires.
ALTER TABLE registry.public_links DROP CONSTRAINT public_links_kind_check;
ALTER TABLE registry.public_links ADD CONSTRAINT public_links_kind_check CHECK (kind IN ('consent', 'signature', 'progress'));
