-- Every urban item that is done in 60 minutes (domain §2.3): what was applied for, new kinds of rights, and their guards.

-- What was applied for -----------------------------------------------------------------------------------------------
ALTER TABLE registry.cases
  ADD COLUMN operation text,
  ADD COLUMN combined text[] NOT NULL DEFAULT '{}',
  ADD COLUMN terms jsonb NOT NULL DEFAULT '{}';
COMMENT ON COLUMN registry.cases.operation IS 'which operation of the item (首次, 变更, 转移, 注销 …); null = its only one';
COMMENT ON COLUMN registry.cases.combined IS 'further items entered in the same 登簿';
COMMENT ON COLUMN registry.cases.terms IS 'blocks of the application besides contract, mortgage and name_change';

ALTER TABLE registry.case_parties DROP CONSTRAINT case_parties_role_check;
ALTER TABLE registry.case_parties ADD CONSTRAINT case_parties_role_check
  CHECK (role IN ('acquirer', 'acquirer_agent', 'obligor', 'obligor_agent', 'mortgagee', 'mortgagee_agent'));

CREATE TABLE registry.case_targets (
  case_no  text NOT NULL REFERENCES registry.cases,
  right_id bigint NOT NULL REFERENCES registry.rights,
  PRIMARY KEY (case_no, right_id)
);
COMMENT ON TABLE registry.case_targets IS 'the rights a case changes, moves or ends: the mortgage of a payoff, the caution that is transferred';
CREATE INDEX case_targets_right ON registry.case_targets (right_id);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON registry.case_targets FOR EACH ROW EXECUTE FUNCTION registry.append_only();

ALTER TABLE registry.consents DROP CONSTRAINT consents_kind_check;
ALTER TABLE registry.consents ADD CONSTRAINT consents_kind_check
  CHECK (kind IN ('mortgagee', 'caution_holder', 'right_holder', 'objection_risk', 'residence_risk'));

CREATE FUNCTION registry.guard_case_terms() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.operation, NEW.combined, NEW.terms) IS DISTINCT FROM (OLD.operation, OLD.combined, OLD.terms) THEN
    PERFORM registry.violates('INV-05', 'an application is not rewritten: file a new one');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_case_terms BEFORE UPDATE ON registry.cases FOR EACH ROW EXECUTE FUNCTION registry.guard_case_terms();

-- Rights -------------------------------------------------------------------------------------------------------------
ALTER TABLE registry.rights DROP CONSTRAINT rights_kind_check;
ALTER TABLE registry.rights ADD CONSTRAINT rights_kind_check
  CHECK (kind IN ('OWNERSHIP', 'MORTGAGE', 'CAUTION', 'OBJECTION', 'SEIZURE', 'EASEMENT', 'RESIDENCE'));
COMMENT ON COLUMN registry.rights.right_type IS
  'QLLX. Kind OWNERSHIP covers the family of INV-02: 3 = 国有建设用地使用权 of a unit without building, 4 = land and house together';

ALTER TABLE registry.ownership_details ADD COLUMN basis_no text;
COMMENT ON COLUMN registry.ownership_details.basis_no IS 'number of the deed: 公证书, 赠与合同, 裁判文书';

ALTER TABLE registry.mortgage_details
  ADD COLUMN rank_since timestamptz,
  ADD COLUMN loan_contract_no text,
  ADD COLUMN existing_claim_fen bigint CHECK (existing_claim_fen >= 0),
  ADD COLUMN claim_fixed_on date,
  ADD COLUMN claim_fixed_fen bigint CHECK (claim_fixed_fen >= 0),
  ADD COLUMN claim_fixed_fact text,
  ADD COLUMN under_construction boolean NOT NULL DEFAULT false,
  ADD CONSTRAINT inv_20_fixed_claim CHECK ((claim_fixed_on IS NULL) = (claim_fixed_fen IS NULL)
    AND (claim_fixed_on IS NULL OR mortgage_kind = 'maximum') AND claim_fixed_fen <= amount_fen);
COMMENT ON COLUMN registry.mortgage_details.rank_since IS
  'INV-17, 22: what the rank is counted from: the caution it grew out of, the mortgage it continues or changed places with; null = its own register time';
COMMENT ON COLUMN registry.mortgage_details.rank IS 'rank when it was written; the rank of today follows from rank_since among the current ones';
COMMENT ON COLUMN registry.mortgage_details.claim_fixed_on IS '最高额: 债权确定 (民法典 423); ZGZQQDSS';
COMMENT ON COLUMN registry.mortgage_details.under_construction IS '在建建筑物抵押 (DYBDCLX 4)';

