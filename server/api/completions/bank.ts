import Type from 'typebox';
import { Day } from '../common.ts';
import { note, opinion, strict } from './fields.ts';

/** Steps of bdc-bank-mortgage that are the bank's own (domain §5.2). */

export const BankIdentityCompletion = Type.Object(
  {
    elementId: Type.Literal('BankIdentity'),
    identityDecision: Type.Union([Type.Literal('ok'), Type.Literal('reject')]),
    note: opinion,
  },
  strict,
);

/** F-CONTRACTINFO: amounts and terms are those of the application; the rank is the register's. Days not after today. */
export const ContractInfoCompletion = Type.Object(
  { elementId: Type.Literal('ContractInfo'), loanSignedOn: Day, mortgageSignedOn: Day, note },
  strict,
);

export const BankCheckCompletion = Type.Object(
  {
    elementId: Type.Literal('BankCheck'),
    checkDecision: Type.Union([Type.Literal('approve'), Type.Literal('return'), Type.Literal('drop')]),
    note: opinion,
  },
  strict,
);

export const ConfirmRankCompletion = Type.Object(
  {
    elementId: Type.Literal('ConfirmRank'),
    rankDecision: Type.Union([Type.Literal('confirm'), Type.Literal('withdraw')]),
    note: opinion,
  },
  strict,
);

export const BANK_COMPLETIONS = {
  BankIdentity: BankIdentityCompletion,
  ContractInfo: ContractInfoCompletion,
  BankCheck: BankCheckCompletion,
  ConfirmRank: ConfirmRankCompletion,
} as const;
