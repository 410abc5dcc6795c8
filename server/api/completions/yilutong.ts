import Type from 'typebox';
import { opinion, strict } from './fields.ts';

/** Steps of 一路通 and of the transfer of one utility (domain §5.4). */

/** agreed: the buyer takes the debt over, submitted again · manual: left to the company. */
export const AgreeSplitCompletion = Type.Object(
  {
    elementId: Type.Literal('AgreeSplit'),
    splitDecision: Type.Union([Type.Literal('agreed'), Type.Literal('manual')]),
    note: opinion,
  },
  strict,
);
/** accept: submitted again with the register's proof. */
export const CheckHolderNameCompletion = Type.Object(
  {
    elementId: Type.Literal('CheckHolderName'),
    holderDecision: Type.Union([Type.Literal('accept'), Type.Literal('manual')]),
    note: opinion,
  },
  strict,
);
export const CloseServicesCompletion = Type.Object({ elementId: Type.Literal('CloseServices'), note: opinion }, strict);
export const EscrowProblemCompletion = Type.Object({ elementId: Type.Literal('EscrowProblem'), note: opinion }, strict);

export const YILUTONG_COMPLETIONS = {
  AgreeSplit: AgreeSplitCompletion,
  CheckHolderName: CheckHolderNameCompletion,
  CloseServices: CloseServicesCompletion,
  EscrowProblem: EscrowProblemCompletion,
} as const;
