import { done, type ProcessAnswers } from '../support/script.ts';
import { slaJobs } from '../support/sla.ts';

/** A home of 95 ㎡ held three years; the payment is reported at once. */
export const answers: ProcessAnswers = {
  variables: (caseNo) => ({
    caseNo,
    unitCode: '330203001001GB00001F00010001',
    partyNos: [1, 2],
    district: '330203',
    contractDate: '2026-02-20',
  }),
  jobs: {
    ...slaJobs,
    'tax.housing.count': () =>
      done({
        contractDate: '2026-02-20',
        priceFen: 200_000_000,
        use: 'residential',
        area: 95,
        familyHousingCountAfter: 1,
        holdingYears: 3,
        fiveYearsOnlyHome: false,
        originalValueFen: null,
        reasonableCostsFen: null,
        housingRuleVersion: 'test',
        housingUncertain: false,
      }),
    'tax.assess': (job, play) => {
      const taxCaseNo = `T${play.caseNo}`;
      if (job.variables.confirmTax === true) play.message('msg.tax.confirmed', taxCaseNo);
      play.message('msg.tax.result', taxCaseNo);
      return done({ taxCaseNo, taxTotalFen: 1, taxPayable: job.variables.vat !== null });
    },
    'tax.clearance': () => done({ clearanceNo: 'C1' }),
  },
  tasks: {
    TaxProblem: () => ({}),
    ManualAssessment: () => ({
      vat: { amountFen: 100, rule: 'manual' },
      surcharges: { amountFen: 10, rule: 'manual' },
      deedTax: { amountFen: 300, rule: 'manual' },
      incomeTax: { amountFen: 20, rule: 'manual' },
    }),
  },
};
