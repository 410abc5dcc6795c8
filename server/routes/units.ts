import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import Type from 'typebox';
import { createDocumentRenderer, type DocumentRenderer } from '../../platform/documents/index.ts';
import type { LookupKind, User } from '../../registry/index.ts';
import { actorOf, requirePermission, userOf } from '../access/guard.ts';
import { seesOwnOrganisationOnly } from '../access/permissions.ts';
import { mayReadPage } from '../access/read-page.ts';
import { ItemList, UnitCheck, UnitCheckQuery, UnitPage, UnitSearchQuery, UnitSearchResult } from '../api/units.ts';
import type { ServerDeps } from '../deps.ts';
import { forbidden, invalid, notFound, ProblemError } from '../problems/problem-error.ts';
import { registerPageData } from '../register-print/register-page-data.ts';
import { staffNames } from '../views/staff.ts';
import { toWire } from '../views/to-wire.ts';
import { unitPageView } from '../views/unit-page-view.ts';
import type { App } from './types.ts';

const UnitParams = Type.Object({ unitCode: Type.String({ maxLength: 40 }) });
const AtQuery = Type.Object({ at: Type.Optional(Type.String({ maxLength: 40 })) });

const unitNotFound = () => notFound('UNIT_NOT_FOUND', '登记簿中没有这个不动产单元，请核对 28 位单元代码。');

/** 历史时点: an instant, with its zone. Without one the page as it is now. */
function momentOf(text: string | undefined): Date | undefined {
  if (!text) return undefined;
  const at = new Date(text);
  if (!/^\d{4}-.*(Z|[+-]\d{2}:\d{2})$/.test(text) || Number.isNaN(at.getTime()))
    throw invalid('历史时点写得不对，请重新选择日期和时间。', [{ path: 'at', code: 'FORMAT', message: '不是时间' }]);
  return at;
}

/** The register for reading: search, the page of the book, what blocks an item. Every reading is logged (INV-34). */
export function unitRoutes(app: App, { registry, clock }: ServerDeps): void {
  /**
   * Partners open the pages that their own running cases name, banks those of them that the owner consented to; another unit is to
   * them as if it did not exist.
   */
  const readerOf = async (request: FastifyRequest, unitCode: string) => {
    const user = userOf(request);
    if (!seesOwnOrganisationOnly(user.role)) return requirePermission(request, 'register.view');
    const [own] = await registry.cases.listCases({
      organisationId: user.organisationId ?? '',
      unitCode,
      status: ['FILED', 'ACCEPTED', 'ENTERED'],
      limit: 1,
    });
    if (!own) throw unitNotFound();
    if (!(await mayReadPage(registry, user, unitCode)))
      throw forbidden(
        'CONSENT_INVALID',
        '这件业务没有用到权利人的同意，不能查阅整页登记簿。本行的抵押权请按登记证明号查询；要看整页，请先征得权利人同意。',
      );
    return user;
  };
  /** Who looks up unusually much is seen by supervisor and auditor, and beyond the day's cap sees nothing more. */
  const withinCap = async (user: User, what: LookupKind, key: string) => {
    const { allowed } = await registry.queries.countLookup(actorOf(user), what, key);
    if (!allowed)
      throw new ProblemError(
        429,
        'LOOKUP_CAP',
        '今天查阅登记簿的次数已达上限，已通知督办岗位。确需继续办理的，请向督办主管说明。',
      );
  };
  const normalise = (code: string) => code.replace(/\s/g, '').toUpperCase();

  app.get(
    '/api/units',
    { schema: { querystring: UnitSearchQuery, response: { 200: UnitSearchResult } } },
    async (request) => {
      const user = requirePermission(request, 'register.view');
      const text = request.query.q.trim();
      if (text.length < 2) return { items: [] };
      await withinCap(user, 'unit.search', createHash('sha256').update(text).digest('hex'));
      return { items: await registry.units.findUnits({ text, limit: request.query.limit ?? 20 }) };
    },
  );

  app.get(
    '/api/units/:unitCode',
    { schema: { params: UnitParams, querystring: AtQuery, response: { 200: UnitPage } } },
    async (request) => {
      const unitCode = normalise(request.params.unitCode);
      const user = await readerOf(request, unitCode);
      await withinCap(user, 'unit.read', unitCode);
      const at = momentOf(request.query.at);
      const page = await registry.units.unitPage(unitCode, at ? { at } : {});
      if (!page) throw unitNotFound();
      await registry.audit.record({
        actor: actorOf(user),
        action: 'unit.read',
        purpose: '查阅登记簿',
        unitCode,
        ...(at ? { detail: { at: at.toISOString() } } : {}),
      });
      return unitPageView(page, await staffNames(registry));
    },
  );

  // The fonts take 30 MB: read when somebody prints for the first time.
  let renderer: DocumentRenderer | undefined;
  app.get(
    '/api/units/:unitCode/print',
    { schema: { params: UnitParams, querystring: AtQuery } },
    async (request, reply) => {
      const unitCode = normalise(request.params.unitCode);
      const user = requirePermission(request, 'register.view');
      await withinCap(user, 'unit.read', unitCode);
      const at = momentOf(request.query.at);
      const page = await registry.units.unitPage(unitCode, at ? { at } : {});
      if (!page) throw unitNotFound();
      await registry.audit.record({ actor: actorOf(user), action: 'unit.print', purpose: '打印登记簿页', unitCode });
      const now = clock.now();
      renderer ??= createDocumentRenderer();
      const pdf = await renderer.render('register-page', registerPageData(page, at ?? now), now);
      return reply
        .type('application/pdf')
        .header('Content-Disposition', `inline; filename="${unitCode}.pdf"`)
        .header('Cache-Control', 'private, no-store')
        .send(pdf);
    },
  );

  app.get(
    '/api/units/:unitCode/check',
    { schema: { params: UnitParams, querystring: UnitCheckQuery, response: { 200: UnitCheck } } },
    async (request) => {
      const unitCode = normalise(request.params.unitCode);
      const user = await readerOf(request, unitCode);
      await withinCap(user, 'unit.read', unitCode);
      const { itemCode, operation } = request.query;
      const asked = { itemCode, ...(operation ? { operation } : {}) };
      const check = await registry.units.checkUnit({ unitCode, ...asked });
      await registry.audit.record({
        actor: actorOf(user),
        action: 'unit.check',
        purpose: '核查能否办理登记',
        unitCode,
        detail: asked,
      });
      return { unitCode, itemCode, ...toWire(check) };
    },
  );

  app.get('/api/items', { schema: { response: { 200: ItemList } } }, async (request) => {
    userOf(request);
    return { items: registry.items.listItems() };
  });
}
