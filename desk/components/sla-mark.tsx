import type { SlaView } from '../../server/api/index.ts';
import { formatCountdown, formatDateTime, formatMinutes } from '../lib/format.ts';
import { SLA_MARKS, slaAt } from '../lib/sla.ts';
import { useNow } from '../lib/use-now.ts';

/** Remaining working time, ticking by the server's clock; net, gross and the due date on hover. */
export function SlaMark({ sla }: { sla: SlaView }) {
  const now = useNow();
  const at = slaAt(sla, now);
  const mark = SLA_MARKS[at.state];
  const shown =
    at.state === 'none'
      ? null
      : at.state === 'stopped'
        ? `用时 ${formatMinutes(sla.netMinutes)}`
        : formatCountdown(at.remainingSeconds);
  return (
    <span className={`sla ${mark.className}`} title={explain(sla, at.netMinutes, at.grossMinutes)}>
      <span className="sla-shape" aria-hidden="true">
        {mark.shape}
      </span>
      <span className="sla-word">{mark.word}</span>
      {shown ? <span>{shown}</span> : null}
    </span>
  );
}

function explain(sla: SlaView, net: number, gross: number): string {
  if (sla.state === 'none') return '尚未受理，时限从受理时起算';
  const lines = [
    `净用时 ${formatMinutes(net)}（扣除暂停）`,
    `总用时 ${formatMinutes(gross)}（含暂停）`,
    `时限 ${sla.targetMinutes} 个工作分钟`,
  ];
  if (sla.state === 'paused' && sla.pausedSince) {
    lines.push(`暂停：${sla.pauseCauseText ?? sla.pauseCause ?? '原因未记录'}，自 ${formatDateTime(sla.pausedSince)}`);
  } else if (sla.stoppedAt) lines.push(`停表 ${formatDateTime(sla.stoppedAt)}`);
  else if (sla.dueAt) lines.push(`应于 ${formatDateTime(sla.dueAt)} 前登簿`);
  if (!sla.ticking && (sla.state === 'normal' || sla.state === 'near' || sla.state === 'over'))
    lines.push('现为非办公时间，不计时');
  return lines.join('\n');
}
