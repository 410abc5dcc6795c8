-- An incident of more than five minutes is written into the case's SLA ledger once (domain §5.1).
ALTER TABLE desk.incident ADD COLUMN attributed boolean NOT NULL DEFAULT false;
