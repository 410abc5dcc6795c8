import Type from 'typebox';
import { bpmnError, complete, defineJob } from '../../job.ts';
import { CaseNo, Nothing } from '../../shapes.ts';
import { caseOf } from '../case-of.ts';

/** 条例 §17: nothing is accepted while a required paper is missing, whoever decided so. */
export const checkIntake = defineJob({
  type: 'case.intake.check',
  department: 'registry',
  description: '受理之前核对必交材料齐全',
  input: Type.Object({ caseNo: CaseNo }),
  output: Nothing,
  bpmnErrors: ['MATERIAL_INCOMPLETE'],
  timeoutMs: 30_000,
  idempotency: 'reads only',
  async handle({ caseNo }, { deps }) {
    const { materials } = await caseOf(deps.registry, caseNo);
    const gaps = materials.filter((row) => row.required && !row.present).map((row) => row.name);
    return gaps.length > 0 ? bpmnError('MATERIAL_INCOMPLETE', `还缺：${gaps.join('、')}。`) : complete({});
  },
});
