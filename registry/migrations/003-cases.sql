-- The engine holds the flow; these tables hold the evidence (SLSQ, SQR, SJ, SH … of the standard).

CREATE TABLE registry.case_counters (
  day      date NOT NULL,
  district text NOT NULL,
  last     integer NOT NULL CHECK (last BETWEEN 1 AND 999999),
  PRIMARY KEY (day, district)
);

CREATE TABLE registry.cases (
  case_no              text PRIMARY KEY CHECK (case_no ~ '^\d{20}$'),
  application_key      text NOT NULL UNIQUE,
  application_hash     text NOT NULL,
  item_code            text NOT NULL,
  channel              text NOT NULL,
  district             text NOT NULL,
  rule_profile         text NOT NULL CHECK (rule_profile IN ('current', '2019')),
  status               text NOT NULL DEFAULT 'FILED' CHECK (status IN ('FILED', 'ACCEPTED', 'ENTERED', 'CLOSED')),
  outcome              text CHECK (outcome IN ('COMPLETED', 'NOT_ACCEPTED', 'REFUSED', 'WITHDRAWN', 'SUPERSEDED_BY_SEIZURE')),
  close_reason         text,
  ownership_mode       text CHECK (ownership_mode IN ('single', 'joint', 'shares')),
  contract             jsonb,
  mortgage             jsonb,
  name_change          jsonb,
  tax_family           jsonb,
  has_loan             boolean NOT NULL DEFAULT false,
  cert_medium          text NOT NULL CHECK (cert_medium IN ('electronic', 'paper', 'both')),
  separate_certs       boolean NOT NULL DEFAULT false,
  delivery             text NOT NULL CHECK (delivery IN ('window', 'none', 'mail')),
  delivery_address     text,
  start_variables      jsonb NOT NULL,
  filed_at             timestamptz NOT NULL,
  filed_by             text NOT NULL,
  accepted_at          timestamptz,
  accepted_by          text,
  entered_at           timestamptz,
  withdrawal_requested_at timestamptz,
  recheck_needed       boolean NOT NULL DEFAULT false,
  inquiry              jsonb,
  archive_no           text,
  closed_at            timestamptz,
  process_instance_key text,
  bpmn_process_id      text,
  -- INV-30: withdrawal until 登簿, never after; and nothing is entered for who has withdrawn.
  CONSTRAINT inv_30_withdrawal CHECK (entered_at IS NULL OR withdrawal_requested_at IS NULL),
  CHECK ((status = 'CLOSED') = (closed_at IS NOT NULL) AND (status = 'CLOSED') = (outcome IS NOT NULL)),
  CONSTRAINT outcome_matches_entry CHECK (outcome IS NULL OR (outcome = 'COMPLETED') = (entered_at IS NOT NULL))
);
COMMENT ON TABLE registry.cases IS 'SLSQ 受理申请; case_no = YWH';
COMMENT ON COLUMN registry.cases.accepted_by IS 'SLRY; from the intake decision';
CREATE INDEX cases_filed ON registry.cases (district, filed_at DESC);
CREATE INDEX cases_instance ON registry.cases (process_instance_key);

CREATE TABLE registry.case_units (
  case_no          text NOT NULL REFERENCES registry.cases,
  unit_code        text NOT NULL REFERENCES registry.units,
  version_seen     integer,
  PRIMARY KEY (case_no, unit_code)
);
COMMENT ON COLUMN registry.case_units.version_seen IS 'register_version at 受理, or at the last approval by a reviewer';
CREATE INDEX case_units_unit ON registry.case_units (unit_code);

CREATE TABLE registry.case_parties (
  case_no       text NOT NULL REFERENCES registry.cases,
  party_no      integer NOT NULL CHECK (party_no > 0),
  role          text NOT NULL CHECK (role IN ('acquirer', 'acquirer_agent', 'obligor', 'obligor_agent')),
  nature        text NOT NULL,
  name          text NOT NULL,
  id_type       text NOT NULL,
  id_no         text NOT NULL,
  phone         text,
  address       text,
  share_n       bigint,
  share_d       bigint CHECK (share_d > 0),
  represents    integer,
  PRIMARY KEY (case_no, party_no)
);
COMMENT ON TABLE registry.case_parties IS 'SQR 申请人';

