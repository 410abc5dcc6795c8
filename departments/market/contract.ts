/** Market supervision (市场监管): register of companies. domain §5.0.4 `market.company`. */
import Type from 'typebox';
import { defineOperations } from '../shared/operation.ts';
import { CaseNo } from '../shared/wire.ts';

export const CompanyQuery = Type.Object(
  {
    caseNo: Type.Optional(CaseNo),
    /** 统一社会信用代码, GB 32100-2015 */
    uscc: Type.String({ minLength: 4, maxLength: 40 }),
  },
  { additionalProperties: false },
);
export type CompanyQuery = Type.Static<typeof CompanyQuery>;

export const Company = Type.Object({
  name: Type.String(),
  status: Type.Union([Type.Literal('active'), Type.Literal('abnormal')]),
  legalRep: Type.String(),
  /** Small or micro enterprise: no registration fee. */
  small: Type.Boolean(),
});
export type Company = Type.Static<typeof Company>;

/** COMPANY_REVOKED: licence revoked or company deregistered (吊销, 注销): it cannot apply any more. */
export const companyRefusals = ['COMPANY_NOT_FOUND', 'COMPANY_REVOKED'] as const;

export const marketOperations = defineOperations({
  queryCompany: {
    method: 'POST',
    path: '/companies/query',
    summary: '查询企业登记信息',
    body: CompanyQuery,
    answer: Company,
    refusals: companyRefusals,
  },
});
