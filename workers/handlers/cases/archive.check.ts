import Type from 'typebox';
import { bpmnError, complete, defineJob } from '../../job.ts';
import { CaseNo, Nothing } from '../../shapes.ts';
import { caseOf } from '../case-of.ts';

/** Completeness before the file is handed over: every required paper, and at least one document. */
export const checkArchive = defineJob({
  type: 'archive.check',
  department: 'registry',
  description: '归档前核对案卷完整',
  input: Type.Object({ caseNo: CaseNo }),
  output: Nothing,
  bpmnErrors: ['PAGES_MISSING'],
  timeoutMs: 30_000,
  idempotency: 'reads only',
  async handle({ caseNo }, { deps }) {
    const { materials } = await caseOf(deps.registry, caseNo);
    const gaps = materials.filter((row) => row.required && !row.present).map((row) => row.name);
    if (gaps.length > 0) return bpmnError('PAGES_MISSING', `案卷缺：${gaps.join('、')}。`);
    const documents = await deps.registry.documents.list(caseNo);
    return documents.length > 0 ? complete({}) : bpmnError('PAGES_MISSING', '案卷中没有任何文件。');
  },
});
