import type { NewQuery, QueryQuestion, QueryView, User } from '../../registry/index.ts';
import { actorOf } from '../access/guard.ts';
import { QUERY_PAPERS, type QueryRequest } from '../api/queries.ts';
import { answerFor } from '../bank/ask-department.ts';
import type { ServerDeps } from '../deps.ts';
import { typeByMagicBytes } from '../documents/magic-bytes.ts';
import { ProblemError } from '../problems/problem-error.ts';

type Deps = Pick<ServerDeps, 'registry' | 'departments'>;
/** Whoever is not bound to a district works in the city's seat. */
const CITY_SEAT = '330203';

/**
 * Asks the police about the person at the window, then the register. A refusal is an answer: it is kept and gets its paper.
 * @throws 503 the police do not answer: nothing was asked and nothing is in the log
 */
export async function askRegister(deps: Deps, body: QueryRequest, user: User, traceId: string): Promise<QueryView> {
  const { registry } = deps;
  const { queryKey, purpose } = body;
  const district = user.district ?? body.district ?? CITY_SEAT;
  const queryNo = await registry.queries.drawNumber(queryKey, district);
  const input: NewQuery = {
    queryKey,
    purpose,
    district,
    question: await questionOf(deps, body, { queryNo, district, traceId }),
    papers: body.papers.map(toPaper),
  };
  return registry.queries.ask(input, actorOf(user));
}

async function questionOf(
  { departments }: Deps,
  { question }: QueryRequest,
  about: { queryNo: string; district: NewQuery['district']; traceId: string },
): Promise<QueryQuestion> {
  const { queryNo, district, traceId } = about;
  if (question.kind === 'AR-03') return question;
  if (question.kind === 'AR-04') return { ...question, district };
  const person = question.kind === 'AR-01' && question.agent ? question.agent : question.applicant;
  const result = await departments.identity.verify(
    { caseNo: queryNo, name: person.name, idNo: person.idNo, idType: person.idType },
    { idempotencyKey: `${queryNo}:identity`, traceId },
  );
  // The police refuse to check at all: not proven, which is a ground for 不予查询.
  if (result.kind === 'refused') return { ...question, identity: { matched: false, checkNo: '' } };
  const { matched, verifyNo } = answerFor('身份核验服务', result);
  return { ...question, identity: { matched, checkNo: verifyNo } };
}

function toPaper({ kind, content }: QueryRequest['papers'][number]): NewQuery['papers'][number] {
  const bytes = Buffer.from(content, 'base64');
  const mediaType = typeByMagicBytes(bytes);
  const title = QUERY_PAPERS[kind];
  if (!mediaType)
    throw new ProblemError(415, 'FILE_TYPE_NOT_ALLOWED', `“${title}”不是 PDF、JPG 或 PNG，请重新扫描后上传。`);
  return { kind, title, mediaType, bytes };
}
