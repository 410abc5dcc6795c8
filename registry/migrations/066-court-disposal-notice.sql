-- CT-07: a court files its disposal as a notice, which its approver signs (domain §5.3, §5.7).
ALTER TABLE registry.court_notices DROP CONSTRAINT court_notices_kind_check;
ALTER TABLE registry.court_notices ADD CONSTRAINT court_notices_kind_check
  CHECK (kind IN ('query', 'seize', 'pre_seize', 'renew', 'lift', 'dispose'));
ALTER TABLE registry.court_notices DROP CONSTRAINT court_notices_state_check;
ALTER TABLE registry.court_notices ADD CONSTRAINT court_notices_state_check CHECK (state IN
  ('FILED', 'DELIVERED', 'EFFECTIVE', 'QUEUED', 'RENEWED', 'LIFTED', 'DISPOSED', 'ANSWERED', 'RETURNED', 'UNSIGNED'));
ALTER TABLE registry.notice_papers DROP CONSTRAINT notice_papers_kind_check;
ALTER TABLE registry.notice_papers ADD CONSTRAINT notice_papers_kind_check
  CHECK (kind IN ('order', 'assistance', 'third_party', 'transfer', 'deal', 'receipt', 'result', 'return'));
COMMENT ON COLUMN registry.court_notices.target_id IS 'the seizure that is renewed, lifted or carried out';
