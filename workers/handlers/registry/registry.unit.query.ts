import Type from 'typebox';
import { bpmnError, complete, defineJob } from '../../job.ts';
import { CaseNo, UnitCodes } from '../../shapes.ts';

/** The unit's facts that the rules of the diagram need (条例 §24: never asked of the applicant). */
export const queryUnit = defineJob({
  type: 'registry.unit.query',
  department: 'registry',
  description: '查询登记簿：取得不动产单元的用途、面积、抵押状态',
  input: Type.Object({ caseNo: CaseNo, unitCodes: UnitCodes }),
  output: Type.Object({ use: Type.String(), area: Type.Number(), unitMortgaged: Type.Boolean() }),
  bpmnErrors: ['NOT_OUR_JURISDICTION'],
  timeoutMs: 30_000,
  idempotency: 'reads only',
  async handle({ unitCodes }, { deps }) {
    const pages = await Promise.all(unitCodes.map((unitCode) => deps.registry.units.unitPage(unitCode)));
    const [first] = pages;
    if (!first || pages.some((page) => page === null)) {
      return bpmnError('NOT_OUR_JURISDICTION', '登记簿中没有这个不动产单元，请核对单元代码或到有权机构申请。');
    }
    return complete({
      use: first.unit.use,
      area: first.unit.area,
      unitMortgaged: pages.some((page) => page !== null && page.mortgages.length > 0),
    });
  },
});
