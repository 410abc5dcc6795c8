/** Demo mode: what others do (pay, fund, disburse, read a meter) happens by itself a short time after it is asked for. */
import type { FastifyInstance } from 'fastify';
import type { SimulatorOptions } from './options.ts';
import type { SimulatorKit } from './simulator.ts';

export interface AutoSettlementTarget {
  /** Numbers of the orders that wait. */
  open(): string[];
  settle(orderNo: string): void;
  /** Which bank an order is at, when several stand behind the service. */
  organisationOf?(orderNo: string): string | undefined;
}

/** Returns `schedule(orderNo)`. Orders found open at start, or when `auto` is switched on, are scheduled too. */
export function createAutoSettlement(
  app: FastifyInstance,
  kit: SimulatorKit,
  options: SimulatorOptions,
  target: AutoSettlementTarget,
) {
  const timers = new Map<string, NodeJS.Timeout>();

  function schedule(orderNo: string) {
    const isAuto = () => kit.isAuto(target.organisationOf?.(orderNo));
    if (!isAuto() || timers.has(orderNo)) return;
    const timer = setTimeout(() => {
      timers.delete(orderNo);
      if (isAuto()) target.settle(orderNo);
    }, options.autoDelayMs ?? 2_000);
    timers.set(orderNo, timer);
  }

  const scheduleOpen = () => target.open().forEach(schedule);
  kit.onFaultsChanged(scheduleOpen);
  app.addHook('onReady', async () => scheduleOpen());
  app.addHook('onClose', async () => {
    for (const timer of timers.values()) clearTimeout(timer);
  });
  return schedule;
}
