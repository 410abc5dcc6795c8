import Type, { type Static } from 'typebox';
import { Instant, Nullable } from './common.ts';

/**
 * GET /api/events (text/event-stream). Each event is named `change` and says only what changed, never how: the
 * browser then fetches what it is allowed to see. A comment line every 15 s keeps proxies awake; after a reconnect
 * the first event is `hello`, on which the browser should refetch what is on the screen.
 */
export const ChangeTopic = Type.Union([
  Type.Literal('task'),
  Type.Literal('case'),
  Type.Literal('unit'),
  Type.Literal('incident'),
  Type.Literal('board'),
  Type.Literal('process'),
  Type.Literal('simulator'),
  /** 排队号 of a district. */
  Type.Literal('ticket'),
]);
export type ChangeTopic = Static<typeof ChangeTopic>;

export const ChangeEvent = Type.Object({
  topic: ChangeTopic,
  /** taskKey, caseNo, unitCode, incidentKey, bpmnProcessId …; null: many at once. */
  id: Nullable(Type.String()),
  caseNo: Nullable(Type.String()),
  at: Instant,
});
export type ChangeEvent = Static<typeof ChangeEvent>;
