import Type from 'typebox';
import { dayOf, systemActor } from '../../../registry/index.ts';
import { complete, defineJob, type WorkerDeps } from '../../job.ts';
import { CaseNo, Instant } from '../../shapes.ts';
import { renderNotice } from '../documents/doc.render.ts';
import { PAUSE_EVIDENCE, PauseCause } from './pause-cause.ts';
import { publishSlaPaused } from './sla-messages.ts';

const DAY_MS = 86_400_000;

/** Stops the clock with its cause and evidence; the watch of this epoch ends. */
export const pauseSla = defineJob({
  type: 'sla.pause',
  department: 'registry',
  description: '暂停计时，写明原因与依据',
  input: Type.Object({ caseNo: CaseNo, pauseCause: PauseCause }),
  output: Type.Object({ supplementDueAt: Type.Optional(Instant) }),
  bpmnErrors: [],
  timeoutMs: 30_000,
  idempotency:
    'the pause is named by element and element instance; the message by its epoch; the notice by its request',
  async handle({ caseNo, pauseCause }, { deps, job }) {
    // 一路通 pays taxes before 受理: the clock does not run yet, so there is nothing to pause (domain §5.4).
    if (!(await deps.registry.sla.get(caseNo))) return complete({});
    const pauseKey = `${job.elementId}:${job.elementInstanceKey}`;
    const { epoch } = await deps.registry.sla.pause({
      caseNo,
      pauseKey,
      cause: pauseCause,
      evidence: PAUSE_EVIDENCE[pauseCause],
      by: systemActor,
    });
    // Also when another pause stopped the clock first: a repeated message is known by its id, a lost one is never made up.
    await publishSlaPaused(deps.engine, caseNo, epoch);
    if (pauseCause !== 'supplement') return complete({});
    const status = await deps.registry.sla.get(caseNo);
    const since = status?.pauses.find((pause) => pause.pauseKey === pauseKey)?.pausedAt ?? deps.clock.now();
    // 补正期限 in calendar days (domain §5.1 step 12), by the rule of the day of the request.
    const days = await deps.registry.rules.value('supplement.days', { day: dayOf(since) });
    const dueAt = new Date(since.getTime() + days * DAY_MS);
    await tellInWriting(deps, caseNo, dueAt);
    return complete({ supplementDueAt: dueAt.toISOString() });
  },
});

/** 条例 §17: what the reviewer asks for goes out as 一次性告知补正通知书, one for each request. */
async function tellInWriting(deps: WorkerDeps, caseNo: string, dueAt: Date): Promise<void> {
  const asked = await deps.registry.cases.lastSupplement(caseNo);
  if (!asked) {
    // Somebody completed the review past the desk: what is to be supplemented is known to nobody here.
    deps.log.warn({ caseNo }, 'no request for a supplement is recorded, so there is no notice');
    return;
  }
  await renderNotice(deps, caseNo, 'notice_supplement', null, asked.items, {
    key: `notice_supplement:${asked.key}`,
    dueAt,
  });
}
