import { done, error, firstThen, type Scenario, steps } from '../support/script.ts';

export const scenarios: Scenario[] = [
  {
    name: 'tax office rejects the figures once',
    script: {
      jobs: {
        'tax.assess': (_job, play) => {
          if (play.ran('AssessTax') === 1) return error('TAX_REJECTED');
          play.message('msg.tax.result', `T${play.caseNo}`);
          return done({ taxCaseNo: `T${play.caseNo}`, taxTotalFen: 1, taxPayable: true });
        },
      },
    },
    ends: 'EndTax',
    passes: ['TaxRejected', 'TaxProblem', 'PauseTax', 'ResumeTax'],
  },
  {
    name: 'tax not found paid, found later',
    script: { jobs: { 'tax.clearance': firstThen(error('TAX_ARREARS'), done({ clearanceNo: 'C2' })) } },
    ends: 'EndTax',
    passes: ['TaxArrears', 'TaxProblem'],
  },
  {
    name: 'no rate for a shop: assessed by hand',
    script: {
      jobs: {
        'tax.housing.count': () =>
          done({
            contractDate: '2026-02-20',
            priceFen: 300_000_000,
            use: 'commercial',
            area: 50,
            familyHousingCountAfter: 1,
            holdingYears: 3,
            fiveYearsOnlyHome: false,
            originalValueFen: null,
            reasonableCostsFen: null,
            housingRuleVersion: 'test',
            housingUncertain: false,
          }),
      },
    },
    ends: 'EndTax',
    passes: ['ManualAssessment', 'AssessTax'],
  },
  {
    name: 'every rule hits, but the homes cannot be counted for certain: assessed by hand',
    script: {
      jobs: {
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
            housingUncertain: true,
          }),
      },
    },
    ends: 'EndTax',
    passes: ['ManualAssessment', 'AssessTax'],
  },
  {
    name: 'exempt: nothing to wait for',
    script: { jobs: { 'tax.assess': () => done({ taxCaseNo: 'T-exempt', taxTotalFen: 0, taxPayable: false }) } },
    ends: 'EndTax',
    passes: ['ClearTax'],
    avoids: ['PauseTax', 'EgTax'],
  },
  {
    name: 'tax reminded after a day',
    script: {
      jobs: { 'tax.assess': () => done({ taxCaseNo: 'T-late', taxTotalFen: 1, taxPayable: true }) },
      meanwhile: steps(
        ['EgTax', (play) => play.clock('2026-03-03T01:00:01Z')],
        ['EgTax', (play) => play.message('msg.tax.result', 'T-late')],
      ),
    },
    ends: 'EndTax',
    passes: ['TaxReminderDue', 'RemindTax', 'ResumeTax'],
  },
  {
    name: 'confirmed by the citizen, reminded after a day',
    script: {
      variables: { confirmTax: true },
      jobs: {
        'tax.assess': (_job, play) => {
          play.message('msg.tax.result', 'T-confirm', {}, 3 * 86_400_000);
          return done({ taxCaseNo: 'T-confirm', taxTotalFen: 1, taxPayable: true });
        },
      },
      meanwhile: steps(
        ['EgConfirm', (play) => play.clock('2026-03-03T01:00:01Z')],
        ['EgConfirm', (play) => play.message('msg.tax.confirmed', 'T-confirm')],
      ),
    },
    ends: 'EndTax',
    passes: ['ConfirmDue', 'RemindConfirm', 'TaxConfirmed'],
  },
];
