import Type from 'typebox';
import type { SlaClass } from '../../../registry/index.ts';
import { complete, defineJob } from '../../job.ts';
import { CaseNo, Nothing } from '../../shapes.ts';
import { caseOf } from '../case-of.ts';

/** 实地查看 cannot be done in sixty minutes: minute classes become five working days, classes in days the longest one. */
const IN_DAYS: Record<SlaClass, SlaClass> = { IMM: '5WD', '60m': '5WD', '1WD': '5WD', '5WD': '15WD', '15WD': '15WD' };

/** Runs while the clock stands still; the resume that follows arms the watch with the new dates. */
export const reclassifySla = defineJob({
  type: 'sla.reclassify',
  department: 'registry',
  description: '时限改按工作日（实地查看）',
  input: Type.Object({ caseNo: CaseNo }),
  output: Nothing,
  bpmnErrors: [],
  timeoutMs: 30_000,
  idempotency: 'the class follows from the item and is set, not moved on',
  async handle({ caseNo }, { deps }) {
    const { itemCode, operation } = await caseOf(deps.registry, caseNo);
    const item = deps.registry.items.getItem(itemCode);
    const chosen = item.operations.find((one) => one.code === operation);
    // By the item and not by the clock: a second view, or this job run twice, comes to the same class.
    const slaClass = IN_DAYS[chosen?.slaClass ?? item.slaClass];
    await deps.registry.sla.reclassify({ caseNo, slaClass, reason: '实地查看' });
    return complete({});
  },
});
