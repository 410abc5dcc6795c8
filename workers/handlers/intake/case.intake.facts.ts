import Type from 'typebox';
import { complete, defineJob } from '../../job.ts';
import { CaseNo, Maybe } from '../../shapes.ts';
import { caseOf } from '../case-of.ts';

/** What the machine knows before a person looks: inputs of the rules of automatic acceptance, codes and flags only. */
export const intakeFacts = defineJob({
  type: 'case.intake.facts',
  department: 'registry',
  description: '汇总核查结果：材料是否齐全、身份是否一致、是否已询问',
  input: Type.Object({
    caseNo: CaseNo,
    hasAgent: Maybe(Type.Boolean()),
    companyUnverified: Maybe(Type.Boolean()),
    deathUnverified: Maybe(Type.Boolean()),
  }),
  output: Type.Object({
    materialsComplete: Type.Boolean(),
    identityMatched: Type.Boolean(),
    inquiryRecorded: Type.Boolean(),
  }),
  bpmnErrors: [],
  timeoutMs: 30_000,
  idempotency: 'the list is set, not added to',
  async handle({ caseNo, hasAgent, companyUnverified, deathUnverified }, { deps }) {
    const { cases } = deps.registry;
    const { partyDetails, inquiry, ...view } = await caseOf(deps.registry, caseNo);
    const uploads = [
      ...(companyUnverified ? [upload('business_licence', '营业执照（市监未查到或状态异常）')] : []),
      ...(deathUnverified ? [upload('death_proof', '被继承人死亡证明（民政未查到）')] : []),
    ].filter((row) => view.materials.every((one) => one.materialId !== row.materialId));
    const materials =
      hasAgent || uploads.length > 0
        ? await cases.saveMaterials(caseNo, [
            ...view.materials.map(({ materialId, name, source, required }) => ({
              materialId,
              name,
              source,
              // 实施细则 §12: who acts for another hands in the 委托书.
              required: required || (hasAgent === true && materialId === 'authorisation'),
            })),
            ...uploads,
          ])
        : view.materials;
    return complete({
      materialsComplete: materials.length > 0 && materials.every((row) => row.present || !row.required),
      identityMatched: partyDetails.every((party) => party.identity?.result === 'matched'),
      inquiryRecorded: inquiry !== null,
    });
  },
});

/** What no office could tell is asked of the applicant (条例 §24). */
const upload = (materialId: string, name: string) => ({ materialId, name, source: 'upload' as const, required: true });
