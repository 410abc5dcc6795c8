import type { CaseView } from '../../registry/index.ts';
import type { Timeline } from '../api/cases.ts';
import type { ServerDeps } from '../deps.ts';
import { slaContext, slaView } from './sla-view.ts';
import { staffNames } from './staff.ts';

const round = (minutes: number) => Math.round(minutes * 10) / 10;

/** Who did what when, each line with the clock of the case at that moment. */
export async function timelineView(deps: Pick<ServerDeps, 'registry' | 'clock'>, theCase: CaseView): Promise<Timeline> {
  const { registry } = deps;
  const { calendar } = registry;
  const [lines, context, staff] = await Promise.all([
    registry.cases.timeline(theCase.caseNo),
    slaContext(deps),
    staffNames(registry),
  ]);
  const pauses = (theCase.sla?.pauses ?? []).toSorted((a, b) => a.pausedAt.getTime() - b.pausedAt.getTime());
  const entries = await Promise.all(
    lines.map(async (line) => {
      const clock = await clockAt(line.at);
      return {
        at: line.at.toISOString(),
        kind: line.topic,
        text: line.text,
        actor: staff(line.actor)?.name ?? line.actor,
        note: null,
        ...clock,
      };
    }),
  );
  return { caseNo: theCase.caseNo, entries, sla: slaView(theCase.sla, context) };

  async function clockAt(at: Date): Promise<{ netMinutes: number | null; grossMinutes: number | null }> {
    const start = theCase.sla?.startedAt;
    if (!start || at < start) return { netMinutes: null, grossMinutes: null };
    const end = theCase.sla?.stoppedAt && theCase.sla.stoppedAt < at ? theCase.sla.stoppedAt : at;
    const gross = await calendar.workingMinutesBetween(start, end, theCase.district);
    let net = 0;
    let cursor = start;
    // Pauses may overlap: time counts only outside all of them.
    for (const pause of pauses) {
      if (pause.pausedAt >= end) break;
      if (pause.pausedAt > cursor) {
        net += await calendar.workingMinutesBetween(cursor, pause.pausedAt, theCase.district);
      }
      const until = pause.resumedAt ?? end;
      if (until > cursor) cursor = until;
    }
    if (end > cursor) net += await calendar.workingMinutesBetween(cursor, end, theCase.district);
    return { netMinutes: round(Math.max(0, net)), grossMinutes: round(gross) };
  }
}
