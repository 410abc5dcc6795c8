import type { ContractInfoData } from '../../../platform/documents/index.ts';
import type { CaseView, Registry } from '../../../registry/index.ts';
import { TechnicalFailure } from '../../job.ts';
import { dayOf } from '../case-of.ts';
import { ID_TYPE_WORDS } from '../documents/words.ts';

/** 《主债权合同及抵押合同信息表》 from the application, its table and the signatures of the newest round. */
export async function contractInfoOf(registry: Registry, view: CaseView): Promise<ContractInfoData> {
  const { caseNo, mortgage } = view;
  const [info, loan, ranks, parties] = await Promise.all([
    registry.bank.contractInfo(caseNo),
    registry.bank.loan(caseNo),
    registry.bank.ranks(caseNo),
    registry.people.getParties(caseNo),
  ]);
  if (!info || !loan || !mortgage) throw new TechnicalFailure('业务没有合同信息表，请银行经办人先填写。', false);
  // With a sale the buyer mortgages; the seller signs the transfer, not this table.
  const mortgagor = view.combined.length > 0 ? 'acquirer' : 'obligor';
  const lender = view.combined.length > 0 ? 'mortgagee' : 'acquirer';
  const titles: Record<string, string> = { [lender]: '抵押权人', [mortgagor]: '抵押人', debtor: '债务人' };
  const pages = await Promise.all(ranks.map(({ unitCode }) => registry.units.unitPage(unitCode)));
  return {
    caseNo,
    units: ranks.map(({ unitCode, now, confirmed }, i) => ({
      unitCode,
      location: pages[i]?.unit.location ?? view.location,
      rank: confirmed ?? now,
    })),
    parties: parties
      .filter((party) => titles[party.role])
      .map((party) => {
        const signer = info.signers.find((one) => one.partyNo === party.partyNo);
        return {
          role: titles[party.role] ?? '',
          name: party.name,
          idType: ID_TYPE_WORDS[party.idType] ?? party.idType,
          idNo: party.idNo,
          signature: signer?.state === 'signed' ? `${dayOf(signer.at)} 已签署` : '机构电子印章',
        };
      }),
    kind: mortgage.mortgageKind === 'maximum' ? '最高额抵押' : '一般抵押',
    amountFen: mortgage.amountFen,
    existingClaimFen: mortgage.existingClaimFen ?? null,
    termFrom: mortgage.termFrom,
    termTo: mortgage.termTo,
    scope: mortgage.scope,
    restrictsTransfer: mortgage.restrictsTransfer,
    loanNo: loan.loanNo,
    loanContractNo: mortgage.loanContractNo,
    loanSignedOn: info.loanSignedOn,
    mortgageContractNo: mortgage.mortgageContractNo,
    mortgageSignedOn: info.mortgageSignedOn,
  };
}
