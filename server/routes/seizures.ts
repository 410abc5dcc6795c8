import Type from 'typebox';
import { actorOf, requirePermission } from '../access/guard.ts';
import { LiftSeizureRequest, LiftSeizureResult, SeizureRequest, SeizureResult } from '../api/seizures.ts';
import type { Wakers } from '../background.ts';
import type { ServerDeps } from '../deps.ts';
import { announce } from '../events/announce.ts';
import { forbidden, ProblemError } from '../problems/problem-error.ts';
import { toWire } from '../views/to-wire.ts';
import type { App } from './types.ts';

/** 查封: the register decides by delivery time; running cases are told by its outbox. */
export function seizureRoutes(app: App, { registry, pool }: ServerDeps, wake: Wakers): void {
  app.post(
    '/api/seizures',
    { schema: { body: SeizureRequest, response: { 200: SeizureResult, 201: SeizureResult } } },
    async (request, reply) => {
      const user = requirePermission(request, 'seizure.enter');
      const { deliveredAt, unitCodes, ...order } = request.body;
      const codes = unitCodes.map((code) => code.replace(/\s/g, '').toUpperCase());
      if (user.district !== null && codes.some((code) => !code.startsWith(user.district ?? ''))) {
        throw otherDistrict();
      }
      const result = await registry.seizures.enterSeizure(
        { ...order, unitCodes: codes, ...(deliveredAt ? { deliveredAt: new Date(deliveredAt) } : {}) },
        actorOf(user),
      );
      if (result.kind === 'refused') throw refused(result);
      wake.relay();
      await announce(
        pool,
        ...codes.map((id) => ({ topic: 'unit' as const, id, district: user.district })),
        ...result.affectedCases.map((id) => ({ topic: 'case' as const, id, caseNo: id, district: user.district })),
      );
      const { kind: _kind, ...body } = result;
      return reply.code(result.firstTime ? 201 : 200).send(toWire(body));
    },
  );

  app.post(
    '/api/seizures/:rightId/lift',
    {
      schema: {
        params: Type.Object({ rightId: Type.String({ pattern: '^[0-9]{1,18}$' }) }),
        body: LiftSeizureRequest,
        response: { 200: LiftSeizureResult },
      },
    },
    async (request) => {
      const user = requirePermission(request, 'seizure.lift');
      const term = await registry.seizures.term(request.params.rightId);
      if (term && user.district !== null && !term.unitCode.startsWith(user.district)) throw otherDistrict();
      const result = await registry.seizures.liftSeizure(
        { ...request.body, rightId: request.params.rightId },
        actorOf(user),
      );
      if (result.kind === 'refused') throw refused(result);
      wake.relay();
      await announce(pool, { topic: 'unit', id: null, district: user.district });
      const { kind: _kind, ...body } = result;
      return toWire(body);
    },
  );
}

const otherDistrict = () => forbidden('FORBIDDEN_DISTRICT', '不动产不在本辖区，请转交不动产所在区登记。');
const refused = ({ message, advice }: { message: string; advice: string }) =>
  new ProblemError(422, 'SEIZURE_REFUSED', `${message}${advice}`);
