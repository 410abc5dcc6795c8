import type { CaseView } from '../../registry/index.ts';
import type { Timeline } from '../api/cases.ts';
import type { ServerDeps } from '../deps.ts';
import { slaContext, slaView } from './sla-view.ts';
import { staffNames } from './staff.ts';

const round = (minutes: number) => Math.round(minutes * 10) / 10;

/** Who did what when, each line with the clock of the case at that moment. */
export async function timelineView(deps: Pick<ServerDeps, 'registry' | 'clock'>, theCase: CaseView): Promise<Timeline> {
  const { registry } = deps;
  const [lines, calendar, context, staff] = await Promise.all([
    registry.cases.timeline(theCase.caseNo),
    registry.calendar,
    slaContext(deps),
    staffNames(registry),
  ]);
  const pauses = theCase.sla?.pauses ?? [];
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
    const paused = await Promise.all(
      pauses.map((pause) => {
        const from = pause.pausedAt;
        const to = pause.resumedAt && pause.resumedAt < end ? pause.resumedAt : end;
        return to > from ? calendar.workingMinutesBetween(from, to, theCase.district) : 0;
      }),
    );
    const net = gross - paused.reduce((sum, minutes) => sum + minutes, 0);
    return { netMinutes: round(Math.max(0, net)), grossMinutes: round(gross) };
  }
}
