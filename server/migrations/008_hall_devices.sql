-- Screens and kiosks of a hall: each is let in by the token of its own address, kept as a hash, until it is switched off.
CREATE TABLE desk.hall_device (
  device_id  integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind       text NOT NULL CHECK (kind IN ('display', 'kiosk')),
  name       text NOT NULL CHECK (btrim(name) <> ''),
  district   text NOT NULL,
  token_hash bytea NOT NULL UNIQUE,
  made_by    text NOT NULL,
  made_at    timestamptz NOT NULL,
  seen_at    timestamptz,
  ended_by   text,
  ended_at   timestamptz,
  CHECK ((ended_by IS NULL) = (ended_at IS NULL))
);
CREATE INDEX hall_device_district ON desk.hall_device (district);
