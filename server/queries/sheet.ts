import { createDocumentRenderer, type DocumentRenderer } from '../../platform/documents/index.ts';
import type { QueryPaper, QueryView } from '../../registry/index.ts';
import type { ServerDeps } from '../deps.ts';
import { sealPaper } from '../documents/seal-paper.ts';
import { sheetDataOf } from './sheet-data.ts';

type Deps = Pick<ServerDeps, 'registry' | 'departments' | 'config' | 'log'>;

/** Fonts are large: made at the first sheet, and kept for the life of the server that asks for it. */
export function sheetMaker(deps: Deps): (query: QueryView, traceId: string) => Promise<QueryPaper> {
  let renderer: DocumentRenderer | undefined;
  return async (query, traceId) => {
    const kind = query.outcome === 'REFUSED' ? 'refusal' : 'result';
    const known = query.papers.find((paper) => paper.kind === kind && paper.sealed);
    if (known) return known;
    renderer ??= createDocumentRenderer();
    const data = sheetDataOf(query, deps.config.publicUrl);
    // The same data and instant give the same bytes, so the seal service answers a second try with its first signature.
    const bytes = await renderer.render('query-sheet', data, query.askedAt);
    const { queryNo, district } = query;
    const { sealedPdf, seal } = await sealPaper(
      deps,
      { district, reference: queryNo, documentNo: `${queryNo}-sheet`, idempotencyKey: `${queryNo}:sheet`, bytes },
      traceId,
    );
    const paper = await deps.registry.queries.putPaper(query.queryNo, {
      kind,
      title: data.title,
      mediaType: 'application/pdf',
      bytes: sealedPdf,
    });
    await deps.registry.queries.recordPaperSeal(paper.paperId, seal);
    return { ...paper, sealed: true };
  };
}
