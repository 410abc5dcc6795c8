import Type from 'typebox';
import { bpmnError, complete, defineJob } from '../../job.ts';
import { CaseNo } from '../../shapes.ts';

/** The last look before 登簿 (domain §4.3): a check only at intake is not enough. */
export const recheckUnit = defineJob({
  type: 'registry.unit.recheck',
  department: 'registry',
  description: '登簿前复核：与受理时的登记簿版本比较并重跑规则',
  input: Type.Object({ caseNo: CaseNo }),
  output: Type.Object({ registerChanged: Type.Boolean() }),
  bpmnErrors: ['UNIT_RESTRICTED'],
  timeoutMs: 30_000,
  idempotency: 'the register keeps the version it compared with; the entry itself compares once more',
  async handle({ caseNo }, { deps }) {
    const { changed, blocks } = await deps.registry.units.recheckCase(caseNo);
    const [block] = blocks;
    if (block) return bpmnError('UNIT_RESTRICTED', block.message, { blockRule: block.rule });
    return complete({ registerChanged: changed });
  },
});