CREATE TABLE registry.identity_checks (
  case_no   text NOT NULL,
  party_no  integer NOT NULL,
  key       text NOT NULL,
  result    text NOT NULL CHECK (result IN ('matched', 'mismatch', 'unavailable', 'manual_ok', 'manual_reject')),
  verify_no text,
  score     double precision,
  user_id   text NOT NULL,
  at        timestamptz NOT NULL,
  PRIMARY KEY (case_no, party_no, key),
  FOREIGN KEY (case_no, party_no) REFERENCES registry.case_parties
);

CREATE TABLE registry.documents (
  document_id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  case_no     text NOT NULL REFERENCES registry.cases,
  key         text NOT NULL,
  kind        text NOT NULL,
  title       text NOT NULL,
  media_type  text NOT NULL,
  bytes       bytea NOT NULL,
  size        integer NOT NULL GENERATED ALWAYS AS (octet_length(bytes)) STORED,
  -- Computed here, so that the number can never be another file's.
  sha256      text NOT NULL GENERATED ALWAYS AS (encode(sha256(bytes), 'hex')) STORED,
  created_at  timestamptz NOT NULL,
  created_by  text NOT NULL,
  seal        jsonb,
  UNIQUE (case_no, key)
);
ALTER TABLE registry.documents ALTER COLUMN bytes SET STORAGE EXTERNAL; -- PDFs and JPEGs do not compress again

CREATE TABLE registry.case_materials (
  case_no     text NOT NULL REFERENCES registry.cases,
  material_id text NOT NULL,
  position    integer NOT NULL,
  name        text NOT NULL,
  source      text NOT NULL CHECK (source IN ('shared', 'upload', 'scan', 'registry', 'generated')),
  required    boolean NOT NULL,
  present     boolean NOT NULL DEFAULT false,
  pages       integer,
  document_id uuid REFERENCES registry.documents,
  reference   text,
  note        text,
  PRIMARY KEY (case_no, material_id)
);
COMMENT ON TABLE registry.case_materials IS 'SJ 收件清单';

CREATE TABLE registry.reviews (
  case_no     text NOT NULL REFERENCES registry.cases,
  task_key    text NOT NULL,
  step        text NOT NULL CHECK (step IN ('intake', 'review', 're_review', 'sign_book', 'confirm_refusal', 'confirm_superseded')),
  decision    text NOT NULL,
  reason_code text,
  opinion     text,
  checklist   jsonb,
  user_id     text NOT NULL,
  role        text NOT NULL,
  at          timestamptz NOT NULL,
  PRIMARY KEY (case_no, task_key)
);
COMMENT ON TABLE registry.reviews IS 'SH 审核; append-only. step=intake is the 受理 decision';

CREATE TABLE registry.consents (
  case_no     text NOT NULL REFERENCES registry.cases,
  right_id    bigint NOT NULL,
  kind        text NOT NULL CHECK (kind IN ('mortgagee', 'caution_holder', 'objection_risk')),
  document_id uuid REFERENCES registry.documents,
  user_id     text NOT NULL,
  at          timestamptz NOT NULL,
  PRIMARY KEY (case_no, right_id, kind)
);

CREATE TABLE registry.supplements (
  case_no      text NOT NULL REFERENCES registry.cases,
  key          text NOT NULL,
  items        jsonb NOT NULL,
  requested_at timestamptz NOT NULL,
  due_at       timestamptz NOT NULL,
  received_at  timestamptz,
  PRIMARY KEY (case_no, key)
);
COMMENT ON TABLE registry.supplements IS '补正: what was asked for, until when, and when it came';

CREATE TABLE registry.notifications (
  case_no    text NOT NULL REFERENCES registry.cases,
  key        text NOT NULL,
  template   text NOT NULL,
  party_no   integer,
  message_id text NOT NULL,
  at         timestamptz NOT NULL,
  PRIMARY KEY (case_no, key)
);
