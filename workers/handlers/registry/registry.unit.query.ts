import Type from 'typebox';
import { bpmnError, complete, defineJob } from '../../job.ts';
import { CaseNo, UnitCodes } from '../../shapes.ts';

/** 住宅, 车库, 车位, 储藏室: 80 元/件; everything else 550 (发改价格规〔2016〕2559号, 财税〔2019〕45号). */
const LOW_RATE = new Set(['residential', 'parking', 'storage']);

/** The unit's facts that the rules of the diagram need (条例 §24: never asked of the applicant). */
export const queryUnit = defineJob({
  type: 'registry.unit.query',
  department: 'registry',
  description: '查询登记簿：取得不动产单元的用途、面积、抵押状态',
  input: Type.Object({ caseNo: CaseNo, unitCodes: UnitCodes }),
  output: Type.Object({
    use: Type.String(),
    area: Type.Number(),
    unitMortgaged: Type.Boolean(),
    /** 件 by rate, where every unit is one (首次登记). */
    pieces80: Type.Integer({ minimum: 0 }),
    pieces550: Type.Integer({ minimum: 0 }),
  }),
  bpmnErrors: ['NOT_OUR_JURISDICTION'],
  timeoutMs: 30_000,
  idempotency: 'reads only',
  async handle({ unitCodes }, { deps }) {
    const pages = await Promise.all(unitCodes.map((unitCode) => deps.registry.units.unitPage(unitCode)));
    const [first] = pages;
    if (!first || pages.some((page) => page === null)) {
      return bpmnError('NOT_OUR_JURISDICTION', '登记簿中没有这个不动产单元，请核对单元代码或到有权机构申请。');
    }
    // Common parts get no certificate, and land goes over into the homes: neither is a 件.
    const charged = pages.flatMap((page) =>
      page && page.unit.use !== 'common' && page.unit.buildingNo ? [page.unit.use] : [],
    );
    const pieces80 = charged.filter((use) => LOW_RATE.has(use)).length;
    return complete({
      pieces80,
      pieces550: charged.length - pieces80,
      use: first.unit.use,
      area: first.unit.area,
      unitMortgaged: pages.some((page) => page !== null && page.mortgages.length > 0),
    });
  },
});
