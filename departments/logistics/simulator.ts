/**
 * Simulated courier. It keeps no receiver. `POST /deliveries/:no/state {state}` moves an envelope, auto mode delivers it.
 */
import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import { createAutoSettlement } from '../simulation/auto-settlement.ts';
import type { SimulatorOptions } from '../simulation/options.ts';
import { createSimulatorKit, problem, refuse } from '../simulation/simulator.ts';
import type { Delivery } from './contract.ts';
import { DeliveryState, logisticsOperations } from './contract.ts';

const State = Type.Object({ state: DeliveryState });

export async function logisticsSimulator(app: FastifyInstance, options: SimulatorOptions) {
  const kit = createSimulatorKit(app, 'logistics', options);
  const deliveries = kit.table<Delivery>('deliveries');

  const move = (delivery: Delivery, state: DeliveryState): Delivery => {
    const moved = { ...delivery, state, changedAt: kit.now() };
    deliveries.set(delivery.trackingNo, moved);
    return moved;
  };
  const isUnderway = ({ state }: Delivery) => state === 'accepted' || state === 'in_transit';

  const scheduleAuto = createAutoSettlement(app, kit, options, {
    open: () =>
      deliveries
        .values()
        .filter(isUnderway)
        .map(({ trackingNo }) => trackingNo),
    settle: (trackingNo) => {
      const delivery = deliveries.get(trackingNo);
      if (delivery && isUnderway(delivery)) move(delivery, 'delivered');
    },
  });

  kit.serve(logisticsOperations.orderDelivery, (request) => {
    // A Chinese address names at least a road, a village or a number.
    if (!/[路街道巷弄村号室幢镇乡]/.test(request.receiver.address)) {
      return refuse('ADDRESS_UNDELIVERABLE', '收件地址不完整或不在投递范围，请与领证人核对地址，或改为窗口领取。');
    }
    const delivery: Delivery = {
      trackingNo: kit.nextNumber('EMS'),
      caseNo: request.caseNo,
      state: 'accepted',
      changedAt: kit.now(),
    };
    deliveries.set(delivery.trackingNo, delivery);
    scheduleAuto(delivery.trackingNo);
    return { trackingNo: delivery.trackingNo, acceptedAt: delivery.changedAt };
  });

  kit.serve(
    logisticsOperations.fetchDelivery,
    (_body, { trackingNo }) =>
      deliveries.get(trackingNo) ?? refuse('DELIVERY_NOT_FOUND', '未查询到该邮件，请核对单号。'),
  );

  app.post('/deliveries/:trackingNo/state', { schema: { body: State } }, async (request, reply) => {
    const delivery = deliveries.get((request.params as { trackingNo: string }).trackingNo);
    if (!delivery) return problem(reply, 404, 'DELIVERY_NOT_FOUND', '未查询到该邮件');
    return move(delivery, (request.body as Type.Static<typeof State>).state);
  });
}
