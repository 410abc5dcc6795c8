import Type from 'typebox';
import { complete, defineJob } from '../../job.ts';
import { CaseNo, Instant } from '../../shapes.ts';

/** 公告、公示 begins: the working days of rule `publicity.days`, while the clock stands still. */
export const openPublicity = defineJob({
  type: 'publicity.open',
  department: 'registry',
  description: '发布公告（公示），给出期满时间',
  input: Type.Object({ caseNo: CaseNo }),
  output: Type.Object({ publicityEndsAt: Instant }),
  bpmnErrors: [],
  timeoutMs: 30_000,
  idempotency: 'one for each case; its first beginning counts',
  async handle({ caseNo }, { deps }) {
    const { kind, dueAt } = await deps.registry.publicity.open(caseNo);
    // Domain §2.3: the inheritance without notary takes five working days after its 公示, the others their sixty minutes.
    if (kind === 'inheritance')
      await deps.registry.sla.reclassify({ caseNo, slaClass: '5WD', reason: '非公证继承，公示后按工作日办理' });
    return complete({ publicityEndsAt: dueAt.toISOString() });
  },
});
