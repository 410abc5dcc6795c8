import type { FastifyRequest } from 'fastify';
import Type, { type Static } from 'typebox';
import { requirePermission } from '../access/guard.ts';
import { HallDeviceList, HallDeviceView, HallView, MadeHallDevice, NewHallDevice } from '../api/hall.ts';
import { TakenTicket, TakeTicket } from '../api/tickets.ts';
import type { ServerDeps } from '../deps.ts';
import { announce } from '../events/announce.ts';
import { addDevice, deviceOf, endDevice, type HallDevice, listDevices } from '../hall/devices.ts';
import { forbidden } from '../problems/problem-error.ts';
import { type StaffNames, staffNames } from '../views/staff.ts';
import { takenTicket } from '../views/ticket-view.ts';
import { toWire } from '../views/to-wire.ts';
import type { App } from './types.ts';

export const DeviceParams = Type.Object({ token: Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' }) });
const DeviceIdParams = Type.Object({ deviceId: Type.String({ pattern: '^\\d{1,9}$' }) });

/** Screens of one hall share an address of the network: each is counted by its own. What else an address carries counts for nothing. */
export const slow = (max: number) => ({ rateLimit: { max, timeWindow: '1 minute', keyGenerator: deviceAsked } });
const deviceAsked = ({ ip, params }: FastifyRequest) => `${ip} ${(params as Static<typeof DeviceParams>).token}`;

/** 大厅设备: the supervisor's list, and what screens and kiosks ask without a clerk's account. */
export function hallRoutes(app: App, { registry, pool, clock }: ServerDeps): void {
  const managing = (request: FastifyRequest) => {
    const { district, userId } = requirePermission(request, 'hall.manage');
    if (district === null) throw forbidden('FORBIDDEN_ROLE', '大厅设备由各区督办岗位管理；请用本区的账号登录。');
    return { district, by: userId };
  };
  const view = ({ district: _, ...device }: HallDevice, staff: StaffNames): HallDeviceView => ({
    ...toWire(device),
    madeBy: staff(device.madeBy),
  });

  app.get('/api/hall/devices', { schema: { response: { 200: HallDeviceList } } }, async (request) => {
    const { district } = managing(request);
    const [devices, staff] = await Promise.all([listDevices(pool, district), staffNames(registry)]);
    return { devices: devices.map((one) => view(one, staff)) };
  });

  app.post(
    '/api/hall/devices',
    { schema: { body: NewHallDevice, response: { 201: MadeHallDevice } } },
    async (request, reply) => {
      const { kind, name } = request.body;
      const { device, token } = await addDevice(pool, { kind, name, ...managing(request), at: clock.now() });
      const made = { device: view(device, await staffNames(registry)), path: `/hall/${kind}/${token}` };
      return reply.code(201).send(made);
    },
  );

  app.post(
    '/api/hall/devices/:deviceId/end',
    { schema: { params: DeviceIdParams, response: { 200: HallDeviceView } } },
    async (request) => {
      const { deviceId } = request.params;
      const device = await endDevice(pool, { deviceId, ...managing(request), at: clock.now() });
      return view(device, await staffNames(registry));
    },
  );

  const path = '/api/public/hall/:token';

  app.get(
    path,
    { schema: { params: DeviceParams, response: { 200: HallView } }, config: slow(300) },
    async (request) => {
      const now = clock.now();
      const { kind, district } = await deviceOf(pool, request.params.token, now);
      const { called, waiting, missed } = await registry.tickets.hallLine(district);
      return {
        kind,
        district,
        asOf: now.toISOString(),
        called: toWire(called),
        waiting: waiting.map(({ number, errand }) => ({ number, errand })),
        missed,
      };
    },
  );

  app.post(
    `${path}/tickets`,
    { schema: { params: DeviceParams, body: TakeTicket, response: { 201: TakenTicket } }, config: slow(60) },
    async (request, reply) => {
      const { kind, district, deviceId } = await deviceOf(pool, request.params.token, clock.now());
      if (kind !== 'kiosk') throw forbidden('FORBIDDEN_ROLE', '这是显示屏的地址，不能取号；请到自助取号机或窗口取号。');
      const by = { userId: `machine:kiosk-${deviceId}` };
      const taken = await registry.tickets.take({ district, errand: request.body.errand, by });
      await announce(pool, { topic: 'ticket', id: taken.ticket.ticketId, district });
      return reply.code(201).send(takenTicket(taken));
    },
  );
}
