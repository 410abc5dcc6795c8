import { createDocumentRenderer, type DocumentRenderer } from '../../platform/documents/index.ts';
import { type Actor, dayOf, type LetterFacts } from '../../registry/index.ts';
import type { ServerDeps } from '../deps.ts';
import { sealPaper } from '../documents/seal-paper.ts';
import { letterDataOf } from './letter-data.ts';

type Deps = Pick<ServerDeps, 'registry' | 'departments' | 'log'>;

/** The seal service files by case number; what belongs to no case goes under the day, district and number of the letter, in the same form. */
const sealedUnder = ({ caseNo, issuedAt, district, letterNo }: LetterFacts): string =>
  caseNo ?? `${dayOf(issuedAt).replaceAll('-', '')}${district}${letterNo.slice(-7, -1)}`;

/** Numbers, renders and seals a letter, once: a second try makes the same bytes and gets the first signature. */
export function letterMaker(deps: Deps): (letterId: string, by: Actor, traceId: string) => Promise<void> {
  let renderer: DocumentRenderer | undefined;
  return async (letterId, by, traceId) => {
    const { letters } = deps.registry;
    if ((await letters.get(letterId)).state !== 'open') return;
    const facts = await letters.issue(letterId, by);
    // Fonts are large: made at the first letter, and kept.
    renderer ??= createDocumentRenderer();
    const bytes = await renderer.render('letter', letterDataOf(facts), facts.issuedAt);
    const { sealedPdf, seal } = await sealPaper(
      deps,
      {
        district: facts.district,
        reference: sealedUnder(facts),
        documentNo: `letter-${letterId}`,
        idempotencyKey: `letter:${letterId}`,
        bytes,
      },
      traceId,
    );
    await letters.putPaper(letterId, { bytes: sealedPdf, seal });
  };
}