ALTER TABLE registry.caution_details
  ADD COLUMN agreement_no text,
  ADD COLUMN agreed_on date,
  ADD COLUMN registrable_from date,
  ADD COLUMN price_fen bigint CHECK (price_fen >= 0),
  ADD COLUMN amount_fen bigint CHECK (amount_fen > 0),
  ADD COLUMN term_from date,
  ADD COLUMN term_to date,
  ADD COLUMN scope text,
  ADD COLUMN loan_contract_no text,
  ADD COLUMN obligors jsonb NOT NULL DEFAULT '[]',
  ADD CONSTRAINT caution_claim CHECK (amount_fen IS NULL OR caution_kind IN ('presale_mortgage', 'mortgage'));
COMMENT ON COLUMN registry.caution_details.registrable_from IS 'INV-21: lapses 90 days after this day; null = from the first registration of the unit';
COMMENT ON COLUMN registry.caution_details.obligors IS 'YWR 义务人: name, idType, idNo at the time of the entry';

CREATE TABLE registry.easement_details (
  right_id        bigint PRIMARY KEY REFERENCES registry.rights,
  side            text NOT NULL CHECK (side IN ('servient', 'dominant')),
  other_unit_code text NOT NULL REFERENCES registry.units,
  content         text NOT NULL,
  term_from       date NOT NULL,
  term_to         date NOT NULL,
  contract_no     text NOT NULL,
  CHECK (term_from <= term_to)
);
COMMENT ON TABLE registry.easement_details IS 'DYIQ: one row on the page of each of the two units (供役地, 需役地)';

CREATE TABLE registry.residence_details (
  right_id   bigint PRIMARY KEY REFERENCES registry.rights,
  basis      text NOT NULL CHECK (basis IN ('contract', 'will')),
  basis_no   text NOT NULL,
  scope      text NOT NULL,
  conditions text NOT NULL,
  term_to    date,
  price_fen  bigint CHECK (price_fen >= 0)
);
COMMENT ON TABLE registry.residence_details IS 'JZQ 居住权 (民法典 366–371); term_to null = for life, price_fen null = free of charge';

CREATE TABLE registry.unit_changes (
  entry_id   bigint NOT NULL REFERENCES registry.register_entries,
  unit_code  text NOT NULL REFERENCES registry.units,
  before     jsonb NOT NULL,
  after      jsonb NOT NULL,
  PRIMARY KEY (entry_id, unit_code)
);
COMMENT ON TABLE registry.unit_changes IS 'facts of a unit that an entry changed (BDC-08, BDC-29): what they were and what they are';

