import { done, type ProcessAnswers, start } from '../support/script.ts';
import { armSla, slaJobs } from '../support/sla.ts';
import { armStatutory, statutoryJobs } from '../support/statutory.ts';

export const answers: ProcessAnswers = {
  start: (caseNo) => ({ message: 'msg.case.filed', key: caseNo }),
  variables: (caseNo) => ({
    caseNo,
    itemCode: 'BDC-10',
    channel: 'window',
    district: '330203',
    unitCode: '330203001001GB00001F00010001',
    unitCodes: ['330203001001GB00001F00010001'],
    partyNos: [1, 2],
    filedOn: '2026-03-02',
    siteView: 'possible',
    autoAcceptEligible: true,
    ruleProfile: 'current',
    contractDate: '2026-02-20',
    needsContract: true,
    needsTax: true,
    publicity: null,
    hasLoan: false,
    certMedium: 'both',
    delivery: 'window',
  }),
  jobs: {
    ...slaJobs,
    ...statutoryJobs,
    'registry.unit.query': () => done({ use: 'residential', area: 95, unitMortgaged: false }),
    'agent.authority.check': () => done({ hasAgent: false }),
    'case.intake.facts': () => done({ materialsComplete: true, identityMatched: true, inquiryRecorded: true }),
    'registry.unit.check': () => done({ registerVersion: 1, unitWarnings: [] }),
    'case.accept': (_job, play) => {
      armStatutory(play);
      return done({ acceptedAt: start, acceptedOn: '2026-03-02', registerVersion: 1, ...armSla(play) });
    },
    'trade.contract.file': () => done({ contractFiledAt: start }),
    'registry.unit.recheck': () => done({ registerChanged: false }),
    'registry.book.write': () =>
      done({ registeredAt: start, certificateNos: ['浙（2026）宁波市海曙不动产权第0000001号'] }),
    'case.interruption.check': () => done({ entered: false }),
  },
  tasks: {
    ManualIdentity: () => ({ identityDecision: 'ok' }),
    CollectMaterials: () => ({ intakeDecision: 'accept', missingMaterials: [], reasonCode: null }),
    FixContract: () => ({}),
    Review: () => ({ reviewDecision: 'approve', reasonCode: null }),
    ReReview: () => ({ reviewDecision: 'approve', reasonCode: null }),
    SignBook: () => ({ signDecision: 'enter' }),
    ConfirmRefusal: () => ({ refusalDecision: 'confirm' }),
    ConfirmSuperseded: () => ({}),
    StatutoryGuard: () => ({}),
    ArchiveGap: () => ({}),
  },
};
