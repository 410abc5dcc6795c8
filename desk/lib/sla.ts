import type { SlaState, SlaView } from '../../server/api/index.ts';

/** A case warns when a quarter of its time is left (domain §7: 45 of 60 minutes). */
const NEAR_SHARE = 0.25;

export interface SlaNow {
  state: SlaState;
  /** Working seconds left, negative when over. */
  remainingSeconds: number;
  netMinutes: number;
  grossMinutes: number;
}

/** Carries a case's clock forward from the server's `asOf` to `now`; it stands still unless it is ticking. */
export function slaAt(sla: SlaView, now: number): SlaNow {
  const passed = sla.ticking ? Math.max(0, (now - new Date(sla.asOf).getTime()) / 60_000) : 0;
  const remainingMinutes = sla.remainingMinutes - passed;
  return {
    state: stateOf(sla, remainingMinutes),
    remainingSeconds: Math.floor(remainingMinutes * 60),
    netMinutes: sla.netMinutes + passed,
    grossMinutes: sla.grossMinutes + passed,
  };
}

function stateOf(sla: SlaView, remainingMinutes: number): SlaState {
  if (sla.state === 'none' || sla.state === 'paused' || sla.state === 'stopped') return sla.state;
  if (remainingMinutes < 0 || sla.state === 'over') return 'over';
  if (remainingMinutes <= sla.targetMinutes * NEAR_SHARE || sla.state === 'near') return 'near';
  return 'normal';
}

export interface SlaMark {
  shape: string;
  word: string;
  className: string;
}

/** State is never colour alone: shape and word carry it. */
export const SLA_MARKS: Record<SlaState, SlaMark> = {
  normal: { shape: '●', word: '正常', className: 'sla-normal' },
  near: { shape: '▲', word: '临期', className: 'sla-near' },
  over: { shape: '■', word: '超期', className: 'sla-over' },
  paused: { shape: '‖', word: '暂停', className: 'sla-paused' },
  none: { shape: '○', word: '未受理', className: 'sla-none' },
  stopped: { shape: '◆', word: '已停表', className: 'sla-none' },
};
