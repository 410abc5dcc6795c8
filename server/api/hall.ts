import Type, { type Static } from 'typebox';
import { District, Instant, Nullable, StaffRef } from './common.ts';
import { Errand } from './tickets.ts';

/** Screens and kiosks of a hall, and what they are shown. No names, no cases. */

export const HALL_DEVICES = { display: '显示屏', kiosk: '自助取号机' } as const;
export const HallDeviceKind = Type.Union([Type.Literal('display'), Type.Literal('kiosk')]);
export type HallDeviceKind = Static<typeof HallDeviceKind>;

export const HallDeviceView = Type.Object({
  deviceId: Type.Integer(),
  kind: HallDeviceKind,
  name: Type.String(),
  madeBy: StaffRef,
  madeAt: Instant,
  /** When it last asked, to the minute. */
  seenAt: Nullable(Instant),
  endedAt: Nullable(Instant),
});
export type HallDeviceView = Static<typeof HallDeviceView>;

/** GET /api/hall/devices: of the supervisor's hall. POST …/:deviceId/end switches one off. */
export const HallDeviceList = Type.Object({ devices: Type.Array(HallDeviceView) });
export type HallDeviceList = Static<typeof HallDeviceList>;

/** POST /api/hall/devices (201): the path of its screen is shown this once. */
export const NewHallDevice = Type.Object(
  { kind: HallDeviceKind, name: Type.String({ minLength: 1, maxLength: 30, pattern: '\\S' }) },
  { additionalProperties: false },
);
export type NewHallDevice = Static<typeof NewHallDevice>;
export const MadeHallDevice = Type.Object({ device: HallDeviceView, path: Type.String() });
export type MadeHallDevice = Static<typeof MadeHallDevice>;

/**
 * GET /api/public/hall/:token. GET …/events is the stream of `change` events of topic `ticket` alone (see events.ts). A kiosk takes
 * numbers by POST …/tickets (TakeTicket → 201 TakenTicket).
 */
export const HallView = Type.Object({
  kind: HallDeviceKind,
  district: District,
  asOf: Instant,
  /** At the windows now; the one called last first. */
  called: Type.Array(
    Type.Object({ number: Type.Integer(), counter: Type.String(), calls: Type.Integer(), toldAt: Instant }),
  ),
  /** In order of the line. */
  waiting: Type.Array(Type.Object({ number: Type.Integer(), errand: Errand })),
  /** 过号. */
  missed: Type.Array(Type.Integer()),
});
export type HallView = Static<typeof HallView>;
