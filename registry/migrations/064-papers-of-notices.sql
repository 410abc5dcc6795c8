-- The archive package of a notice finds its events by these, whatever else its district's chain holds.
CREATE INDEX register_events_notice ON registry.register_events ((payload->>'noticeNo')) WHERE payload ? 'noticeNo';
CREATE INDEX register_events_letter ON registry.register_events ((payload->>'reference')) WHERE topic LIKE 'letter.%';
