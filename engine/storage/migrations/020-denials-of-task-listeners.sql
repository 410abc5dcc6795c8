-- Why a listener of a user task denied what it was asked about, '' when it did not say; null when it did not deny.
ALTER TABLE engine.job ADD COLUMN denied_reason text;
