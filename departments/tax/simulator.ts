/**
 * Simulated tax office: assessments become tax cases that wait for payment (`POST /orders/:no/settle` or `/fail`, or
 * by themselves in auto mode) and are reported by callback. `PUT /facts` sets what it knows about a family or a unit.
 */
import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import { CalendarDate, Fen, UnitCode } from '../shared/wire.ts';
import { createAutoSettlement } from '../simulation/auto-settlement.ts';
import type { SimulatorOptions } from '../simulation/options.ts';
import { createSimulatorKit, problem, refuse } from '../simulation/simulator.ts';
import { assessLines, isPriceCredible } from './assessment.ts';
import type {
  AssessAnswer,
  ClearanceAnswer,
  HousingFamilyAnswer,
  TaxLine,
  TaxRefundAnswer,
  TaxResultCallback,
} from './contract.ts';
import { taxOperations } from './contract.ts';

interface TaxCase {
  readonly taxCaseNo: string;
  readonly caseNo: string;
  readonly taxes: readonly TaxLine[];
  readonly totalFen: number;
  readonly status: 'unpaid' | 'paid' | 'exempt' | 'refunded' | 'voided';
  readonly settledAt: string | null;
  readonly certNo: string | null;
  readonly callbackUrl: string;
}

interface UnitFacts {
  readonly sellerHoldingSince?: string;
  readonly originalValueFen?: number;
  readonly sellerOnlyHome?: boolean;
  /** An officer has looked at a low price and accepts it. */
  readonly priceApproved?: boolean;
}

const Facts = Type.Object({
  /** Homes of a person outside the city's register. */
  people: Type.Optional(Type.Array(Type.Object({ idNo: Type.String(), homesElsewhere: Type.Integer({ minimum: 0 }) }))),
  units: Type.Optional(
    Type.Array(
      Type.Object({
        unitCode: UnitCode,
        sellerHoldingSince: Type.Optional(CalendarDate),
        originalValueFen: Type.Optional(Fen),
        sellerOnlyHome: Type.Optional(Type.Boolean()),
        priceApproved: Type.Optional(Type.Boolean()),
      }),
    ),
  ),
});
type Facts = Type.Static<typeof Facts>;

const ruleVersion = 'sim-2026-01';
const unknownTaxCase = () => refuse('TAX_CASE_NOT_FOUND', '未查询到该涉税业务，请重新发起核税。');

