import { type Answers, iso, type Vars } from '../support/scripted-workers.ts';
import type { Stage } from '../support/stage.ts';
import { HOUR, MINUTE } from './scenario.ts';

/** A case as every family files it that ends in the registration, and what the registration's workers usually answer. */
export const CASE = '20261123330203000001';
export const UNIT = '330203001001GB00001F00010001';

export function usualAnswers(stage: Stage): Answers {
  return {
    'registry.unit.query': { use: 'residential', area: 89.5, unitMortgaged: false },
    'registry.unit.check': { registerVersion: 3 },
    'identity.verify': { identityVerified: true },
    'agent.authority.check': { hasAgent: false },
    'case.intake.facts': { materialsComplete: true, identityMatched: true, inquiryRecorded: true },
    'case.accept': () => ({
      acceptedAt: iso(stage, 0),
      acceptedOn: '2026-11-23',
      slaWarnAt: iso(stage, 45 * MINUTE),
      slaDueAt: iso(stage, HOUR),
      registerVersion: 3,
    }),
    'tax.housing.count': {
      familyHousingCountAfter: 1,
      area: 89.5,
      use: 'residential',
      holdingYears: 3,
      priceFen: 200_000_000,
      fiveYearsOnlyHome: false,
      originalValueFen: 150_000_000,
      reasonableCostsFen: 1_000_000,
    },
    'tax.assess': { taxCaseNo: 'tax-1', taxPayable: true },
    'tax.clearance': { clearanceNo: 'clear-1' },
    'sla.pause': () => ({ supplementDueAt: iso(stage, 10 * 24 * HOUR), slaEpoch: 1 }),
    'sla.statutory': () => ({ statutoryReached: true, statutoryCheckAt: iso(stage, 0) }),
    'escalation.open': () => ({ escalationLevel: 1, escalationDueAt: iso(stage, 2 * HOUR) }),
    'registry.unit.recheck': { registerChanged: false },
    'mortgage.rank.check': { rankChanged: false },
    'case.interruption.check': { entered: false },
    'registry.book.write': () => ({ registeredAt: iso(stage, 0), certificateNos: ['cert-1'] }),
    'pay.create': { payOrderNo: 'pay-1' },
  };
}

/** What the jobs' own inputs are. */
export const JOB_INPUTS = ['partyNo', 'material', 'template', 'outcome', 'pauseCause', 'reasonCode'];

/** A second-hand sale at the window. */
export const application = (more: Vars = {}): Vars => ({
  caseNo: CASE,
  itemCode: 'BDC-10',
  channel: 'window',
  district: '330203',
  unitCode: UNIT,
  unitCodes: [UNIT],
  partyNos: [1, 2],
  ruleProfile: 'current',
  filedOn: '2026-11-23',
  contractDate: '2026-11-20',
  needsContract: true,
  needsTax: true,
  hasLoan: false,
  certMedium: 'electronic',
  delivery: 'none',
  ...more,
});

export const armSla = (stage: Stage, epoch = 1): Promise<void> =>
  stage.publish('msg.sla.armed', CASE, {
    variables: { slaWarnAt: iso(stage, 45 * MINUTE), slaDueAt: iso(stage, HOUR), slaEpoch: epoch },
    ttlMs: 0,
  });
export const pauseSla = (stage: Stage, epoch = 1): Promise<void> =>
  stage.publish('msg.sla.paused', `${CASE}:${epoch}`, { ttlMs: 0 });
export const armStatutory = (stage: Stage): Promise<void> =>
  stage.publish('msg.statutory.armed', CASE, { variables: { statutoryCheckAt: iso(stage, 40 * 24 * HOUR) }, ttlMs: 0 });
/** The calendar has changed: the thirtieth day is another, and not come yet. */
export const laterStatutory = (stage: Stage) => ({
  statutoryReached: false,
  statutoryCheckAt: iso(stage, 45 * 24 * HOUR),
});
export const withdraw = (stage: Stage): Promise<void> => stage.publish('msg.case.withdraw', CASE, { ttlMs: 0 });
export const seize = (stage: Stage): Promise<void> => stage.publish('msg.seizure.entered', CASE, { ttlMs: 0 });
export const approve = (stage: Stage): Promise<void> => stage.completeTask('Review', { reviewDecision: 'approve' });
export const sign = (stage: Stage): Promise<void> => stage.completeTask('SignBook', { signDecision: 'enter' });
