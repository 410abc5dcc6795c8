-- 存量数据 (domain S11): rows of files wait in staging until their house is whole and right; only then are they in the book.
CREATE TABLE registry.stock_batches (
  batch_id    text PRIMARY KEY CHECK (batch_id ~ '^[0-9a-f]{64}$'),
  files       jsonb NOT NULL,
  state       text NOT NULL DEFAULT 'READING' CHECK (state IN ('READING', 'CHECKED', 'IMPORTED')),
  opened_by   text NOT NULL,
  opened_at   timestamptz NOT NULL,
  imported_by text,
  imported_at timestamptz,
  rows        integer NOT NULL DEFAULT 0,
  houses      integer NOT NULL DEFAULT 0,
  imported    integer NOT NULL DEFAULT 0,
  CHECK ((state = 'IMPORTED') = (imported_at IS NOT NULL))
);
COMMENT ON COLUMN registry.stock_batches.batch_id IS 'SHA-256 over the sorted SHA-256 of the files: the same files are the same batch';
COMMENT ON COLUMN registry.stock_batches.files IS 'name, sha256 and number of rows of each file';

CREATE TABLE registry.stock_rows (
  batch_id  text NOT NULL REFERENCES registry.stock_batches,
  file_no   integer NOT NULL,
  line      integer NOT NULL,
  kind      text NOT NULL CHECK (kind IN ('parcel', 'building', 'unit', 'ownership', 'holder', 'mortgage', 'seizure')),
  house     text NOT NULL,
  certificate_no text,
  content   jsonb NOT NULL,
  PRIMARY KEY (batch_id, file_no, line)
);
CREATE INDEX stock_rows_certificate ON registry.stock_rows (batch_id, certificate_no) WHERE kind IN ('ownership', 'mortgage');
COMMENT ON COLUMN registry.stock_rows.house IS 'unit code as in the file (it may be an old house code); of a parcel or building: its parcel code';
CREATE INDEX stock_rows_house ON registry.stock_rows (batch_id, house, kind);

CREATE TABLE registry.stock_houses (
  batch_id   text NOT NULL REFERENCES registry.stock_batches,
  house      text NOT NULL,
  location   text,
  state      text NOT NULL CHECK (state IN ('READY', 'HELD', 'UNLINKED', 'PRESENT', 'IMPORTED', 'SUPERSEDED')),
  unit_code  text,
  PRIMARY KEY (batch_id, house)
);
COMMENT ON COLUMN registry.stock_houses.state IS
  'READY: goes in with the batch; HELD: wrong, waits for a corrected file; UNLINKED: 房地未挂接; PRESENT: was in the register before; SUPERSEDED: a later file brought it in';
CREATE INDEX stock_houses_open ON registry.stock_houses (state, batch_id, house) WHERE state IN ('HELD', 'UNLINKED');
CREATE INDEX stock_houses_house ON registry.stock_houses (house);

CREATE TABLE registry.stock_findings (
  batch_id text NOT NULL REFERENCES registry.stock_batches,
  house    text NOT NULL,
  file_no  integer,
  line     integer,
  severity text NOT NULL CHECK (severity IN ('error', 'unlinked', 'warning')),
  code     text NOT NULL,
  message  text NOT NULL
);
COMMENT ON TABLE registry.stock_findings IS 'report of the dry run; messages hold no personal data';
CREATE INDEX stock_findings_house ON registry.stock_findings (batch_id, house);

CREATE TABLE registry.stock_links (
  link_id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  batch_id    text NOT NULL,
  house       text NOT NULL,
  unit_code   text NOT NULL,
  basis       text NOT NULL,
  proposed_by text NOT NULL,
  proposed_at timestamptz NOT NULL,
  decision    text CHECK (decision IN ('approve', 'reject')),
  opinion     text,
  decided_by  text,
  decided_at  timestamptz,
  FOREIGN KEY (batch_id, house) REFERENCES registry.stock_houses,
  CHECK ((decision IS NULL) = (decided_at IS NULL) AND (decision IS NULL) = (decided_by IS NULL)),
  -- Whoever links does not review (受办分离).
  CONSTRAINT two_people_link CHECK (decided_by <> proposed_by)
);
COMMENT ON TABLE registry.stock_links IS '房地挂接: proposed by a clerk, decided by a reviewer; approved, the house enters the book under its code';
CREATE UNIQUE INDEX stock_links_open ON registry.stock_links (batch_id, house) WHERE decision IS NULL;

CREATE TABLE registry.old_id_numbers (
  right_id bigint NOT NULL REFERENCES registry.rights,
  seq      integer NOT NULL,
  id_no    text NOT NULL CHECK (id_no ~ '^\d{15}$'),
  PRIMARY KEY (right_id, seq)
);
COMMENT ON TABLE registry.old_id_numbers IS '15-digit numbers as the stock had them; the holder stands in the book under the 18 digits they became';

-- Quality of a page, as it was last assessed.
CREATE TABLE registry.unit_quality (
  unit_code        text PRIMARY KEY REFERENCES registry.units,
  score            integer NOT NULL CHECK (score BETWEEN 0 AND 100),
  findings         text[] NOT NULL,
  register_version integer NOT NULL,
  assessed_at      timestamptz NOT NULL,
  wanted_by        text[] NOT NULL DEFAULT '{}'
);
COMMENT ON COLUMN registry.unit_quality.wanted_by IS 'cases at the window that wait for nothing but want it put right';
CREATE INDEX unit_quality_low ON registry.unit_quality (score, unit_code) WHERE score < 100;

CREATE TABLE registry.quality_settings (
  the_only         boolean PRIMARY KEY DEFAULT true CHECK (the_only),
  online_threshold integer NOT NULL CHECK (online_threshold BETWEEN 0 AND 100)
);
INSERT INTO registry.quality_settings (online_threshold) VALUES (60);

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON registry.old_id_numbers FOR EACH ROW EXECUTE FUNCTION registry.append_only();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON registry.old_id_numbers FOR EACH STATEMENT EXECUTE FUNCTION registry.append_only();
CREATE TRIGGER guard_right_part BEFORE INSERT ON registry.old_id_numbers FOR EACH ROW EXECUTE FUNCTION registry.guard_right_part();
SELECT registry.cover('old_id_numbers');
SELECT registry.cover('stock_links');
