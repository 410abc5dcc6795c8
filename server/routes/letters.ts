import type { FastifyRequest } from 'fastify';
import Type from 'typebox';
import { actorOf, requirePermission } from '../access/guard.ts';
import { LetterList, LetterQuery, LetterTold, PostLetter, PrintedLetter } from '../api/letters.ts';
import type { ServerDeps } from '../deps.ts';
import { letterMaker } from '../letters/letter-paper.ts';
import { notFound } from '../problems/problem-error.ts';
import { toWire } from '../views/to-wire.ts';
import type { App } from './types.ts';

const LetterParams = Type.Object({ letterId: Type.String({ pattern: '^\\d{1,18}$' }) });

/** 待寄告知书: made, printed, posted, delivered. Whoever keeps them works in one district. */
export function letterRoutes(app: App, deps: ServerDeps): void {
  const { letters } = deps.registry;
  const make = letterMaker(deps);

  /** Of another district there is none. */
  const own = async (request: FastifyRequest, letterId: string) => {
    const user = requirePermission(request, 'letter.keep');
    const letter = await letters.get(letterId);
    if (user.district !== null && user.district !== letter.district)
      throw notFound('NOT_FOUND', '没有这封告知书；请刷新列表后重试。');
    return { letter, by: actorOf(user) };
  };
  const view = async (letterId: string) => toWire(await letters.get(letterId));

  app.get('/api/letters', { schema: { querystring: LetterQuery, response: { 200: LetterList } } }, async (request) => {
    const { district } = requirePermission(request, 'letter.keep');
    const { state = 'open', ...filter } = request.query;
    const [page, counts] = await Promise.all([letters.list({ district, state, ...filter }), letters.count(district)]);
    return toWire({ ...page, counts });
  });

  app.post(
    '/api/letters/:letterId/paper',
    { schema: { params: LetterParams, response: { 200: PrintedLetter } } },
    async (request) => {
      const { letter, by } = await own(request, request.params.letterId);
      await make(letter.letterId, by, request.id);
      return view(letter.letterId);
    },
  );

  app.get('/api/letters/:letterId/paper', { schema: { params: LetterParams } }, async (request, reply) => {
    const { letter, by } = await own(request, request.params.letterId);
    const paper = await letters.getPaper(letter.letterId, by);
    if (!paper) throw notFound('DOCUMENT_NOT_FOUND', '这封告知书还没有制作；请先制作。');
    return reply
      .type('application/pdf')
      .header('Content-Disposition', `inline; filename="letter-${letter.letterId}.pdf"`)
      .header('Cache-Control', 'no-store')
      .send(paper.bytes);
  });

  app.post(
    '/api/letters/:letterId/postings',
    { schema: { params: LetterParams, body: PostLetter, response: { 200: PrintedLetter } } },
    async (request) => {
      const { letter, by } = await own(request, request.params.letterId);
      await letters.posted(letter.letterId, request.body, by);
      return view(letter.letterId);
    },
  );

  app.post(
    '/api/letters/:letterId/told',
    { schema: { params: LetterParams, body: LetterTold, response: { 200: PrintedLetter } } },
    async (request) => {
      const { letter, by } = await own(request, request.params.letterId);
      const { toldAt, receiptNo, claimFen } = request.body;
      await letters.told(
        letter.letterId,
        { toldAt: new Date(toldAt), receiptNo, ...(claimFen === undefined ? {} : { claimFen }) },
        by,
      );
      return view(letter.letterId);
    },
  );
}
