-- Seals on documents: whose seals count, how a sealed file is found again, and when an electronic certificate was revoked.

CREATE TABLE registry.seal_authorities (
  fingerprint     text PRIMARY KEY CHECK (fingerprint ~ '^[0-9a-f]{64}$'),
  certificate_pem text NOT NULL,
  trusted_at      timestamptz NOT NULL,
  trusted_by      text NOT NULL
);
COMMENT ON TABLE registry.seal_authorities IS 'authorities (CA) whose seals the register accepts; a seal by any other is refused and found false';
COMMENT ON COLUMN registry.seal_authorities.fingerprint IS 'SHA-256 of the certificate in DER';
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON registry.seal_authorities FOR EACH ROW EXECUTE FUNCTION registry.append_only();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON registry.seal_authorities FOR EACH STATEMENT EXECUTE FUNCTION registry.append_only();

-- Public verification asks by the bytes of a file.
CREATE INDEX documents_sealed ON registry.documents (sha256) WHERE seal IS NOT NULL;

ALTER TABLE registry.certificates ADD COLUMN licence_revoked_at timestamptz;
COMMENT ON COLUMN registry.certificates.licence_revoked_at IS 'the store of electronic certificates confirmed the revocation (电子证照注销)';
ALTER TABLE registry.certificates ADD CONSTRAINT revoked_when_cancelled CHECK (licence_revoked_at IS NULL OR status = 'CANCELLED');

CREATE OR REPLACE FUNCTION registry.guard_certificate_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE probe registry.certificates := NEW;
BEGIN
  probe.status := OLD.status;
  probe.cancelled_entry_id := OLD.cancelled_entry_id;
  probe.cancelled_at := OLD.cancelled_at;
  probe.licence_id := OLD.licence_id;
  probe.document_id := OLD.document_id;
  probe.delivered_at := OLD.delivered_at;
  probe.delivery_way := OLD.delivery_way;
  probe.licence_revoked_at := OLD.licence_revoked_at;
  IF probe IS DISTINCT FROM OLD OR (OLD.status = 'CANCELLED' AND NEW.status <> 'CANCELLED') THEN
    PERFORM registry.violates('INV-31', 'a certificate number never changes its right and never comes back to life');
  END IF;
  IF NEW.status <> OLD.status AND NOT registry.entry_is_open(NEW.cancelled_entry_id) THEN
    PERFORM registry.violates('INV-31', 'a certificate is cancelled only inside a 登簿 transaction');
  END IF;
  RETURN NEW;
END $$;

SELECT registry.cover('certificates');
SELECT registry.cover('seal_authorities');
