import { done, type ProcessAnswers, start } from '../support/script.ts';
import { armSla, slaJobs } from '../support/sla.ts';
import { armStatutory, statutoryJobs } from '../support/statutory.ts';

export const LOAN = 'LN-2026-0001';

/** A plain mortgage that a bank files: everybody signs, every machine check passes, the loan is paid out. */
export const answers: ProcessAnswers = {
  start: (caseNo) => ({ message: 'msg.mortgage.filed', key: caseNo }),
  variables: (caseNo) => ({
    caseNo,
    itemCode: 'BDC-17',
    channel: 'bank',
    district: '330203',
    unitCode: '330203001001GB00001F00010001',
    unitCodes: ['330203001001GB00001F00010001'],
    partyNos: [1, 2],
    ruleProfile: 'current',
    contractDate: null,
    combined: [],
    filedOn: '2026-03-02',
    taxRelation: 'none',
    autoAcceptEligible: true,
    needsContract: false,
    needsTax: false,
    hasLoan: true,
    certMedium: 'electronic',
    delivery: 'none',
  }),
  jobs: {
    ...slaJobs,
    ...statutoryJobs,
    'loan.query': () => done({ loanNo: LOAN }),
    'loan.payoff.query': () => done({ loanNo: LOAN }),
    'registry.unit.query': () => done({ use: 'residential', area: 95, unitMortgaged: false }),
    'registry.unit.check': () => done({ registerVersion: 1, unitWarnings: [] }),
    'signers.invite': (_job, play) => {
      play.message('msg.signers.done', play.caseNo, { signersDecision: 'signed' });
      return done({ signers: 2 });
    },
    'case.intake.machine': () => done({ intakeDecision: 'accept' }),
    'case.review.machine': () => done({ reviewDecision: 'approve' }),
    'case.accept': (_job, play) => {
      armStatutory(play);
      return done({ acceptedAt: start, acceptedOn: '2026-03-02', registerVersion: 1, ...armSla(play) });
    },
    'registry.unit.recheck': () => done({ registerChanged: false }),
    'registry.book.write': () =>
      done({ registeredAt: start, certificateNos: ['浙（2026）宁波市海曙不动产证明第0000001号'] }),
    'case.interruption.check': () => done({ entered: false }),
    'loan.disburse.request': (_job, play) => {
      play.message('msg.loan.disbursed', LOAN, { loanState: 'DISBURSED' });
      return done({ requested: true });
    },
  },
  tasks: {
    BankIdentity: () => ({ identityDecision: 'ok' }),
    ContractInfo: () => ({}),
    BankCheck: () => ({ checkDecision: 'approve' }),
    CollectMaterials: () => ({ intakeDecision: 'accept', missingMaterials: [], reasonCode: null }),
    Review: () => ({ reviewDecision: 'approve', reasonCode: null }),
    ReReview: () => ({ reviewDecision: 'approve', reasonCode: null }),
    SignBook: () => ({ signDecision: 'enter' }),
    ConfirmRefusal: () => ({ refusalDecision: 'confirm' }),
    ConfirmSuperseded: () => ({}),
    StatutoryGuard: () => ({}),
  },
};
