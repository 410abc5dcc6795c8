import type { FastifyRequest } from 'fastify';
import Type from 'typebox';
import type { QueryLogLine as LogLine, QueryView, User } from '../../registry/index.ts';
import { actorOf, may, requirePermission, userOf } from '../access/guard.ts';
import { readCase } from '../access/read-case.ts';
import {
  HousingCount,
  LookupAlarms,
  Query,
  QueryItemList,
  QueryList,
  QueryLog,
  QueryLogRequest,
  QueryRequest,
  QueryVerification,
} from '../api/queries.ts';
import type { ServerDeps } from '../deps.ts';
import { notFound } from '../problems/problem-error.ts';
import { askRegister } from '../queries/ask.ts';
import { sheetMaker } from '../queries/sheet.ts';
import { staffNames } from '../views/staff.ts';
import { toWire } from '../views/to-wire.ts';
import type { App } from './types.ts';

const QueryParams = Type.Object({ queryNo: Type.String({ pattern: '^\\d{20}$' }) });
const PaperParams = Type.Object({
  queryNo: Type.String({ pattern: '^\\d{20}$' }),
  paperId: Type.String({ maxLength: 64 }),
});
const CodeParams = Type.Object({ code: Type.String({ maxLength: 40 }) });
const CaseParams = Type.Object({ caseNo: Type.String({ pattern: '^\\d{20}$' }) });
/** Six scans of a few megabytes each, in base64. */
const BODY_LIMIT = 32 * 1024 * 1024;
const UNKNOWN = '没有查到这份查询结果。请核对验证码是否完整；有疑问请向出具结果的登记机构核实。';
const queryNotFound = () => notFound('NOT_FOUND', '没有这件查询，请核对查询编号。');

