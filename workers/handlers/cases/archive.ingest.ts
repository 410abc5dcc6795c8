import Type from 'typebox';
import { answerOf, complete, defineJob, TechnicalFailure } from '../../job.ts';
import { CaseNo } from '../../shapes.ts';
import { caseOf } from '../case-of.ts';

/** 归档: every document of the case by its hash, handed to the archive, which gives the number of the file. */
export const ingestArchive = defineJob({
  type: 'archive.ingest',
  department: 'archive',
  description: '归档：向档案馆移交案卷，登记档案号',
  input: Type.Object({ caseNo: CaseNo }),
  output: Type.Object({ archiveNo: Type.String(), archivedDocuments: Type.Integer() }),
  bpmnErrors: [],
  timeoutMs: 60_000,
  idempotency: 'a case has one file at the archive; the key is the case',
  async handle({ caseNo }, { deps, call }) {
    const { materials } = await caseOf(deps.registry, caseNo);
    const documents = await deps.registry.documents.list(caseNo);
    const pagesOf = (documentId: string) =>
      Math.max(materials.find((row) => row.documentId === documentId)?.pages ?? 1, 1);
    const answer = answerOf(
      await deps.clients.archive.ingest(
        {
          caseNo,
          documents: documents.map(({ documentId, kind, sha256 }) => ({ kind, sha256, pages: pagesOf(documentId) })),
        },
        call(caseNo, `file:${documents.length}`),
      ),
    );
    if (!answer.ok) throw new TechnicalFailure(`档案馆没有接收案卷：${answer.message}`, false);
    const { archiveNo, pages } = answer.value;
    await deps.registry.cases.archiveCase({ caseNo, archiveNo, documents: documents.length, pages });
    return complete({ archiveNo, archivedDocuments: documents.length });
  },
});
