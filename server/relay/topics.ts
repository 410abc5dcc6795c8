import type { PublishMessage } from '../../platform/engine-client/index.ts';
import type { OutboxMessage, OutboxTopic } from '../../registry/index.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

interface Route {
  /** Message name in the diagrams (domain §5.0.2). */
  message: string;
  ttlMs: number;
  /** What makes a repetition recognisable to the engine. */
  messageId: (row: OutboxMessage) => string;
}

/** The outbox id is drawn once per fact, so the same fact told twice is one message. */
const byRow = (row: OutboxMessage) => `outbox-${row.id}`;

export const ROUTES: Record<OutboxTopic, Route> = {
  // The start of a case is exactly-once: its own number is the message id (architecture §5, rule 7).
  'case.filed': { message: 'msg.case.filed', ttlMs: DAY, messageId: (row) => row.caseNo },
  'seizure.entered': { message: 'msg.seizure.entered', ttlMs: HOUR, messageId: byRow },
  'register.changed': { message: 'msg.register.changed', ttlMs: HOUR, messageId: byRow },
  'case.withdraw': { message: 'msg.case.withdraw', ttlMs: HOUR, messageId: byRow },
  'supplement.received': { message: 'msg.supplement.received', ttlMs: HOUR, messageId: byRow },
  'payment.settled': { message: 'msg.payment.settled', ttlMs: DAY, messageId: byRow },
  'payment.failed': { message: 'msg.payment.failed', ttlMs: DAY, messageId: byRow },
  'tax.result': { message: 'msg.tax.result', ttlMs: DAY, messageId: byRow },
};

export function toEngineMessage(row: OutboxMessage): PublishMessage {
  const route = ROUTES[row.topic];
  return {
    name: route.message,
    correlationKey: row.correlationKey,
    messageId: route.messageId(row),
    timeToLiveMs: route.ttlMs,
    variables: row.payload,
  };
}
