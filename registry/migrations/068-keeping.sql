-- What goes after its time (registry/keeping). Numbers of the hall and their steps may go now, by the sweep alone: guard_kept_ticket
-- (registry/functions/tickets.sql) takes the place of these.
DROP TRIGGER no_delete ON registry.tickets;
DROP TRIGGER append_only ON registry.ticket_steps;
DROP TRIGGER append_only ON registry.ticket_cases;

-- The relay writes into it when a message is delivered; an entry never does. Watches stay: the outbox says who has been told.
CREATE INDEX outbox_over ON registry.outbox (done_at)
  WHERE done_at IS NOT NULL AND topic NOT IN ('caution.watch', 'caution.changed', 'seizure.watch');
CREATE INDEX public_links_expired ON registry.public_links (expires_at);

INSERT INTO registry.register_events (chain, topic, actor, occurred_at, payload, seq, prev_hash, hash)
VALUES ('rows-0', 'register.migrated', session_user, clock_timestamp(), '{"migration": "068-keeping"}', 0, '', '');
