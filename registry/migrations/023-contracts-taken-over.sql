-- A presale is filed once: the case of its 本登记 takes the filing of the 预告登记 over (民法典 221). One live filing per contract number,
-- any number of cases that took it over; a number whose filing was cancelled may be filed anew.
ALTER TABLE registry.contract_filings
  ADD COLUMN taken_over_from text REFERENCES registry.cases,
  DROP CONSTRAINT contract_filings_contract_no_key;
COMMENT ON COLUMN registry.contract_filings.taken_over_from IS 'case in the register that filed this contract; null = this case filed it itself';
CREATE UNIQUE INDEX contract_filings_one_live ON registry.contract_filings (contract_no) WHERE state = 'FILED' AND taken_over_from IS NULL;
SELECT registry.cover('contract_filings');
