-- Mortgages that banks file (抵押登记进银行, domain §5.2): consent of the owner, signatures, confirmed ranks, the loan.

-- Links sent by SMS --------------------------------------------------------------------------------------------------
-- Whoever holds the link has nothing yet: what stands behind it is shown only with a code sent to the person's own phone.
CREATE TABLE registry.public_links (
  token_hash     bytea PRIMARY KEY CHECK (length(token_hash) = 32),
  kind           text NOT NULL CHECK (kind IN ('consent', 'signature')),
  -- number that departments know it by: the consent's or the case's
  business_no    text NOT NULL CHECK (business_no ~ '^\d{20}$'),
  party_no       integer,
  round          integer,
  phone          text NOT NULL,
  created_at     timestamptz NOT NULL,
  expires_at     timestamptz NOT NULL CHECK (expires_at > created_at),
  code_hash      bytea,
  code_until     timestamptz,
  codes_sent     integer NOT NULL DEFAULT 0,
  wrong_codes    integer NOT NULL DEFAULT 0,
  closed_at      timestamptz,
  CHECK ((kind = 'signature') = (party_no IS NOT NULL AND round IS NOT NULL))
);
COMMENT ON TABLE registry.public_links IS 'links of owners and signers; token and code are kept as SHA-256 only';
CREATE INDEX public_links_business ON registry.public_links (business_no, kind);

-- INV-34: a bank looks at a home only with the owner's consent, for one purpose and one case ---------------------------
CREATE SEQUENCE registry.consent_numbers MINVALUE 1 MAXVALUE 99999 CYCLE;
CREATE TABLE registry.owner_consents (
  consent_no   text PRIMARY KEY CHECK (consent_no ~ '^\d{20}$'),
  org_id       text NOT NULL REFERENCES registry.organisations,
  unit_code    text NOT NULL REFERENCES registry.units,
  purpose      text NOT NULL CHECK (purpose IN ('mortgage', 'purchase')),
  person_id    bigint NOT NULL REFERENCES registry.persons,
  requested_by text NOT NULL,
  requested_at timestamptz NOT NULL,
  given_at     timestamptz,
  refused_at   timestamptz,
  -- what the owner tells the bank; only its hash is kept
  code_hash    bytea UNIQUE,
  expires_at   timestamptz NOT NULL,
  used_by_case text UNIQUE REFERENCES registry.cases,
  CHECK (given_at IS NULL OR refused_at IS NULL),
  CHECK ((given_at IS NULL) = (code_hash IS NULL)),
  CHECK (used_by_case IS NULL OR given_at IS NOT NULL)
);
COMMENT ON TABLE registry.owner_consents IS '权利人同意银行查询: one bank, one unit, one purpose, one case';

CREATE FUNCTION registry.guard_consent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.consent_no, NEW.org_id, NEW.unit_code, NEW.purpose, NEW.person_id) IS DISTINCT FROM (OLD.consent_no, OLD.org_id, OLD.unit_code, OLD.purpose, OLD.person_id)
     OR (OLD.given_at IS NOT NULL AND NEW.given_at IS DISTINCT FROM OLD.given_at)
     OR (OLD.used_by_case IS NOT NULL AND NEW.used_by_case IS DISTINCT FROM OLD.used_by_case) THEN
    PERFORM registry.violates('INV-34', 'a consent is given once and used once');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_consent BEFORE UPDATE ON registry.owner_consents FOR EACH ROW EXECUTE FUNCTION registry.guard_consent();

-- The loan behind a case ----------------------------------------------------------------------------------------------
CREATE TABLE registry.case_loans (
  case_no    text PRIMARY KEY REFERENCES registry.cases,
  org_id     text NOT NULL REFERENCES registry.organisations,
  loan_no    text NOT NULL CHECK (loan_no ~ '^[A-Za-z0-9-]{4,40}$'),
  state      text NOT NULL DEFAULT 'PENDING' CHECK (state IN ('PENDING', 'DISBURSED', 'REFUSED')),
  event_id   text,
  settled_at timestamptz,
  -- cancellation: number of the bank's claim-ended proof
  payoff_proof_no text,
  CHECK ((state = 'PENDING') = (settled_at IS NULL))
);
CREATE INDEX case_loans_loan ON registry.case_loans (org_id, loan_no);

-- F-CONTRACTINFO: what the clerk adds to the application, once each time it is sent to be signed -------------------------
CREATE TABLE registry.contract_infos (
  case_no            text NOT NULL REFERENCES registry.cases,
  round              integer NOT NULL CHECK (round > 0),
  task_key           text NOT NULL,
  loan_signed_on     date NOT NULL,
  mortgage_signed_on date NOT NULL,
  note               text,
  entered_by         text NOT NULL,
  entered_at         timestamptz NOT NULL,
  PRIMARY KEY (case_no, round),
  UNIQUE (case_no, task_key)
);
CREATE TABLE registry.signatures (
  case_no    text NOT NULL,
  round      integer NOT NULL,
  party_no   integer NOT NULL,
  invited_at timestamptz NOT NULL,
  signed_at  timestamptz,
  declined_at timestamptz,
  PRIMARY KEY (case_no, round, party_no),
  FOREIGN KEY (case_no, round) REFERENCES registry.contract_infos,
  FOREIGN KEY (case_no, party_no) REFERENCES registry.case_parties,
  CHECK (signed_at IS NULL OR declined_at IS NULL)
);
COMMENT ON TABLE registry.signatures IS 'INV-26: every mortgagor, co-owner and debtor signs the table of this round';

-- INV-17: the rank that the bank was shown and accepted -----------------------------------------------------------------
CREATE TABLE registry.confirmed_ranks (
  case_no      text NOT NULL REFERENCES registry.cases,
  unit_code    text NOT NULL REFERENCES registry.units,
  rank         integer NOT NULL CHECK (rank > 0),
  task_key     text NOT NULL,
  confirmed_by text NOT NULL,
  confirmed_at timestamptz NOT NULL,
  PRIMARY KEY (case_no, unit_code, task_key)
);

-- 银行复核: the checker is another person than the clerk ------------------------------------------------------------------
CREATE TABLE registry.bank_checks (
  case_no    text NOT NULL REFERENCES registry.cases,
  task_key   text NOT NULL,
  decision   text NOT NULL CHECK (decision IN ('approve', 'return', 'drop')),
  note       text,
  user_id    text NOT NULL,
  at         timestamptz NOT NULL,
  PRIMARY KEY (case_no, task_key)
);
CREATE FUNCTION registry.guard_bank_check() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM registry.cases WHERE case_no = NEW.case_no AND filed_by = NEW.user_id)
     OR EXISTS (SELECT 1 FROM registry.contract_infos WHERE case_no = NEW.case_no AND entered_by = NEW.user_id) THEN
    PERFORM registry.violates('INV-29', 'the checker of a bank is another person than its clerk');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_bank_check BEFORE INSERT ON registry.bank_checks FOR EACH ROW EXECUTE FUNCTION registry.guard_bank_check();

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['contract_infos', 'confirmed_ranks', 'bank_checks'] LOOP
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON registry.%I FOR EACH ROW EXECUTE FUNCTION registry.append_only()', name);
  END LOOP;
END $$;

-- A debtor who owns nothing of the home is a party of his own: his identity is checked, and he signs.
ALTER TABLE registry.case_parties DROP CONSTRAINT case_parties_role_check;
ALTER TABLE registry.case_parties ADD CONSTRAINT case_parties_role_check
  CHECK (role IN ('acquirer', 'acquirer_agent', 'obligor', 'obligor_agent', 'mortgagee', 'mortgagee_agent', 'debtor'));
