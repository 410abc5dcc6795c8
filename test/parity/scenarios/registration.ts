import { failAndRetry, iso, refuseOnce } from '../support/scripted-workers.ts';
import { familyFiles } from './families.ts';
import {
  application,
  approve,
  armSla,
  armStatutory,
  CASE,
  JOB_INPUTS,
  laterStatutory,
  pauseSla,
  seize,
  sign,
  withdraw,
} from './registration-case.ts';
import { accepted, file, simple, work } from './registration-steps.ts';
import { HOUR, MINUTE, type Scenario } from './scenario.ts';

// The registration's own diagrams and decision tables, from filing to the certificate and on its usual ways out.

export const registration: Scenario[] = [
  {
    name: 'a second-hand sale from filing to the certificate in hand',
    async play(stage) {
      await accepted(stage, application({ certMedium: 'both', delivery: 'window' }));
      await armSla(stage);
      await pauseSla(stage);
      await stage.publish('msg.register.changed', CASE, { ttlMs: 0 });
      await work(stage);
      await stage.publish('msg.tax.result', 'tax-1', { variables: { taxPaid: true }, ttlMs: HOUR });
      await work(stage);
      await armSla(stage, 2);
      await stage.assign('Review', 'reviewer-330203');
      await approve(stage);
      await work(stage);
      await sign(stage);
      await work(stage);
      await stage.publish('msg.payment.settled', 'pay-1', { variables: { paidFen: 8000 } });
      await work(stage);
      await stage.completeTask('PrintCertificate', { printDecision: 'void', serial: '1' });
      await stage.completeTask('PrintCertificate', { printDecision: 'printed', serial: '2' });
      await stage.completeTask('Deliver');
      await work(stage);
    },
  },
  {
    name: 'a change of name without a fee',
    async play(stage) {
      await accepted(stage, simple());
      await approve(stage);
      await work(stage);
      await sign(stage);
      await work(stage);
    },
  },
  {
    name: 'a mortgage whose payment fails, is reminded of, and is paid',
    async play(stage) {
      await accepted(stage, simple({ itemCode: 'BDC-17', hasLoan: true }));
      await approve(stage);
      await work(stage);
      await sign(stage);
      await work(stage);
      await stage.publish('msg.payment.failed', 'pay-1', { ttlMs: 0 });
      await stage.completeTask('PaymentProblem');
      await work(stage);
      await stage.advance(25 * HOUR);
      await work(stage);
      await stage.publish('msg.payment.settled', 'pay-1', { ttlMs: 0 });
      await work(stage, { 'seal.sign': refuseOnce('SEAL_REFUSED') });
      await stage.completeTask('SealProblem');
      await work(stage);
    },
  },
  {
    name: 'not accepted: restricted unit, other office, wrong person, missing materials',
    async play(stage) {
      await file(stage, simple());
      await work(stage, { 'registry.unit.check': 'UNIT_RESTRICTED' });
      await file(stage, simple());
      await work(stage, { 'registry.unit.query': 'NOT_OUR_JURISDICTION' });
      await file(stage, simple({ partyNos: [1, 2, 3] }));
      await work(stage, { 'identity.verify': (variables) => (variables.partyNo === 2 ? 'IDENTITY_MISMATCH' : {}) });
      await stage.completeTask('ManualIdentity', { identityDecision: 'reject' });
      await work(stage);
      await file(stage, simple({ partyNos: [1, 2] }));
      await work(stage, { 'identity.verify': (variables) => (variables.partyNo === 2 ? 'IDENTITY_UNAVAILABLE' : {}) });
      await stage.completeTask('ManualIdentity', { identityDecision: 'ok' });
      await work(stage);
      await stage.completeTask('CollectMaterials', { intakeDecision: 'supplement', missingMaterials: ['contract'] });
      await work(stage);
    },
  },
  {
    name: 'supplemented in review, then registered',
    async play(stage) {
      await accepted(stage, simple());
      await armSla(stage);
      await stage.completeTask('Review', { reviewDecision: 'supplement', reasonCode: 'MATERIAL' });
      await work(stage);
      await pauseSla(stage);
      await stage.advance(24 * HOUR);
      await stage.publish('msg.supplement.received', CASE, { ttlMs: 0 });
      await work(stage);
      await armSla(stage, 2);
      await approve(stage);
      await work(stage);
      await sign(stage);
      await work(stage);
    },
  },
  {
    name: 'the supplement never comes; the supervisor sends it back once, then confirms the refusal',
    async play(stage) {
      await accepted(stage, application());
      await stage.completeTask('Review', { reviewDecision: 'supplement' });
      await work(stage);
      await stage.advance(11 * 24 * HOUR);
      await work(stage);
      await stage.completeTask('ConfirmRefusal', { refusalDecision: 'reject' });
      await work(stage);
      await stage.completeTask('Review', { reviewDecision: 'refuse', reasonCode: 'LAW' });
      await stage.completeTask('ConfirmRefusal', { refusalDecision: 'confirm' });
      await work(stage);
    },
  },
  {
    name: 'withdrawn at the window, and seized at the window',
    async play(stage) {
      await file(stage, simple());
      await work(stage);
      await withdraw(stage);
      await work(stage);
      await file(stage, simple());
      await work(stage);
      await seize(stage);
      await work(stage);
    },
  },
  {
    name: 'an online application: identified later, accepted by the machine; another one is supplemented',
    async play(stage) {
      const clear = { 'registry.unit.check': { registerVersion: 3, unitWarnings: [] } };
      await file(stage, simple({ channel: 'online', autoAcceptEligible: true }));
      await work(stage, { ...clear, 'identity.verify': refuseOnce('IDENTITY_UNAVAILABLE') });
      await stage.advance(31 * MINUTE);
      await work(stage);
      await approve(stage);
      await work(stage);
      await sign(stage);
      await work(stage);
      await file(stage, simple({ channel: 'online' }));
      await work(stage);
      await stage.completeTask('CollectMaterials', { intakeDecision: 'supplement', missingMaterials: ['contract'] });
      await work(stage);
      await stage.publish('msg.supplement.received', CASE, { ttlMs: 0 });
      await stage.completeTask('CollectMaterials', { intakeDecision: 'accept', missingMaterials: [] });
      await work(stage);
    },
  },
  {
    name: 'looked at on the spot, escalated, decided from the board',
    async play(stage) {
      await accepted(stage, simple());
      await stage.completeTask('Review', { reviewDecision: 'onsite' });
      await work(stage);
      await stage.completeTask('ScheduleOnSite', { onsiteAt: iso(stage, 24 * HOUR) });
      await work(stage);
      await stage.completeTask('RecordOnSite', { onsiteDecision: 'done', onsiteResult: 'consistent' });
      await work(stage);
      await stage.completeTask('Review', { reviewDecision: 'escalate' });
      await work(stage);
      await stage.advance(2 * HOUR + MINUTE);
      await work(stage);
      await stage.publish('msg.escalation.decided', `${CASE}:1`, {
        variables: { escalationDecision: 'approve' },
        ttlMs: 0,
      });
      await work(stage);
      await sign(stage);
      await work(stage);
    },
  },
  {
    name: 'the statutory guard calls the supervisor and the case is entered',
    async play(stage) {
      await accepted(stage, simple());
      await armStatutory(stage);
      await stage.publish('msg.statutory.moved', CASE, { ttlMs: 0 });
      await work(stage, { 'sla.statutory': () => laterStatutory(stage) });
      await stage.advance(46 * 24 * HOUR);
      await work(stage);
      await stage.completeTask('StatutoryGuard');
      await approve(stage);
      await work(stage);
      await sign(stage);
      await work(stage);
    },
  },
  {
    name: 'withdrawn while contract, tax and review wait',
    async play(stage) {
      await accepted(stage, application());
      await armSla(stage);
      await withdraw(stage);
      await work(stage);
    },
  },
  {
    name: 'a seizure arrives while the case runs, and one too late',
    async play(stage) {
      await accepted(stage, application());
      await seize(stage);
      await work(stage);
      await stage.completeTask('ConfirmSuperseded');
      await work(stage);
      await accepted(stage, simple());
      await seize(stage);
      await work(stage, {
        'case.interruption.check': { entered: true, registeredAt: iso(stage, 0), certificateNos: ['c'] },
      });
    },
  },
  {
    name: 'a sale with a mortgage, another mortgage first: the bank accepts its new rank once and then no more',
    async play(stage) {
      const overtaken = {
        'registry.unit.recheck': { registerChanged: true },
        'mortgage.rank.check': { rankChanged: true },
      };
      await accepted(stage, application({ needsContract: false, needsTax: false, hasLoan: true }));
      await approve(stage);
      await work(stage, overtaken);
      await stage.advance(4 * HOUR + MINUTE);
      await work(stage);
      await stage.completeTask('ConfirmRank', { rankDecision: 'confirm' });
      await work(stage);
      await stage.completeTask('ReReview', { reviewDecision: 'approve' });
      await work(stage, overtaken);
      await stage.completeTask('ConfirmRank', { rankDecision: 'withdraw' });
      await work(stage);
    },
  },
  {
    name: 'contract to be fixed, register changed, signature returned, conflict at 登簿',
    async play(stage) {
      await accepted(stage, application({ needsTax: false }), {
        'trade.contract.file': refuseOnce('CONTRACT_NOT_FOUND'),
      });
      await approve(stage);
      await stage.completeTask('FixContract');
      await work(stage, { 'registry.unit.recheck': { registerChanged: true } });
      await stage.completeTask('ReReview', { reviewDecision: 'approve' });
      await work(stage);
      await stage.completeTask('SignBook', { signDecision: 'return' });
      await work(stage);
      await stage.completeTask('ReReview', { reviewDecision: 'approve' });
      await work(stage);
      await sign(stage);
      await work(stage, { 'registry.book.write': refuseOnce('REG_CONFLICT') });
      await stage.completeTask('ReReview', { reviewDecision: 'approve' });
      await work(stage);
      await sign(stage);
      await work(stage);
    },
  },
  {
    name: 'restricted at 登簿',
    async play(stage) {
      await accepted(stage, simple());
      await approve(stage);
      await work(stage);
      await sign(stage);
      await work(stage, { 'registry.book.write': 'UNIT_RESTRICTED' });
      await stage.completeTask('ConfirmSuperseded');
      await work(stage);
    },
  },
  {
    name: 'the SLA watch warns and breaches',
    async play(stage) {
      await accepted(stage, simple());
      await armSla(stage);
      await stage.advance(46 * MINUTE);
      await work(stage);
      await stage.advance(15 * MINUTE);
      await work(stage);
      await armSla(stage, 2);
      await stage.advance(46 * MINUTE);
      await work(stage);
      await pauseSla(stage, 2);
      await approve(stage);
      await work(stage);
    },
  },
  {
    name: 'tax: rejected, reminded, in arrears, assessed by hand',
    async play(stage) {
      await accepted(stage, application({ contractDate: '2015-01-01' }));
      await stage.completeTask('ManualAssessment', {
        vat: { amountFen: 0 },
        surcharges: {},
        deedTax: {},
        incomeTax: {},
      });
      await work(stage, { 'tax.assess': refuseOnce('TAX_REJECTED', { taxCaseNo: 'tax-2', taxPayable: true }) });
      await stage.completeTask('TaxProblem', { taxProblem: 'TAX_REJECTED' });
      await work(stage);
      await stage.advance(25 * HOUR);
      await work(stage);
      await stage.publish('msg.tax.result', 'tax-1', { ttlMs: 0 });
      await work(stage, { 'tax.clearance': refuseOnce('TAX_ARREARS') });
      await stage.completeTask('TaxProblem', { taxProblem: 'TAX_ARREARS' });
      await work(stage);
    },
  },
  {
    name: 'an incident when the register is looked at again is retried and the case goes on',
    async play(stage) {
      await accepted(stage, application({ needsContract: false }), {
        'tax.assess': { taxCaseNo: 'tax-1', taxPayable: false },
      });
      await approve(stage);
      await failAndRetry(stage, 'registry.unit.recheck', { registerChanged: false }, JOB_INPUTS);
      await work(stage);
      await sign(stage);
      await work(stage);
    },
  },
  {
    name: 'the decision tables over many inputs',
    async play(stage) {
      await stage.deploy(...familyFiles('registration'));
      const dates = [
        '2015-12-31',
        '2016-05-01',
        '2019-06-30',
        '2024-11-30',
        '2025-12-31',
        '2026-01-01',
        '2027-12-31',
        null,
      ];
      for (const contractDate of dates) {
        for (const use of ['residential', 'commercial']) {
          for (const holdingYears of [1.5, 2]) {
            await stage.evaluate('vat_on_sale', { contractDate, use, holdingYears, priceFen: 123_456_789 });
          }
          for (const [familyHousingCountAfter, area] of [
            [1, 90],
            [1, 140],
            [1, 140.01],
            [2, 90],
            [2, 141],
            [3, 60],
          ]) {
            await stage.evaluate('deed_tax_rate', {
              contractDate,
              use,
              relation: 'sale',
              familyHousingCountAfter,
              area,
              priceExVatFen: 99_999_999,
            });
          }
        }
        await stage.evaluate('surcharges', { contractDate, vatFen: 3_595_832, areaClass: 'city' });
        await stage.evaluate('surcharges', { contractDate, vatFen: 0, areaClass: 'city' });
      }
      for (const originalValueFen of [null, 50_000_000, 500_000_000]) {
        for (const fiveYearsOnlyHome of [true, false]) {
          await stage.evaluate('income_tax_on_sale', {
            use: 'residential',
            fiveYearsOnlyHome,
            originalValueFen,
            reasonableCostsFen: null,
            priceExVatFen: 99_999_999,
          });
        }
      }
      for (const itemCode of ['BDC-04', 'BDC-07', 'BDC-10', 'BDC-17', 'BDC-99']) {
        for (const acceptedOn of ['2018-01-01', '2026-11-23']) {
          for (const use of ['residential', 'parking', 'commercial']) {
            await stage.evaluate('registration_fee', { itemCode, acceptedOn, use, certificateCount: 3 });
          }
        }
        await stage.evaluate('material_list', {
          itemCode,
          channel: 'window',
          hasLoan: true,
          ruleProfile: 'current',
          unitMortgaged: true,
        });
        await stage.evaluate('material_list', {
          itemCode,
          channel: 'online',
          hasLoan: false,
          ruleProfile: '2019',
          unitMortgaged: false,
        });
      }
    },
  },
];
