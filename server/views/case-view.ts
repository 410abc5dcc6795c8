import type { CasePartyView, CaseSummary, CaseView, SlaStatus } from '../../registry/index.ts';
import { PARTY_ROLES, type PartyView } from '../api/application.ts';
import type { CaseSummary as CaseSummaryWire } from '../api/cases.ts';
import { type SlaContext, slaView } from './sla-view.ts';
import type { StaffNames } from './staff.ts';
import { foldStatus, IDENTITY_RESULTS } from './words.ts';

export const iso = (date: Date | null | undefined) => date?.toISOString() ?? null;

export const waitsForSupplement = (sla: SlaStatus | null | undefined) =>
  sla?.pauses.some((pause) => pause.cause === 'supplement' && pause.resumedAt === null) ?? false;

export function caseSummaryView(
  theCase: CaseSummary,
  sla: SlaStatus | null | undefined,
  context: SlaContext,
  staff: StaffNames,
): CaseSummaryWire {
  return {
    caseNo: theCase.caseNo,
    itemCode: theCase.itemCode,
    itemName: theCase.itemName,
    district: theCase.district,
    unitCodes: theCase.unitCodes,
    location: theCase.location,
    parties: theCase.parties,
    ...foldStatus({ ...theCase, supplement: waitsForSupplement(sla) }),
    filedAt: theCase.filedAt.toISOString(),
    acceptedAt: iso(theCase.acceptedAt),
    registeredAt: iso(theCase.enteredAt),
    closedAt: iso(theCase.closedAt),
    acceptedBy: staff(theCase.acceptedBy),
    sla: slaView(sla, context),
  };
}

export function partyView(party: CasePartyView): PartyView {
  return {
    partyNo: party.partyNo,
    role: party.role,
    roleText: PARTY_ROLES[party.role],
    nature: party.nature,
    name: party.name,
    idType: party.idType,
    idNo: party.idNo,
    phone: party.phone,
    share: party.share,
    masked: party.masked,
    identity: party.identity && {
      result: party.identity.result,
      resultText: IDENTITY_RESULTS[party.identity.result],
      verifyNo: party.identity.verifyNo,
      at: party.identity.at.toISOString(),
    },
  };
}

export const contractView = (
  contract: CaseView['contract'],
  filing: { contractNo: string; state: string; filedAt: Date } | null,
) =>
  contract && {
    contractNo: filing?.contractNo ?? contract.contractNo,
    priceFen: contract.priceFen,
    signedOn: contract.signedOn,
    payMode: contract.payMode,
    filingState: filing?.state ?? null,
    filedAt: iso(filing?.filedAt),
  };
