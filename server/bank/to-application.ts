import type {
  ConsentView,
  Organisation,
  PartyInput,
  Application as RegisterApplication,
} from '../../registry/index.ts';
import type { ApplicationParty } from '../api/application.ts';
import type { BankApplication } from '../api/bank.ts';

const party = (role: PartyInput['role'], one: ApplicationParty): PartyInput => ({ ...one, role });

/** The bank as a party: name and number from the list of organisations, never from a form. */
const lender = (role: 'acquirer' | 'mortgagee', bank: Organisation): PartyInput => ({
  role,
  nature: 'company',
  name: bank.name,
  idType: 'uscc',
  idNo: bank.uscc,
});

const MORTGAGE_ITEM = { general: 'BDC-17', maximum: 'BDC-18' } as const;

/** What the register is asked to file for a bank: one item, or a sale with its mortgage as one entry. */
export function toApplication(
  form: BankApplication,
  bank: Organisation,
  consent: ConsentView | null,
  unitCodes: string[],
): RegisterApplication {
  const shared = {
    applicationKey: form.applicationKey,
    channel: 'bank' as const,
    process: 'bdc-bank-mortgage' as const,
    organisationId: bank.orgId,
    loan: { loanNo: form.loanNo, consentNo: consent?.consentNo ?? null },
    unitCodes,
    hasLoan: true,
    certMedium: 'electronic' as const,
    delivery: 'none' as const,
    declareTruth: form.declareTruth,
  };
  switch (form.kind) {
    case 'mortgage':
      return {
        ...shared,
        itemCode: MORTGAGE_ITEM[form.mortgage.mortgageKind],
        parties: [
          lender('acquirer', bank),
          ...form.mortgagors.map((one) => party('obligor', one)),
          ...form.debtors.map((one) => party('debtor', one)),
        ],
        mortgage: form.mortgage,
      };
    case 'purchase':
      return {
        ...shared,
        itemCode: 'BDC-10',
        combined: [MORTGAGE_ITEM[form.mortgage.mortgageKind]],
        parties: [
          ...form.buyers.map((one) => party('acquirer', one)),
          ...form.sellers.map((one) => party('obligor', one)),
          lender('mortgagee', bank),
          ...form.debtors.map((one) => party('debtor', one)),
        ],
        ownershipMode: form.ownershipMode,
        contract: form.contract,
        ...(form.taxFamily ? { taxFamily: form.taxFamily } : {}),
        mortgage: form.mortgage,
      };
    case 'cancellation':
      return {
        ...shared,
        itemCode: 'BDC-21',
        parties: [lender('acquirer', bank)],
        targets: [{ certificateNo: form.certificateNo }],
        cancellation: { cause: 'claim_ended', endedOn: form.endedOn },
      };
  }
}
