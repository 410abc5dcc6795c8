import Type from 'typebox';
import { bpmnError, complete, defineJob } from '../../job.ts';
import { CaseNo, UnitCodes } from '../../shapes.ts';

/** All rules of the item before anything is collected (domain §5.1 step 3). */
export const checkUnit = defineJob({
  type: 'registry.unit.check',
  department: 'registry',
  description: '校验登记簿限制：查封、预告、异议、抵押等规则的预检',
  input: Type.Object({ caseNo: CaseNo, itemCode: Type.String(), unitCodes: UnitCodes }),
  output: Type.Object({ registerVersion: Type.Integer(), unitWarnings: Type.Array(Type.String()) }),
  bpmnErrors: ['UNIT_RESTRICTED', 'NOT_OUR_JURISDICTION'],
  timeoutMs: 30_000,
  idempotency: 'reads only',
  async handle({ caseNo, itemCode, unitCodes }, { deps }) {
    const checks = await Promise.all(
      unitCodes.map((unitCode) => deps.registry.units.checkUnit({ unitCode, itemCode, caseNo })),
    );
    const refused = checks.find((check) => !check.allowed);
    if (refused) {
      const [block] = refused.blocks;
      return bpmnError(refused.errorCode ?? 'UNIT_RESTRICTED', block?.message ?? '不动产单元受限，不能登记。', {
        blockRule: block?.rule ?? null,
      });
    }
    return complete({
      registerVersion: checks[0]!.registerVersion,
      unitWarnings: checks.flatMap((check) => check.warnings.map((warning) => warning.rule)),
    });
  },
});
