CREATE TABLE registry.contract_filings (
  case_no       text PRIMARY KEY REFERENCES registry.cases,
  contract_no   text NOT NULL UNIQUE,
  state         text NOT NULL CHECK (state IN ('FILED', 'CANCELLED')),
  filed_at      timestamptz NOT NULL,
  cancelled_at  timestamptz,
  cancel_reason text
);
COMMENT ON TABLE registry.contract_filings IS '网签备案';

CREATE TABLE registry.tax_cases (
  tax_case_no  text PRIMARY KEY,
  case_no      text NOT NULL REFERENCES registry.cases,
  state        text NOT NULL CHECK (state IN ('ASSESSED', 'PAID', 'EXEMPT', 'CLEARED', 'REJECTED', 'REFUNDED')),
  lines        jsonb NOT NULL,
  total_fen    bigint NOT NULL CHECK (total_fen >= 0),
  assessed_at  timestamptz NOT NULL,
  paid_at      timestamptz,
  reject_reason text,
  refund_no    text
);
CREATE INDEX tax_cases_case ON registry.tax_cases (case_no, assessed_at);

-- 完税/减免 proof: what INV-27 asks for.
CREATE TABLE registry.tax_clearances (
  tax_clearance_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  case_no          text NOT NULL REFERENCES registry.cases,
  tax_case_no      text NOT NULL UNIQUE REFERENCES registry.tax_cases,
  clearance_no     text NOT NULL UNIQUE,
  cleared_at       timestamptz NOT NULL,
  revoked_at       timestamptz
);
ALTER TABLE registry.ownership_details ADD FOREIGN KEY (tax_clearance_id) REFERENCES registry.tax_clearances;

CREATE TABLE registry.payment_orders (
  pay_order_no   text PRIMARY KEY,
  case_no        text NOT NULL REFERENCES registry.cases,
  amount_fen     bigint NOT NULL CHECK (amount_fen > 0),
  lines          jsonb NOT NULL,
  state          text NOT NULL CHECK (state IN ('CREATED', 'SETTLED', 'FAILED', 'REFUNDED')),
  transaction_no text UNIQUE,
  failure        text,
  created_at     timestamptz NOT NULL,
  settled_at     timestamptz
);
COMMENT ON TABLE registry.payment_orders IS 'SF 收费';
CREATE INDEX payment_orders_case ON registry.payment_orders (case_no, created_at);
