import type { PublishMessage } from '../../../platform/engine-client/index.ts';
import type { OutboxMessage, OutboxTopic } from '../../../registry/index.ts';
import { BANK_ROUTES } from './bank.ts';
import { COURT_ROUTES } from './court.ts';
import { REGISTRATION_ROUTES } from './registration.ts';
import type { Route } from './route.ts';
import { YILUTONG_ROUTES } from './yilutong.ts';

/** Every topic of the outbox; one file a flow, as in registry/outbox/topics. */
export const ROUTES: Record<OutboxTopic, Route> = {
  ...REGISTRATION_ROUTES,
  ...COURT_ROUTES,
  ...BANK_ROUTES,
  ...YILUTONG_ROUTES,
};

export function toEngineMessage(row: OutboxMessage): PublishMessage {
  const { message, messageId, ttlMs } = ROUTES[row.topic];
  return {
    name: typeof message === 'string' ? message : message(row),
    correlationKey: row.correlationKey,
    messageId: messageId(row),
    timeToLiveMs: ttlMs,
    variables: row.payload,
  };
}
