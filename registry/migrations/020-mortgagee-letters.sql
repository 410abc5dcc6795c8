-- INV-18: a mortgagee is told when the mortgaged home has a new owner. Letters have a channel of their own: they never wait for
-- the case, and the case never waits for them.
ALTER TABLE registry.outbox DROP CONSTRAINT outbox_channel_check;
ALTER TABLE registry.outbox ADD CONSTRAINT outbox_channel_check CHECK (channel IN ('engine', 'report', 'letter'));
COMMENT ON COLUMN registry.outbox.channel IS 'engine: relayed as messages · report: upper platform, utilities, archive · letter: to a bank, by the server';
