-- Reports to the upper platform are rows of upper_reports since 030; nobody reads what 登簿 and 查封 left in the outbox for them.
DELETE FROM registry.outbox WHERE channel = 'report';
ALTER TABLE registry.outbox DROP CONSTRAINT outbox_channel_check;
ALTER TABLE registry.outbox ADD CONSTRAINT outbox_channel_check CHECK (channel IN ('engine', 'letter'));
COMMENT ON COLUMN registry.outbox.channel IS 'engine: relayed as messages · letter: to a bank, by the server';
