import Type from 'typebox';
import { systemActor } from '../../../registry/index.ts';
import { complete, defineJob } from '../../job.ts';
import { CaseNo, Nothing } from '../../shapes.ts';
import { PauseCause } from './pause-cause.ts';
import { publishSlaArmed, publishStatutoryArmed } from './sla-messages.ts';

/**
 * Ends the pauses of a cause; when none is left the clock runs again and the watch is armed with new dates.
 * `all` is for a case that goes back into handling: every pause ends and new watches start in any case.
 */
export const resumeSla = defineJob({
  type: 'sla.resume',
  department: 'registry',
  description: '恢复计时，重新设定预警与到期时间',
  input: Type.Object({ caseNo: CaseNo, pauseCause: Type.Union([PauseCause, Type.Literal('all')]) }),
  output: Nothing,
  bpmnErrors: [],
  timeoutMs: 30_000,
  idempotency: 'ending an ended pause changes nothing; the message has the epoch in its id',
  async handle({ caseNo, pauseCause }, { deps, job }) {
    const { sla } = deps.registry;
    // As in sla.pause: before 受理 no clock runs.
    if (!(await sla.get(caseNo))) return complete({});
    if (pauseCause === 'all') {
      const open = (await sla.get(caseNo))?.pauses.filter((pause) => pause.resumedAt === null) ?? [];
      for (const pause of open) await sla.resume({ caseNo, pauseKey: pause.pauseKey, by: systemActor });
    } else {
      await sla.resume({ caseNo, cause: pauseCause, by: systemActor });
    }
    const status = await sla.get(caseNo);
    if (status?.state === 'running') {
      await publishSlaArmed(deps.engine, status, pauseCause === 'all' ? job.elementInstanceKey : undefined);
    }
    // The statutory watch knows no pauses; it only died with the scope that the case has left.
    if (pauseCause === 'all') {
      const { checkAt } = await sla.statutory(caseNo);
      await publishStatutoryArmed(deps.engine, { caseNo, checkAt }, job.elementInstanceKey);
    }
    return complete({});
  },
});