export async function taxSimulator(app: FastifyInstance, options: SimulatorOptions) {
  const kit = createSimulatorKit(app, 'tax', options);
  const cases = kit.table<TaxCase>('cases');
  const peopleFacts = kit.table<number>('peopleFacts');
  const unitFacts = kit.table<UnitFacts>('unitFacts');

  function report(taxCase: TaxCase, result: TaxResultCallback['result'], reason: string | null) {
    const event: TaxResultCallback = {
      event: 'tax.result',
      eventId: kit.nextNumber('TEV'),
      caseNo: taxCase.caseNo,
      taxCaseNo: taxCase.taxCaseNo,
      result,
      totalFen: taxCase.totalFen,
      at: kit.now(),
      reason,
    };
    kit.sendCallback(taxCase.callbackUrl, event, { requestNo: taxCase.taxCaseNo });
  }

  function settle(taxCaseNo: string): TaxCase | undefined {
    const taxCase = cases.get(taxCaseNo);
    if (taxCase?.status !== 'unpaid') return taxCase;
    const paid: TaxCase = { ...taxCase, status: 'paid', settledAt: kit.now(), certNo: kit.nextNumber('WSZ') };
    cases.set(taxCaseNo, paid);
    report(paid, 'paid', null);
    return paid;
  }

  const scheduleAuto = createAutoSettlement(app, kit, options, {
    open: () =>
      cases
        .values()
        .filter(({ status }) => status === 'unpaid')
        .map(({ taxCaseNo }) => taxCaseNo),
    settle,
  });

  kit.serveState(taxOperations.requestState, (taxCaseNo) => cases.get(taxCaseNo)?.caseNo);

  kit.serve(taxOperations.housingFamily, (request): HousingFamilyAnswer => {
    const facts = unitFacts.get(request.unitCode);
    return {
      homesElsewhere: request.buyerFamily.reduce((sum, { idNo }) => sum + (peopleFacts.get(personKey(idNo)) ?? 0), 0),
      sellerHoldingSince: facts?.sellerHoldingSince ?? null,
      originalValueFen: facts?.originalValueFen ?? null,
      sellerOnlyHome: facts?.sellerOnlyHome ?? null,
      ruleVersion,
    };
  });

  kit.serve(taxOperations.assess, (request) => {
    if (!isPriceCredible(request) && !unitFacts.get(request.unitCode)?.priceApproved) {
      return refuse('TAX_REJECTED', '申报的成交价格明显偏低，请核实合同价格，或由税务人员核定计税价格。');
    }
    for (const earlier of cases.values()) {
      // A new assessment replaces an unpaid one: the citizen must not be able to pay both.
      if (earlier.caseNo === request.caseNo && earlier.status === 'unpaid') {
        cases.set(earlier.taxCaseNo, { ...earlier, status: 'voided' });
      }
    }
    const { taxes, totalFen, corrected } = assessLines(request.preCalculated);
    const exempt = totalFen === 0;
    const taxCase: TaxCase = {
      taxCaseNo: kit.nextNumber('TAX'),
      caseNo: request.caseNo,
      taxes,
      totalFen,
      status: exempt ? 'exempt' : 'unpaid',
      settledAt: exempt ? kit.now() : null,
      certNo: exempt ? kit.nextNumber('JMZ') : null,
      callbackUrl: request.callbackUrl,
    };
    cases.set(taxCase.taxCaseNo, taxCase);
    if (exempt) report(taxCase, 'exempt', null);
    else scheduleAuto(taxCase.taxCaseNo);
    return {
      taxCaseNo: taxCase.taxCaseNo,
      taxes,
      totalFen,
      corrected,
      exempt,
      assessedAt: kit.now(),
      payBy: kit.today(15),
    } satisfies AssessAnswer;
  });

  kit.serve(taxOperations.clearance, (request) => {
    const taxCase = cases.get(request.taxCaseNo);
    if (taxCase?.caseNo !== request.caseNo) return unknownTaxCase();
    if (taxCase.status !== 'paid' && taxCase.status !== 'exempt') {
      return refuse('TAX_ARREARS', '税款尚未缴清，请提醒申请人缴纳后再查验完税证明。');
    }
    return {
      certNo: taxCase.certNo!,
      kind: taxCase.status,
      totalFen: taxCase.totalFen,
      paidAt: taxCase.settledAt!,
    } satisfies ClearanceAnswer;
  });

  kit.serve(taxOperations.refund, (request) => {
    const taxCase = cases.get(request.taxCaseNo);
    if (taxCase?.caseNo !== request.caseNo) return unknownTaxCase();
    const paid = taxCase.status === 'paid' || taxCase.status === 'refunded';
    cases.set(taxCase.taxCaseNo, { ...taxCase, status: paid ? 'refunded' : 'voided' });
    return {
      refundNo: kit.nextNumber('TRF'),
      kind: paid ? 'refunded' : 'voided',
      // Money goes back once, whatever key the second request carries.
      amountFen: taxCase.status === 'paid' ? taxCase.totalFen : 0,
      refundedAt: kit.now(),
    } satisfies TaxRefundAnswer;
  });

  app.put('/facts', { schema: { body: Facts } }, async (request) => {
    const { people = [], units = [] } = request.body as Facts;
    for (const person of people) peopleFacts.set(personKey(person.idNo), person.homesElsewhere);
    for (const { unitCode, ...facts } of units) unitFacts.set(unitCode, facts);
    return { people: people.length, units: units.length };
  });

  app.get('/orders', async (request) => {
    const { caseNo } = request.query as { caseNo?: string };
    const orders = cases.values().filter((taxCase) => caseNo === undefined || taxCase.caseNo === caseNo);
    return {
      orders: orders.map(({ callbackUrl: _callbackUrl, taxCaseNo, ...rest }) => ({ orderNo: taxCaseNo, ...rest })),
    };
  });

  app.post('/orders/:orderNo/settle', async (request, reply) => {
    const { orderNo } = request.params as { orderNo: string };
    const taxCase = settle(orderNo);
    if (!taxCase) return problem(reply, 404, 'TAX_CASE_NOT_FOUND', '未查询到该涉税业务');
    if (taxCase.status !== 'paid') return problem(reply, 409, 'ORDER_FINAL', '该涉税业务已结束，不能缴款');
    return { orderNo, status: taxCase.status };
  });

  /** The citizen's payment was rejected; the tax case stays open and can still be settled. */
  app.post('/orders/:orderNo/fail', async (request, reply) => {
    const { orderNo } = request.params as { orderNo: string };
    const taxCase = cases.get(orderNo);
    if (!taxCase) return problem(reply, 404, 'TAX_CASE_NOT_FOUND', '未查询到该涉税业务');
    if (taxCase.status !== 'unpaid') return problem(reply, 409, 'ORDER_FINAL', '该涉税业务已结束');
    report(taxCase, 'failed', '银行扣款失败');
    return { orderNo, status: taxCase.status };
  });
}

function personKey(idNo: string): string {
  return createHash('sha256').update(idNo.toUpperCase()).digest('hex').slice(0, 32);
}
