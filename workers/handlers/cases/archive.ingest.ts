import Type from 'typebox';
import { complete, defineJob } from '../../job.ts';
import { CaseNo } from '../../shapes.ts';
import { caseOf } from '../case-of.ts';

/** 归档: every document of the case with its hash, under the case number. */
export const ingestArchive = defineJob({
  type: 'archive.ingest',
  department: 'office',
  description: '归档：核对材料齐全，登记档案号',
  input: Type.Object({ caseNo: CaseNo }),
  output: Type.Object({ archiveNo: Type.String(), archivedDocuments: Type.Integer() }),
  bpmnErrors: [],
  timeoutMs: 60_000,
  idempotency: 'the archive number follows from the case number',
  async handle({ caseNo }, { deps }) {
    const { materials } = await caseOf(deps.registry, caseNo);
    const documents = await deps.registry.documents.list(caseNo);
    const missing = materials.filter((row) => row.required && !row.present).length;
    if (missing > 0) deps.log.warn({ caseNo, missing }, 'archived with required materials missing');
    const archiveNo = `DA${caseNo}`;
    await deps.registry.cases.archiveCase({
      caseNo,
      archiveNo,
      documents: documents.length,
      pages: materials.reduce((sum, row) => sum + (row.pages ?? 0), 0),
    });
    return complete({ archiveNo, archivedDocuments: documents.length });
  },
});
