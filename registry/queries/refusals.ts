import type { Actor } from '../common.ts';
import type { NewQuery, QueryPaperKind, QueryRefusal, QueryRefusalCode } from './types.ts';

/** Interest is proven unit by unit; more than these belong to an authority's query. */
const maxInterestUnits = 5;

const texts: Record<QueryRefusalCode, Pick<QueryRefusal, 'reason' | 'advice'>> = {
  PURPOSE_MISSING: { reason: '没有说明查询目的。', advice: '请说明查询目的后重新提出。' },
  IDENTITY_NOT_PROVEN: {
    reason: '申请人身份核验没有通过。',
    advice: '请持本人有效身份证件到窗口重新核验；证件信息有变化的，请先到公安机关更新。',
  },
  AUTHORISATION_MISSING: {
    reason: '没有提交被查询人的授权委托书或者签字同意。',
    advice: '请提交被查询人签字的授权委托书，或者由被查询人本人查询。',
  },
  NOT_HOLDER: {
    reason: '申请人不是所查不动产登记的权利人。',
    advice: '如与该不动产有利害关系，请提交利害关系证明，按利害关系人查询。',
  },
  BY_NAME_FORBIDDEN: {
    reason: '不得仅凭姓名查询他人名下的不动产。',
    advice: '请提供具体的不动产单元或坐落；国家机关查询须同时提供被查询人的证件号码。',
  },
  UNIT_NOT_NAMED: { reason: '没有写明要查询的不动产。', advice: '请提供不动产单元代码、证书号或坐落。' },
  TOO_MANY_UNITS: {
    reason: `一次最多查询${maxInterestUnits}处不动产。`,
    advice: '请按每份利害关系证明分别提出查询。',
  },
  INTEREST_NOT_PROVEN: {
    reason: '没有提交与所查不动产有利害关系的证明材料。',
    advice: '请提交买卖、租赁、抵押等合同，或者人民法院、仲裁机构的受理通知书等材料。',
  },
  LAWYER_PAPERS_MISSING: {
    reason: '律师查询的材料不齐。',
    advice: '请提交律师执业证、律师事务所出具的证明和当事人的委托书。',
  },
  MANDATE_MISSING: {
    reason: '没有提交国家机关的协助查询文书。',
    advice: '请提交写明文号的协助查询函原件。',
  },
  TWO_OFFICERS_NEEDED: {
    reason: '执行查询的工作人员不足两人，或者证件号码不全。',
    advice: '请由两名工作人员持工作证件到场查询。',
  },
  LEGAL_BASIS_MISSING: {
    reason: '协助查询文书没有写明查询的法律依据。',
    advice: '请在文书中写明查询所依据的法律条款。',
  },
  FAMILY_MISSING: { reason: '没有填报家庭成员。', advice: '请填报购房人、配偶和未成年子女的姓名和身份证号码。' },
  DAILY_CAP: {
    reason: '本窗口账号当日办理的查询已达上限。',
    advice: '请换一个窗口办理，或者改日再来。本次情况已报督办岗位核查。',
  },
};

export const refusal = (code: QueryRefusalCode): QueryRefusal => ({ code, ...texts[code] });

const filled = (text: string | null | undefined) => (text ?? '').trim() !== '';

/** Everything that the form and its papers lack (一次性告知); what only the register knows is asked later. */
export function refusalsOf({ question, purpose, papers }: NewQuery, actor: Actor): QueryRefusal[] {
  const has = (kind: QueryPaperKind) => papers.some((paper) => paper.kind === kind);
  const codes: QueryRefusalCode[] = filled(purpose) ? [] : ['PURPOSE_MISSING'];
  switch (question.kind) {
    case 'AR-01':
      if (!question.identity.matched) codes.push('IDENTITY_NOT_PROVEN');
      if (question.agent && !has('authorisation')) codes.push('AUTHORISATION_MISSING');
      break;
    case 'AR-02':
      if (!question.identity.matched) codes.push('IDENTITY_NOT_PROVEN');
      if (question.unitCodes.length === 0) codes.push(question.holder ? 'BY_NAME_FORBIDDEN' : 'UNIT_NOT_NAMED');
      if (question.unitCodes.length > maxInterestUnits) codes.push('TOO_MANY_UNITS');
      if (!has('interest') || !filled(question.basisNo)) codes.push('INTEREST_NOT_PROVEN');
      if (question.capacity === 'lawyer' && (!has('lawyer') || !filled(question.licenceNo)))
        codes.push('LAWYER_PAPERS_MISSING');
      break;
    case 'AR-03': {
      if (!has('mandate') || !filled(question.mandateNo) || !filled(question.authority)) codes.push('MANDATE_MISSING');
      if (!filled(question.legalBasis)) codes.push('LEGAL_BASIS_MISSING');
      const shown = question.officers.filter((one) => filled(one.name) && filled(one.certificateNo));
      if (new Set(shown.map((one) => one.certificateNo.trim())).size < 2) codes.push('TWO_OFFICERS_NEEDED');
      if (question.person) {
        if (!filled(question.person.name) || !filled(question.person.idNo)) codes.push('BY_NAME_FORBIDDEN');
      } else if (question.unitCodes.length === 0) codes.push('UNIT_NOT_NAMED');
      break;
    }
    case 'AR-04':
      if (question.members.length === 0) codes.push('FAMILY_MISSING');
      // A tax officer asks by office; whoever else asks for a family needs its signature.
      if (actor.role !== 'tax_officer' && !has('authorisation')) codes.push('AUTHORISATION_MISSING');
      break;
  }
  return codes.map(refusal);
}
