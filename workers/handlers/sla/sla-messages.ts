import type { EngineClient } from '../../../platform/engine-client/index.ts';

type Publisher = Pick<EngineClient, 'publishMessage'>;

const HOUR_MS = 3_600_000;

/**
 * Arms the SLA watch of the case with absolute times (domain §7). The epoch makes the id unique: telling the same arming
 * twice starts one watch. `again` names a step that must start a new watch in the same epoch (the old one died with its scope).
 */
export async function publishSlaArmed(
  engine: Publisher,
  sla: { caseNo: string; epoch: number; warnAt: Date; dueAt: Date },
  again?: string,
): Promise<void> {
  await engine.publishMessage({
    name: 'msg.sla.armed',
    correlationKey: sla.caseNo,
    messageId: `sla-armed:${sla.caseNo}:${sla.epoch}${again ? `:${again}` : ''}`,
    timeToLiveMs: HOUR_MS,
    variables: { slaEpoch: sla.epoch, slaWarnAt: sla.warnAt.toISOString(), slaDueAt: sla.dueAt.toISOString() },
  });
}

/**
 * Ends the watch of this epoch. The epoch is part of the correlation key, so that a message nobody waited for cannot end
 * the next watch.
 */
export async function publishSlaPaused(engine: Publisher, caseNo: string, epoch: number): Promise<void> {
  await engine.publishMessage({
    name: 'msg.sla.paused',
    correlationKey: `${caseNo}:${epoch}`,
    messageId: `sla-paused:${caseNo}:${epoch}`,
    timeToLiveMs: HOUR_MS,
  });
}

/**
 * Starts the watch of 条例 §20, which looks at the register when the day has come, and at once when `msg.statutory.moved` says that
 * a changed calendar has moved it. `again`: as for the SLA watch.
 */
export async function publishStatutoryArmed(
  engine: Publisher,
  { caseNo, checkAt }: { caseNo: string; checkAt: Date },
  again?: string,
): Promise<void> {
  await engine.publishMessage({
    name: 'msg.statutory.armed',
    correlationKey: caseNo,
    messageId: `statutory-armed:${caseNo}${again ? `:${again}` : ''}`,
    timeToLiveMs: HOUR_MS,
    variables: { statutoryCheckAt: checkAt.toISOString() },
  });
}
