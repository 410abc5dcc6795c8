import { RegistryError } from '../errors.ts';

/** A department gave a case the number under which another case's order is on record: neither may be taken for the other. */
export const numberOfAnother = (what: string, orderNo: string) =>
  new RegistryError(
    'CONFLICTING_RESULT',
    `${what}${orderNo}已用于另一项业务，不能再次登记；请与对方核对编号后重新发起。`,
  );

/** A department reports a case's result under the number of another case's order. */
export const notOfCase = (caseNo: string, what: string, orderNo: string) =>
  new RegistryError('ORDER_UNKNOWN', `业务${caseNo}没有${what}${orderNo}；请核对业务号和编号。`);
