/** Housing authority: filing of sale contracts (网签备案). domain §5.0.4 `trade.contract.file`, `trade.contract.cancel`. */
import Type from 'typebox';
import { defineOperations } from '../shared/operation.ts';
import { CalendarDate, CaseNo, Fen, Instant, Person, UnitCode } from '../shared/wire.ts';

const ContractNo = Type.String({ minLength: 4, maxLength: 60, pattern: '^[^/?#\\s]+$' });

/**
 * With `contractNo`: the parties signed online before; the authority checks and files that contract
 * (CONTRACT_NOT_FOUND, CONTRACT_VOID). One that is filed already is answered with its filing when unit, sellers and
 * buyers are the same (a presale comes for its 预告登记 and again for the 本登记), else CONTRACT_DUPLICATE. Without: the window's standard contract is filed and gets a number.
 */
export const FileContractRequest = Type.Object(
  {
    caseNo: CaseNo,
    contractNo: Type.Optional(ContractNo),
    unitCode: UnitCode,
    priceFen: Fen,
    signedAt: CalendarDate,
    payMode: Type.Union([Type.Literal('full'), Type.Literal('loan'), Type.Literal('fund'), Type.Literal('mixed')]),
    escrow: Type.Boolean(),
    sellers: Type.Array(Person, { minItems: 1 }),
    buyers: Type.Array(Person, { minItems: 1 }),
  },
  { additionalProperties: false },
);
export type FileContractRequest = Type.Static<typeof FileContractRequest>;

export const FileContractAnswer = Type.Object({
  contractNo: ContractNo,
  filedAt: Instant,
  status: Type.Literal('filed'),
});
export type FileContractAnswer = Type.Static<typeof FileContractAnswer>;

/** No persons in it: a GET must not spread personal data. */
export const Contract = Type.Object({
  contractNo: ContractNo,
  caseNo: Type.Union([CaseNo, Type.Null()]),
  unitCode: UnitCode,
  priceFen: Fen,
  signedAt: CalendarDate,
  /** signed = signed online, not filed yet; void = withdrawn by the parties or the authority. */
  status: Type.Union([Type.Literal('signed'), Type.Literal('filed'), Type.Literal('cancelled'), Type.Literal('void')]),
  filedAt: Type.Union([Instant, Type.Null()]),
});
export type Contract = Type.Static<typeof Contract>;

export const CancelContractRequest = Type.Object(
  { caseNo: CaseNo, reason: Type.String({ minLength: 1, maxLength: 200 }) },
  { additionalProperties: false },
);
export type CancelContractRequest = Type.Static<typeof CancelContractRequest>;

export const CancelContractAnswer = Type.Object({
  contractNo: ContractNo,
  status: Type.Literal('cancelled'),
  cancelledAt: Instant,
});
export type CancelContractAnswer = Type.Static<typeof CancelContractAnswer>;

/**
 * CONTRACT_DUPLICATE: another case has a live filing for this unit, or under this number for another unit or other parties. CONTRACT_DIFFERS: unit or price is not the signed one.
 * SALE_RESTRICTED: 限售, the home may not be sold yet (resale period, policy housing), domain §5.0.4.
 */
export const fileRefusals = [
  'CONTRACT_NOT_FOUND',
  'CONTRACT_VOID',
  'CONTRACT_DUPLICATE',
  'CONTRACT_DIFFERS',
  'SALE_RESTRICTED',
] as const;
export const fetchRefusals = ['CONTRACT_NOT_FOUND'] as const;
/** CONTRACT_OTHER_CASE: filed for another case, so this one may not cancel it. Cancelling twice answers ok again. */
export const cancelRefusals = ['CONTRACT_NOT_FOUND', 'CONTRACT_OTHER_CASE'] as const;

export const housingOperations = defineOperations({
  fileContract: {
    method: 'POST',
    path: '/contracts',
    summary: '备案买卖合同',
    body: FileContractRequest,
    answer: FileContractAnswer,
    refusals: fileRefusals,
  },
  fetchContract: {
    method: 'GET',
    path: '/contracts/:contractNo',
    summary: '查询备案合同',
    answer: Contract,
    refusals: fetchRefusals,
  },
  cancelContract: {
    method: 'POST',
    path: '/contracts/:contractNo/cancel',
    summary: '撤销备案合同',
    body: CancelContractRequest,
    answer: CancelContractAnswer,
    refusals: cancelRefusals,
  },
});
