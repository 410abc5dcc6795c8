/** Simulated archive. `PUT /requirements {requirements:[{itemCode, kinds}]}` sets which kinds a file of an item must hold. */
import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import type { SimulatorOptions } from '../simulation/options.ts';
import { createSimulatorKit, refuse } from '../simulation/simulator.ts';
import type { ArchiveDocument, ArchiveFile } from './contract.ts';
import { archiveOperations } from './contract.ts';

interface StoredFile {
  readonly archiveNo: string;
  readonly caseNo: string;
  readonly documents: readonly ArchiveDocument[];
  readonly archivedAt: string;
}

const Requirements = Type.Object({
  requirements: Type.Array(Type.Object({ itemCode: Type.String(), kinds: Type.Array(Type.String({ minLength: 1 })) })),
});

export async function archiveSimulator(app: FastifyInstance, options: SimulatorOptions) {
  const kit = createSimulatorKit(app, 'archive', options);
  /** By case number: one file a case. */
  const files = kit.table<StoredFile>('files');
  const requirements = kit.table<readonly string[]>('requirements');

  kit.serve(archiveOperations.ingest, (request) => {
    const known = files.get(request.caseNo);
    const earlier = known?.documents ?? [];
    const added = request.documents.filter((one) => !earlier.some(({ sha256 }) => sha256 === one.sha256));
    const documents = [...earlier, ...added];
    const gaps = [
      ...request.documents.filter(({ pages }) => pages === 0).map(({ kind }) => `${kind}（无页）`),
      ...(requirements.get(request.itemCode ?? '') ?? []).filter((kind) => !documents.some((one) => one.kind === kind)),
    ];
    if (documents.length === 0) return refuse('PAGES_MISSING', '案卷内没有材料，请核对后重新移交。');
    if (gaps.length > 0) return refuse('PAGES_MISSING', `案卷不完整，缺少：${gaps.join('、')}。请补齐后重新移交。`);
    const file: StoredFile = {
      archiveNo: known?.archiveNo ?? kit.nextNumber('ARC'),
      caseNo: request.caseNo,
      documents,
      archivedAt: kit.now(),
    };
    files.set(request.caseNo, file);
    return totals(file);
  });

  kit.serve(archiveOperations.fetchFile, (_body, { archiveNo }) => {
    const file = files.values().find((one) => one.archiveNo === archiveNo);
    if (!file) return refuse('ARCHIVE_NOT_FOUND', '未查询到该案卷，请核对档号。');
    const sha256 = file.documents.map((document) => document.sha256);
    return { ...totals(file), caseNo: file.caseNo, sha256 } satisfies ArchiveFile;
  });

  app.put('/requirements', { schema: { body: Requirements } }, async (request) => {
    const { requirements: given } = request.body as Type.Static<typeof Requirements>;
    for (const { itemCode, kinds } of given) requirements.set(itemCode, kinds);
    return { requirements: given.length };
  });
}

function totals({ archiveNo, documents, archivedAt }: StoredFile) {
  const pages = documents.reduce((sum, one) => sum + one.pages, 0);
  return { archiveNo, pages, documents: documents.length, archivedAt };
}