ALTER TABLE registry.units ADD COLUMN land_term_to date;
COMMENT ON COLUMN registry.units.land_term_to IS 'JSSJ where it differs from the parcel''s';

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['easement_details', 'residence_details', 'unit_changes'] LOOP
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON registry.%I FOR EACH ROW EXECUTE FUNCTION registry.append_only()', name);
    EXECUTE format('CREATE TRIGGER no_truncate BEFORE TRUNCATE ON registry.%I FOR EACH STATEMENT EXECUTE FUNCTION registry.append_only()', name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['easement_details', 'residence_details', 'caution_details'] LOOP
    EXECUTE format('CREATE TRIGGER guard_right_part BEFORE INSERT ON registry.%I FOR EACH ROW EXECUTE FUNCTION registry.guard_right_part()', name);
  END LOOP;
END $$;

-- INV-04/05: facts of a unit change only in the transaction whose entry has just taken the page one version further.
CREATE OR REPLACE FUNCTION registry.guard_unit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.unit_code <> OLD.unit_code THEN PERFORM registry.violates('INV-01', 'a unit code never changes'); END IF;
  IF OLD.extinguished AND NOT NEW.extinguished THEN PERFORM registry.violates('INV-05', 'a closed page is not opened again'); END IF;
  IF NEW.register_version = OLD.register_version AND NEW.last_registered_at = OLD.last_registered_at
     AND EXISTS (SELECT 1 FROM registry.units u WHERE u.unit_code = OLD.unit_code AND u.xmin = pg_current_xact_id()::xid) THEN
    RETURN NEW;
  END IF;
  IF NEW.register_version <> OLD.register_version + 1 OR NEW.last_registered_at <= OLD.last_registered_at THEN
    PERFORM registry.violates('INV-04', 'register time and version of a unit must increase with every entry');
  END IF;
  RETURN NEW;
END $$;

-- INV-03, 06 on a new right, with the kinds above.
CREATE OR REPLACE FUNCTION registry.guard_new_right() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE entry registry.register_entries; continued boolean; owned boolean;
BEGIN
  SELECT * INTO entry FROM registry.register_entries WHERE entry_id = NEW.entry_id;
  IF NOT registry.entry_is_open(NEW.entry_id) THEN
    PERFORM registry.violates('INV-05', 'a right is written only inside its own 登簿 transaction');
  END IF;
  IF NEW.registered_at <> entry.registered_at OR NEW.status = 'HISTORY' THEN
    PERFORM registry.violates('INV-04', 'a right begins at the register time of its entry');
  END IF;
  IF entry.kind = 'MIGRATION' THEN RETURN NEW; END IF; -- 存量数据: taken over as found
  -- A changed, moved or corrected right continues the one that this entry ends: the chain of title.
  continued := EXISTS (
    SELECT 1 FROM registry.rights r WHERE r.right_id = NEW.previous_id AND r.unit_code = NEW.unit_code AND r.kind = NEW.kind AND r.ended_entry_id = NEW.entry_id
  );
  owned := EXISTS (SELECT 1 FROM registry.rights r WHERE r.unit_code = NEW.unit_code AND r.kind = 'OWNERSHIP' AND r.status = 'CURRENT');
  IF NEW.kind = 'OWNERSHIP' THEN
    IF NEW.reg_type = 100 AND EXISTS (SELECT 1 FROM registry.rights r WHERE r.unit_code = NEW.unit_code AND r.kind = 'OWNERSHIP') THEN
      PERFORM registry.violates('INV-03', 'the unit was registered before: no second first registration');
    ELSIF NEW.reg_type <> 100 AND NOT continued THEN
      PERFORM registry.violates('INV-03', 'ownership must follow the ownership that this entry ends (连续登记)');
    END IF;
  ELSIF NEW.kind IN ('MORTGAGE', 'EASEMENT', 'RESIDENCE') THEN
    -- INV-03 exception: a mortgage on a building under construction lives before the first registration.
    IF NOT owned AND NOT (continued AND NEW.kind = 'MORTGAGE') THEN
      PERFORM registry.violates('INV-03', 'no ' || lower(NEW.kind) || ' before first registration');
    END IF;
    IF NEW.reg_type IN (200, 300) AND NOT continued THEN
      PERFORM registry.violates('INV-03', 'a change or transfer continues the right that this entry ends');
    END IF;
  ELSIF NEW.kind = 'CAUTION' AND NEW.reg_type IN (200, 300) AND NOT continued THEN
    PERFORM registry.violates('INV-03', 'a change or transfer of a caution continues the one that this entry ends');
  END IF;
  -- INV-06: under a formal seizure nothing new is disposed of; what continues unchanged in substance is the rules' question.
  IF ((NEW.kind = 'OWNERSHIP' AND NEW.reg_type = 200) OR (NEW.kind IN ('MORTGAGE', 'CAUTION', 'EASEMENT', 'RESIDENCE') AND NOT continued)) AND EXISTS (
    SELECT 1 FROM registry.rights r WHERE r.unit_code = NEW.unit_code AND r.kind = 'SEIZURE' AND r.status = 'CURRENT'
  ) THEN
    PERFORM registry.violates('INV-06', 'the unit is under seizure');
  END IF;
  RETURN NEW;
END $$;

-- INV-24: residential only, and no way from one holder to another.
CREATE FUNCTION registry.guard_residence() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE resident registry.rights;
BEGIN
  SELECT * INTO resident FROM registry.rights WHERE right_id = NEW.right_id;
  IF resident.reg_type = 200 THEN PERFORM registry.violates('INV-24', 'a residence right is neither transferred nor inherited'); END IF;
  IF (SELECT use FROM registry.units WHERE unit_code = resident.unit_code) <> 'residential' THEN
    PERFORM registry.violates('INV-24', 'a residence right exists on homes only');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_residence BEFORE INSERT ON registry.residence_details FOR EACH ROW EXECUTE FUNCTION registry.guard_residence();

-- Rules an office may switch (domain §4.2: "configurable").
CREATE TABLE registry.local_rules (
  rule   text PRIMARY KEY,
  active boolean NOT NULL,
  source text NOT NULL
);
INSERT INTO registry.local_rules VALUES
  ('INV-32', true, '更正受理后暂停处分：上海市不动产登记若干规定 §31；浙江待核实');
