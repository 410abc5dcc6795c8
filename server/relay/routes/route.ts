import type { OutboxMessage } from '../../../registry/index.ts';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

/** How a row of the outbox becomes a message of the engine. */
export interface Route {
  /** Message name in the diagrams (domain §5.0.2). */
  message: string | ((row: OutboxMessage) => string);
  /** How long the engine keeps the message while nobody waits for it. */
  ttlMs: number;
  /** What makes a repetition recognisable to the engine. */
  messageId: (row: OutboxMessage) => string;
}

/** The outbox id is drawn once per fact, so the same fact told twice is one message. */
export const byRow = (row: OutboxMessage) => `outbox-${row.id}`;
