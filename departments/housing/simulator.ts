/**
 * Simulated housing authority. Contracts signed online are set by `PUT /contracts/:contractNo`; a filing without a
 * number is the window's standard contract and gets one. One seller cannot file one unit twice (一房二卖), but a filed
 * contract may come again in another case of the same unit, sellers and buyers: that is answered with its filing. A home under
 * 限售 is set by `PUT /restrictions/:unitCode`.
 */
import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import type { Person } from '../shared/wire.ts';
import { CalendarDate, Fen, UnitCode } from '../shared/wire.ts';
import type { SimulatorOptions } from '../simulation/options.ts';
import { createSimulatorKit, refuse } from '../simulation/simulator.ts';
import type { CancelContractAnswer, Contract, FileContractAnswer } from './contract.ts';
import { type FileContractRequest, housingOperations } from './contract.ts';

/**
 * Hashes, so that the file keeps no more than needed to see a second sale, or the same one again. `buyerKeys` is missing in
 * files of before it was kept.
 */
type StoredContract = Contract & { readonly sellerKeys: readonly string[]; readonly buyerKeys?: readonly string[] };

const OnlineContract = Type.Object({
  unitCode: UnitCode,
  priceFen: Fen,
  signedAt: CalendarDate,
  status: Type.Union([Type.Literal('signed'), Type.Literal('void')]),
});

/** 限售: until when, and whether because of the resale period or because it is policy housing. */
const SaleRestriction = Type.Object({
  cause: Type.Union([Type.Literal('resale_period'), Type.Literal('policy_housing')]),
  until: CalendarDate,
});
type SaleRestriction = Type.Static<typeof SaleRestriction>;
const CAUSES: Record<SaleRestriction['cause'], string> = {
  resale_period: '限售期',
  policy_housing: '政策性住房上市限制期',
};

const differs = () => refuse('CONTRACT_DIFFERS', '申请的房屋或成交价与网签合同不一致，请核对申请表。');
const notFound = () => refuse('CONTRACT_NOT_FOUND', '未查询到该网签合同，请核对合同编号，或改签窗口格式合同。');

export async function housingSimulator(app: FastifyInstance, options: SimulatorOptions) {
  const kit = createSimulatorKit(app, 'housing', options);
  const contracts = kit.table<StoredContract>('contracts');
  const restrictions = kit.table<SaleRestriction>('restrictions');

  function file(request: FileContractRequest): FileContractAnswer | ReturnType<typeof refuse> {
    const sellerKeys = request.sellers.map(personKey);
    const buyerKeys = request.buyers.map(personKey);
    const signed = request.contractNo === undefined ? undefined : contracts.get(request.contractNo);
    if (signed?.status === 'filed' && signed.caseNo !== request.caseNo) {
      // 预告登记 becomes 本登记: the same sale comes again in another case, and stays the filing it is.
      const same =
        signed.unitCode === request.unitCode &&
        sameKeys(signed.sellerKeys, sellerKeys) &&
        sameKeys(signed.buyerKeys ?? [], buyerKeys);
      if (!same) {
        return refuse(
          'CONTRACT_DUPLICATE',
          `合同${signed.contractNo}已为其他房屋或其他当事人备案，请核对合同编号与买卖双方。`,
        );
      }
      return signed.priceFen === request.priceFen ? filed(signed) : differs();
    }
    const double = contracts
      .values()
      .find(
        (other) =>
          other.status === 'filed' &&
          other.unitCode === request.unitCode &&
          other.caseNo !== request.caseNo &&
          other.sellerKeys.some((key) => sellerKeys.includes(key)),
      );
    if (double) {
      return refuse('CONTRACT_DUPLICATE', `该房屋已有备案合同（${double.contractNo}），请先撤销原合同再备案。`);
    }
    const mine = contracts.values().find((other) => other.status === 'filed' && other.caseNo === request.caseNo);
    if (mine && mine.contractNo === (request.contractNo ?? mine.contractNo)) return filed(mine);
    const restriction = restrictions.get(request.unitCode);
    if (restriction && kit.now().slice(0, 10) <= restriction.until) {
      return refuse(
        'SALE_RESTRICTED',
        `该房屋在${CAUSES[restriction.cause]}内（至${restriction.until}），不能上市交易；请核实，或由当事人撤回申请。`,
      );
    }
    if (request.contractNo !== undefined && !signed) return notFound();
    if (signed && signed.status !== 'signed' && signed.status !== 'filed') {
      return refuse('CONTRACT_VOID', '该网签合同已撤销，请当事人重新签订后再申请。');
    }
    if (signed && (signed.unitCode !== request.unitCode || signed.priceFen !== request.priceFen)) {
      return differs();
    }
    const contract: StoredContract = {
      contractNo: request.contractNo ?? kit.nextNumber('CL'),
      caseNo: request.caseNo,
      unitCode: request.unitCode,
      priceFen: request.priceFen,
      signedAt: request.signedAt,
      status: 'filed',
      filedAt: kit.now(),
      sellerKeys,
      buyerKeys,
    };
    contracts.set(contract.contractNo, contract);
    return filed(contract);
  }

  kit.serve(housingOperations.fileContract, file);

  kit.serve(housingOperations.fetchContract, (_body, { contractNo }) => {
    const contract = contracts.get(contractNo);
    return contract ? withoutParties(contract) : notFound();
  });

  kit.serve(housingOperations.cancelContract, (request, { contractNo }) => {
    const contract = contracts.get(contractNo);
    if (!contract) return notFound();
    if (contract.caseNo !== request.caseNo) {
      return refuse('CONTRACT_OTHER_CASE', '该合同由其他业务备案，不能由本业务撤销。');
    }
    contracts.set(contractNo, { ...contract, status: 'cancelled' });
    return { contractNo, status: 'cancelled', cancelledAt: kit.now() } satisfies CancelContractAnswer;
  });

  app.put('/restrictions/:unitCode', { schema: { body: SaleRestriction } }, async (request) => {
    const { unitCode } = request.params as { unitCode: string };
    restrictions.set(unitCode, request.body as SaleRestriction);
    return request.body;
  });

  app.put('/contracts/:contractNo', { schema: { body: OnlineContract } }, async (request) => {
    const { contractNo } = request.params as { contractNo: string };
    const given = request.body as Type.Static<typeof OnlineContract>;
    const contract: StoredContract = {
      ...given,
      contractNo,
      caseNo: null,
      filedAt: null,
      sellerKeys: [],
      buyerKeys: [],
    };
    contracts.set(contractNo, contract);
    return withoutParties(contract);
  });
}

function filed(contract: StoredContract): FileContractAnswer {
  return { contractNo: contract.contractNo, filedAt: contract.filedAt!, status: 'filed' };
}

function withoutParties({ sellerKeys: _sellers, buyerKeys: _buyers, ...contract }: StoredContract): Contract {
  return contract;
}

const sameKeys = (some: readonly string[], others: readonly string[]) =>
  some.every((key) => others.includes(key)) && others.every((key) => some.includes(key));

function personKey(person: Person): string {
  return createHash('sha256').update(person.idNo.toUpperCase()).digest('hex').slice(0, 32);
}
