import type { ApplicationFormData } from '../../../platform/documents/index.ts';
import { type CaseView, issuingOffice, type Party, type Registry, type UnitPage } from '../../../registry/index.ts';
import { TechnicalFailure } from '../../job.ts';
import { dayOf } from '../case-of.ts';
import { rightTermsOf } from './right-terms.ts';
import {
  DELIVERY_WORDS,
  ID_TYPE_WORDS,
  INQUIRY_WORDS,
  MEDIUM_WORDS,
  MODE_WORDS,
  PAY_MODE_WORDS,
  ROLE_WORDS,
  USE_WORDS,
} from './words.ts';

/** F-APPLY 三合一申请表 as filed, with the answers of F-INQUIRY as far as they are there. */
export async function applicationFormOf(registry: Registry, view: CaseView): Promise<ApplicationFormData> {
  const [unitCode] = view.unitCodes;
  const page = unitCode ? await registry.units.unitPage(unitCode) : null;
  if (!page) throw new TechnicalFailure('登记簿中没有业务的不动产单元，不能生成申请书。', false);
  return formData(view, page, await registry.people.getParties(view.caseNo));
}

function formData(view: CaseView, page: UnitPage, parties: Party[]): ApplicationFormData {
  const { contract, startVariables } = view;
  return {
    caseNo: view.caseNo,
    office: issuingOffice(view.district),
    itemName: view.itemName,
    appliedOn: dayOf(view.filedAt),
    unit: {
      unitCode: page.unit.unitCode,
      location: page.unit.location,
      area: `${page.unit.area.toFixed(2)} ㎡`,
      use: USE_WORDS[page.unit.use] ?? page.unit.use,
      rightNature: page.unit.landNature,
      certificateNo: page.ownership?.certificateNos.join('、') ?? '',
    },
    parties: parties.map((party) => ({
      role: ROLE_WORDS[party.role] ?? party.role,
      name: party.name,
      idType: ID_TYPE_WORDS[party.idType] ?? party.idType,
      idNo: party.idNo,
      phone: party.phone ?? '',
      share: party.share ? `${party.share.n}/${party.share.d}` : '',
    })),
    ownershipMode: view.ownershipMode ? (MODE_WORDS[view.ownershipMode] ?? '') : '',
    ...(contract
      ? {
          contract: {
            contractNo: contract.contractNo ?? '窗口格式合同',
            priceFen: contract.priceFen,
            signedOn: contract.signedOn,
            payMode: PAY_MODE_WORDS[contract.payMode] ?? contract.payMode,
            escrow: false,
          },
        }
      : {}),
    rightTerms: rightTermsOf(view),
    certificateMedium: MEDIUM_WORDS[startVariables.certMedium] ?? startVariables.certMedium,
    delivery: DELIVERY_WORDS[startVariables.delivery] ?? startVariables.delivery,
    inquiry: Object.entries(INQUIRY_WORDS).flatMap(([key, question]) => {
      const answer = view.inquiry?.[key];
      return typeof answer === 'boolean' ? [{ question, answer: answer ? '是' : '否' }] : [];
    }),
  };
}
