import Type from 'typebox';
import { actorOf, requirePermission, seesDistrict } from '../access/guard.ts';
import { BuildingTable, Survey, SurveyRecorded } from '../api/cadastre.ts';
import type { ServerDeps } from '../deps.ts';
import { forbidden, notFound } from '../problems/problem-error.ts';
import type { App } from './types.ts';

const UnitParams = Type.Object({ unitCode: Type.String({ maxLength: 40 }) });

/** 权籍调查成果 are taken in at the window of their district; the 楼盘表 is read like the register. */
export function cadastreRoutes(app: App, { registry }: ServerDeps): void {
  app.post(
    '/api/surveys',
    { schema: { body: Survey, response: { 200: SurveyRecorded, 201: SurveyRecorded } } },
    async (request, reply) => {
      const user = requirePermission(request, 'case.file');
      if (!seesDistrict(user, request.body.parcelCode.slice(0, 6)))
        throw forbidden('FORBIDDEN_DISTRICT', '宗地不在本辖区，请由不动产所在区的窗口入库。');
      const recorded = await registry.cadastre.recordSurvey(request.body, actorOf(user));
      return reply.code(recorded.firstTime ? 201 : 200).send(recorded);
    },
  );

  app.get(
    '/api/units/:unitCode/building',
    { schema: { params: UnitParams, response: { 200: BuildingTable } } },
    async (request) => {
      requirePermission(request, 'register.view');
      const unitCode = request.params.unitCode.replace(/\s/g, '').toUpperCase();
      const table = await registry.cadastre.buildingTable(unitCode);
      if (!table) throw notFound('UNIT_NOT_FOUND', '登记簿中没有这个不动产单元，请核对 28 位单元代码。');
      return table;
    },
  );
}
