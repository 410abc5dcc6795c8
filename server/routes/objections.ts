import Type from 'typebox';
import { actorOf, requirePermission } from '../access/guard.ts';
import { SuitProofRequest } from '../api/objections.ts';
import type { ServerDeps } from '../deps.ts';
import { announce } from '../events/announce.ts';
import { forbidden, notFound } from '../problems/problem-error.ts';
import type { App } from './types.ts';

/** 异议登记: proof of a suit keeps one beyond its fifteen days (INV-23). At the window of the unit's district. */
export function objectionRoutes(app: App, { registry, pool }: ServerDeps): void {
  app.post(
    '/api/units/:unitCode/objections/:rightId/suit-proof',
    {
      schema: {
        params: Type.Object({
          unitCode: Type.String({ maxLength: 40 }),
          rightId: Type.String({ pattern: '^[0-9]{1,18}$' }),
        }),
        body: SuitProofRequest,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const user = requirePermission(request, 'case.file');
      const { unitCode, rightId } = request.params;
      if (user.district !== null && !unitCode.startsWith(user.district))
        throw forbidden('FORBIDDEN_DISTRICT', '不动产不在本辖区，请告知申请人到不动产所在区提交起诉证明。');
      const page = await registry.units.unitPage(unitCode);
      if (!page?.objections.some((objection) => objection.rightId === rightId))
        throw notFound('NOT_FOUND', '该单元上没有这项异议登记，请刷新登记簿后再办理。');
      await registry.lapses.recordSuitProof({ rightId, ...request.body }, actorOf(user));
      await announce(pool, { topic: 'unit', id: unitCode, district: user.district });
      return reply.code(204).send(null);
    },
  );
}
