import Type from 'typebox';
import { complete, defineJob } from '../../job.ts';
import { CaseNo } from '../../shapes.ts';

/**
 * 上报 (第 23 步): looks that every entry of the case stands in the register's reporting queue, which the server sends from. The case never
 * waits for the platform: what it rejects is mended in the data-quality queue, and no name passes through the engine.
 */
export const reportUpper = defineJob({
  type: 'report.upper',
  department: 'registry',
  description: '把登簿事项交付上报队列（省、国家平台）',
  input: Type.Object({ caseNo: CaseNo }),
  output: Type.Object({}),
  bpmnErrors: [],
  timeoutMs: 60_000,
  idempotency: 'only reads',
  async handle({ caseNo }, { deps }) {
    const reports = await deps.registry.exchange.reportsOfCase(caseNo);
    if (reports.length === 0) throw new Error(`case ${caseNo} has no entry to report`);
    return complete({});
  },
});
