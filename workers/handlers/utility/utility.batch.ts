import Type from 'typebox';
import { complete, defineJob } from '../../job.ts';
import { CaseNo, Day } from '../../shapes.ts';
import { Service } from './service.ts';

/** Degraded: the order stands on the day's batch file until the company answers again (domain §5.4). */
export const batchUtility = defineJob({
  type: 'utility.batch',
  department: 'registry',
  description: '列入公用事业每日批量文件',
  input: Type.Object({ caseNo: CaseNo, service: Service }),
  output: Type.Object({ batchDay: Day }),
  bpmnErrors: [],
  timeoutMs: 30_000,
  idempotency: 'one line for a day, a case and a service',
  async handle({ caseNo, service }, { deps }) {
    const { day } = await deps.registry.yilutong.queueBatch({ caseNo, service });
    return complete({ batchDay: day });
  },
});
