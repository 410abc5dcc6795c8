import type { Clock } from '../../platform/clock.ts';
import type { Registry, SlaStatus } from '../../registry/index.ts';
import type { SlaView } from '../api/common.ts';
import { PAUSE_CAUSES } from './words.ts';

/** What every clock on one page shares: the server's time and whether offices are open. */
export interface SlaContext {
  now: Date;
  officeOpen: boolean;
}

export async function slaContext(deps: { registry: Pick<Registry, 'calendar'>; clock: Clock }): Promise<SlaContext> {
  const now = deps.clock.now();
  const inASecond = new Date(now.getTime() + 1_000);
  return { now, officeOpen: (await deps.registry.calendar.workingMinutesBetween(now, inASecond)) > 0 };
}

const round = (minutes: number) => Math.round(minutes * 100) / 100;

export function slaView(status: SlaStatus | null | undefined, { now, officeOpen }: SlaContext): SlaView {
  const asOf = now.toISOString();
  if (!status) return { ...NOT_STARTED, asOf };
  const pause = status.pauses.find((one) => one.resumedAt === null);
  return {
    state: stateOf(status),
    targetMinutes: status.limitMinutes,
    remainingMinutes: round(status.remainingMinutes),
    netMinutes: round(status.netMinutes),
    grossMinutes: round(status.grossMinutes),
    startedAt: status.startedAt.toISOString(),
    warnAt: status.warnAt.toISOString(),
    dueAt: status.dueAt.toISOString(),
    stoppedAt: status.stoppedAt?.toISOString() ?? null,
    pausedSince: pause?.pausedAt.toISOString() ?? null,
    pauseCause: pause?.cause ?? null,
    pauseCauseText: pause ? PAUSE_CAUSES[pause.cause] : null,
    ticking: status.state === 'running' && officeOpen,
    asOf,
  };
}

function stateOf(status: SlaStatus): SlaView['state'] {
  if (status.state === 'stopped') return 'stopped';
  if (status.level === 'breach' || status.remainingMinutes < 0) return 'over';
  if (status.state === 'paused') return 'paused';
  return status.level === 'warn' || status.remainingMinutes <= status.limitMinutes / 4 ? 'near' : 'normal';
}

const NOT_STARTED: Omit<SlaView, 'asOf'> = {
  state: 'none',
  targetMinutes: 0,
  remainingMinutes: 0,
  netMinutes: 0,
  grossMinutes: 0,
  startedAt: null,
  warnAt: null,
  dueAt: null,
  stoppedAt: null,
  pausedSince: null,
  pauseCause: null,
  pauseCauseText: null,
  ticking: false,
};
