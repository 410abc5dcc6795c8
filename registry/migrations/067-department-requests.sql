-- Requests to departments whose result comes later, by callback: kept, so that the department can be asked for a result that was lost,
-- and so that a request of which it has no memory can be sent again under its key.
CREATE TABLE registry.department_requests (
  request_id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  department      text NOT NULL CHECK (department IN ('tax', 'payment', 'escrow', 'loanbank', 'water', 'power', 'gas', 'tv', 'broadband')),
  organisation    text,
  operation       text NOT NULL CHECK (operation IN ('tax.assess', 'pay.create', 'escrow.open', 'escrow.release', 'loan.disburse.request', 'utility.transfer')),
  case_no         text NOT NULL REFERENCES registry.cases,
  idempotency_key text NOT NULL UNIQUE,
  -- under which the register knows it, and with it the process that waits; of a loan: the loan's number
  order_no        text NOT NULL,
  -- under which the department knows it now
  number_there    text NOT NULL,
  -- as it was sent, to the letter: the department compares. May name people; gone as soon as nothing is awaited any more. Null, too, of a
  -- request that was sent before this table was: it can be asked about and not be sent again
  body            json,
  sent_at         timestamptz NOT NULL,
  sends           integer NOT NULL DEFAULT 1 CHECK (sends > 0),
  ask_at          timestamptz NOT NULL,
  -- account of whoever wants to know at once; null: the sweep asks by itself
  wanted_by       text,
  asked_at        timestamptz,
  asks            integer NOT NULL DEFAULT 0,
  failures        integer NOT NULL DEFAULT 0,
  outcome         text CHECK (outcome IN ('answered', 'pending', 'sent_again', 'refused', 'unavailable')),
  message         text,
  settled_at      timestamptz,
  CHECK (settled_at IS NULL OR body IS NULL),
  CHECK ((asked_at IS NULL) = (asks = 0) AND (asked_at IS NULL) = (outcome IS NULL))
);
COMMENT ON TABLE registry.department_requests IS 'requests to departments whose result comes by callback';
COMMENT ON COLUMN registry.department_requests.failures IS 'asks in a row that the department did not answer';
CREATE INDEX department_requests_open ON registry.department_requests (ask_at) WHERE settled_at IS NULL;
CREATE INDEX department_requests_case ON registry.department_requests (case_no);
CREATE INDEX department_requests_order ON registry.department_requests (department, order_no);

CREATE TABLE registry.department_asks (
  request_id bigint NOT NULL REFERENCES registry.department_requests,
  nth        integer NOT NULL CHECK (nth > 0),
  at         timestamptz NOT NULL,
  by_whom    text NOT NULL,
  outcome    text NOT NULL,
  message    text,
  PRIMARY KEY (request_id, nth)
);
COMMENT ON TABLE registry.department_asks IS 'append-only: every time a department was asked what became of a request';
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON registry.department_asks FOR EACH ROW EXECUTE FUNCTION registry.append_only();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON registry.department_asks FOR EACH STATEMENT EXECUTE FUNCTION registry.append_only();

-- What is still awaited, as the order itself says: a result that came in whatever way ends the waiting.
CREATE VIEW registry.waiting_requests AS
SELECT r.request_id, r.department, r.organisation, r.operation, r.case_no, c.district, r.idempotency_key, r.order_no, r.number_there, r.body, r.sent_at, r.sends,
  r.ask_at, r.wanted_by, r.asked_at, r.asks, r.failures, r.outcome, r.message
FROM registry.department_requests r JOIN registry.cases c USING (case_no)
WHERE r.settled_at IS NULL AND CASE r.operation
  WHEN 'tax.assess' THEN c.closed_at IS NULL AND EXISTS (
    SELECT 1 FROM registry.tax_cases t WHERE t.tax_case_no = r.order_no AND t.case_no = r.case_no AND t.state = 'ASSESSED')
  WHEN 'pay.create' THEN c.closed_at IS NULL AND EXISTS (
    SELECT 1 FROM registry.payment_orders p WHERE p.pay_order_no = r.order_no AND p.case_no = r.case_no AND p.state = 'CREATED')
  WHEN 'escrow.open' THEN c.closed_at IS NULL AND EXISTS (
    SELECT 1 FROM registry.escrow_accounts e WHERE e.escrow_no = r.order_no AND e.case_no = r.case_no AND e.state = 'OPEN')
  WHEN 'escrow.release' THEN EXISTS (
    SELECT 1 FROM registry.escrow_accounts e WHERE e.escrow_no = r.order_no AND e.case_no = r.case_no AND e.state = 'FUNDED')
  WHEN 'loan.disburse.request' THEN EXISTS (
    SELECT 1 FROM registry.case_loans l WHERE l.loan_no = r.order_no AND l.case_no = r.case_no AND l.state = 'PENDING')
  WHEN 'utility.transfer' THEN EXISTS (
    SELECT 1 FROM registry.utility_transfers u WHERE u.order_no = r.order_no AND u.case_no = r.case_no AND u.state = 'SUBMITTED')
END;

-- What was sent before this table was. (Of a loan the bank's number was not kept; the process reminds the bank by itself.)
INSERT INTO registry.department_requests (department, operation, case_no, idempotency_key, order_no, number_there, sent_at, ask_at)
SELECT department, operation, case_no, 'before:' || department || ':' || order_no, order_no, order_no, sent_at, sent_at FROM (
  SELECT 'tax' AS department, 'tax.assess' AS operation, case_no, tax_case_no AS order_no, assessed_at AS sent_at FROM registry.tax_cases WHERE state = 'ASSESSED'
  UNION ALL SELECT 'payment', 'pay.create', case_no, pay_order_no, created_at FROM registry.payment_orders WHERE state = 'CREATED'
  UNION ALL SELECT 'escrow', 'escrow.open', case_no, escrow_no, opened_at FROM registry.escrow_accounts WHERE state = 'OPEN'
  UNION ALL SELECT service, 'utility.transfer', case_no, order_no, changed_at FROM registry.utility_transfers WHERE state = 'SUBMITTED' AND order_no IS NOT NULL
) AS earlier;

-- Rules `answers.…`, in minutes. A first value is no proposal: it holds from the beginning, so the guard steps aside for it.
ALTER TABLE registry.rule_values DISABLE TRIGGER guard_rule_value;
INSERT INTO registry.rule_values (proposal_key, name, profile, value, valid_from, source, reason, proposed_by, proposed_at, decision, decided_by, decided_at)
SELECT 'release:' || name || ':*', name, '*', minutes, '0001-01-01', '本系统约定', '随产品发布的初始值', 'product',
  '2026-01-01T00:00:00+08:00', 'approved', 'migration', '2026-01-01T00:00:00+08:00'
FROM (VALUES ('answers.payment', '30'::jsonb), ('answers.tax', '120'), ('answers.escrow', '120'), ('answers.loanbank', '1440'), ('answers.utility', '1440'))
  AS seed (name, minutes);
ALTER TABLE registry.rule_values ENABLE TRIGGER guard_rule_value;
INSERT INTO registry.register_events (chain, topic, actor, occurred_at, payload, seq, prev_hash, hash)
VALUES ('rows-0', 'register.migrated', session_user, clock_timestamp(), '{"migration": "067-department-requests"}', 0, '', '');
