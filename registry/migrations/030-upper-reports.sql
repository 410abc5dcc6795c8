-- 上报: every entry is reported to the platform above (domain S12, §5.0.4 report.upper). One row an entry, written in its own
-- transaction by a trigger, so that no registration of whatever kind can forget it; the server sends what is due.
CREATE TABLE registry.upper_reports (
  entry_id    bigint PRIMARY KEY REFERENCES registry.register_entries,
  state       text NOT NULL DEFAULT 'PENDING' CHECK (state IN ('PENDING', 'ACCEPTED', 'REJECTED', 'REPLACED')),
  due_at      timestamptz NOT NULL,
  attempts    integer NOT NULL DEFAULT 0,
  last_error  text,
  content_hash text,
  report_no   text,
  decided_at  timestamptz,
  findings    jsonb NOT NULL DEFAULT '[]',
  replaced_by bigint REFERENCES registry.upper_reports,
  CHECK ((state = 'ACCEPTED') = (report_no IS NOT NULL)),
  CHECK ((state = 'REJECTED') = (findings <> '[]' AND state <> 'REPLACED') OR state = 'REPLACED')
);
COMMENT ON TABLE registry.upper_reports IS '上报队列 and 数据质量队列: REJECTED waits for a clerk; REPLACED = a correction of the same page was accepted instead';
COMMENT ON COLUMN registry.upper_reports.findings IS 'table, field, unitCode, code, message of what the platform rejected; no personal data';
COMMENT ON COLUMN registry.upper_reports.content_hash IS 'SHA-256 of the message as last sent; compared in the daily reconciliation';
CREATE INDEX upper_reports_due ON registry.upper_reports (due_at) WHERE state = 'PENDING';
CREATE INDEX upper_reports_rejected ON registry.upper_reports (decided_at) WHERE state = 'REJECTED';

-- 存量数据 that was taken over (MIGRATION) was handed in by its own procedure; a completion of survey data (补录) is reported.
CREATE FUNCTION registry.report_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO registry.upper_reports (entry_id, due_at) VALUES (NEW.entry_id, '-infinity');
  RETURN NULL;
END $$;
CREATE TRIGGER report_entry AFTER INSERT ON registry.register_entries
  FOR EACH ROW WHEN (NEW.kind <> 'MIGRATION' OR NEW.step = 'completion') EXECUTE FUNCTION registry.report_entry();

CREATE TABLE registry.upper_reconciliations (
  day        date PRIMARY KEY,
  made_at    timestamptz NOT NULL,
  entered    integer NOT NULL,
  accepted   integer NOT NULL,
  pending    integer NOT NULL,
  rejected   integer NOT NULL,
  missing    jsonb NOT NULL,
  unknown    jsonb NOT NULL,
  different  jsonb NOT NULL
);
COMMENT ON TABLE registry.upper_reconciliations IS '每日对账: entries of a day against what the platform says it has accepted; lists hold numbers of messages';