/** 档案查询 at the window, and its log. */
export function queryRoutes(app: App, deps: ServerDeps): void {
  const { registry, clock } = deps;
  const sheetOf = sheetMaker(deps);

  /** The window's three kinds, and the tax officer's one. */
  const askerOf = (request: FastifyRequest, kind: string): User => {
    const user = userOf(request);
    if (kind === 'AR-04' && may(user, 'query.tax')) return user;
    return requirePermission(request, 'query.ask');
  };
  /** What was shown is for whoever asked; nobody reads over his shoulder, the auditor neither. */
  const ownQuery = async (request: FastifyRequest, queryNo: string): Promise<QueryView> => {
    const user = userOf(request);
    if (!may(user, 'query.tax')) requirePermission(request, 'query.ask');
    const query = await registry.queries.getQuery(queryNo);
    if (!query || query.userId !== user.userId) throw queryNotFound();
    return query;
  };

  app.get('/api/query-items', { schema: { response: { 200: QueryItemList } } }, async (request) => {
    userOf(request);
    return toWire({ items: registry.queries.listItems() });
  });

  app.post(
    '/api/queries',
    { bodyLimit: BODY_LIMIT, schema: { body: QueryRequest, response: { 200: Query } } },
    async (request) => {
      const user = askerOf(request, request.body.question.kind);
      const query = await askRegister(deps, request.body, user, request.id);
      // The answer stands; a sheet that could not be sealed now is asked for again (POST …/sheet).
      await sheetOf(query, request.id).catch((error: unknown) =>
        request.log.warn({ err: error, queryNo: query.queryNo }, 'the sheet of a query is not sealed yet'),
      );
      return queryView((await registry.queries.getQuery(query.queryNo)) ?? query);
    },
  );

  app.get('/api/queries', { schema: { response: { 200: QueryList } } }, async (request) => {
    const user = userOf(request);
    if (!may(user, 'query.tax')) requirePermission(request, 'query.ask');
    return toWire({ items: await registry.queries.searchLog({ userId: user.userId, limit: 50 }) });
  });

  app.get('/api/queries/:queryNo', { schema: { params: QueryParams, response: { 200: Query } } }, async (request) =>
    queryView(await ownQuery(request, request.params.queryNo)),
  );

  app.post(
    '/api/queries/:queryNo/sheet',
    { schema: { params: QueryParams, response: { 200: Query } } },
    async (request) => {
      const query = await ownQuery(request, request.params.queryNo);
      await sheetOf(query, request.id);
      return queryView((await registry.queries.getQuery(query.queryNo)) as QueryView);
    },
  );

  app.get('/api/queries/:queryNo/papers/:paperId', { schema: { params: PaperParams } }, async (request, reply) => {
    const user = userOf(request);
    const { queryNo, paperId } = request.params;
    const found = await registry.queries.getPaper(paperId);
    const query = found?.queryNo === queryNo ? await registry.queries.getQuery(queryNo) : null;
    if (!found || !query) throw queryNotFound();
    const proof = found.paper.kind !== 'result';
    if (query.userId !== user.userId && !(proof && may(user, 'query.audit') && inReach(user, query)))
      throw queryNotFound();
    await registry.audit.record({
      actor: actorOf(user),
      action: 'query.paper',
      purpose: query.userId === user.userId ? '打印查询文书' : '核查查询依据',
      detail: { queryNo, kind: found.paper.kind },
    });
    return reply
      .type(found.paper.mediaType)
      .header('Content-Disposition', `inline; filename="${queryNo}"`)
      .header('Cache-Control', 'private, no-store')
      .send(found.bytes);
  });

  app.post('/api/queries/log', { schema: { body: QueryLogRequest, response: { 200: QueryLog } } }, async (request) => {
    const user = requirePermission(request, 'query.audit');
    const filter = request.body;
    const unitCode = filter.unitCode?.replace(/\s/g, '').toUpperCase();
    const district = user.district ? { district: user.district } : {};
    const lines = await registry.queries.searchLog({ ...filter, ...district, ...(unitCode ? { unitCode } : {}) });
    await registry.audit.record({
      actor: actorOf(user),
      action: 'query.audit',
      purpose: '查询审计',
      ...(unitCode ? { unitCode } : {}),
      detail: { lines: lines.length },
    });
    const names = await staffNames(registry);
    const inDistrict = !user.district || unitCode?.startsWith(user.district);
    const readings = unitCode && inDistrict ? await registry.audit.list({ unitCode, limit: 200 }) : [];
    return toWire({
      items: await Promise.all(
        lines.map(async (line) => ({ ...(await withPapers(line)), userName: names(line.userId)?.name ?? line.userId })),
      ),
      readings: readings.map((one) => ({
        at: one.at,
        userName: names(one.actor.userId)?.name ?? one.actor.userId,
        action: one.action,
        purpose: one.purpose,
        caseNo: one.caseNo ?? null,
      })),
    });
  });

  const withPapers = async (line: LogLine) => {
    const papers = (await registry.queries.getQuery(line.queryNo))?.papers ?? [];
    return {
      ...line,
      papers: papers
        .filter((paper) => paper.kind !== 'result')
        .map(({ paperId, kind, title }) => ({ paperId, kind, title })),
    };
  };

  app.get('/api/queries/alarms', { schema: { response: { 200: LookupAlarms } } }, async (request) => {
    const user = requirePermission(request, 'query.audit');
    const staff = new Map((await registry.users.listUsers()).map((one) => [one.userId, one]));
    const alarms = await registry.queries.listAlarms(user.district ? { district: user.district } : {});
    return toWire({
      items: alarms.map((alarm) => {
        const one = staff.get(alarm.userId);
        return { ...alarm, userName: one?.displayName ?? alarm.userId, role: one?.role ?? null };
      }),
    });
  });

  app.get(
    '/api/cases/:caseNo/housing-count',
    { schema: { params: CaseParams, response: { 200: HousingCount } } },
    async (request) => {
      const user = requirePermission(request, 'query.tax');
      const { caseNo } = await readCase(registry, request.params.caseNo, user);
      const housing = await registry.money.housingOfCase(caseNo);
      await registry.audit.record({ actor: actorOf(user), action: 'housing.read', purpose: '核定住房套次', caseNo });
      return toWire(housing);
    },
  );

  app.get(
    '/api/public/queries/:code',
    {
      schema: { params: CodeParams, response: { 200: QueryVerification } },
      config: { rateLimit: { max: 60, timeWindow: '1 minute' } },
    },
    async (request) => {
      const checkedAt = clock.now().toISOString();
      const found = await registry.queries.findByToken(request.params.code.replace(/\s/g, '').toLowerCase());
      if (!found) return { found: false as const, message: UNKNOWN, checkedAt };
      return toWire({ found: true as const, ...found, checkedAt });
    },
  );
}

const inReach = (user: User, query: QueryView) => user.district === null || user.district === query.district;

function queryView({ token, papers, ...query }: QueryView) {
  const sheet = papers.find((paper) => (paper.kind === 'result' || paper.kind === 'refusal') && paper.sealed);
  return toWire({ ...query, code: token, sheet: sheet ? { paperId: sheet.paperId, title: sheet.title } : null });
}
