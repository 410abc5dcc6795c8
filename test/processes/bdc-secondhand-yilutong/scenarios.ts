import { done, error, firstThen, type Play, type Scenario, steps, waits, when } from '../support/script.ts';

const finished = (play: Play, elementId: string) => {
  if (!play.elements().some((one) => one.elementId === elementId && one.state === 'COMPLETED')) {
    throw new Error(`${elementId} has not ended`);
  }
};
const withdraw = (play: Play) => play.message('msg.case.withdraw', play.caseNo);
const seize = (play: Play) => play.message('msg.seizure.entered', play.caseNo);
const plain = { services: [], needsEscrow: false, wantsHukou: false };

const main: Scenario[] = [
  {
    name: 'sale with escrow, tax confirmed by the citizen, two services and the police',
    script: {},
    ends: 'EndYltCompleted',
    passes: [
      'EscrowFunded',
      'SubTax',
      'TaxConfirmed',
      'Registration',
      'EndEnteredForCaller',
      'SubCertificate',
      'EscrowReleased',
      'TransferServices',
      'NotifyHukou',
      'CloseCertified',
    ],
    avoids: ['RefundEscrow', 'CheckEscrow'],
  },
  {
    name: 'sale without escrow, services or police',
    script: { variables: plain },
    ends: 'EndYltCompleted',
    avoids: ['OpenEscrow', 'ReleaseEscrow', 'TransferServices', 'NotifyHukou'],
  },
  {
    name: 'nothing to tax',
    script: { variables: { ...plain, needsTax: false } },
    ends: 'EndYltCompleted',
    avoids: ['SubTax'],
  },
];

const services: Scenario[] = [
  {
    // Domain §5.13, scenario 13.
    name: 'water in arrears, power done, gas down for three days: certificate on day 0',
    script: () => {
      let gas = 0;
      let water = 0;
      let certified: Date | undefined;
      return {
        variables: { services: ['water', 'power', 'gas'] },
        jobs: {
          'utility.transfer': (job, play) => {
            const { service } = job.variables as { service: string };
            if (service === 'gas' && ++gas <= 3) return error('UTILITY_UNAVAILABLE');
            if (service === 'water' && ++water === 1) return error('ARREARS');
            const utilityOrderNo = `U${play.caseNo}-${service}`;
            play.message('msg.utility.result', utilityOrderNo, { utilityResult: 'DONE' });
            return done({ utilityOrderNo });
          },
          CloseCertified: (_job, play) => {
            certified = play.now();
            return done();
          },
        },
        meanwhile: steps(
          [
            'BatchRetryDue',
            (play) => {
              if (certified?.toISOString().slice(0, 10) !== '2026-03-02') throw new Error('no certificate on day 0');
              finished(play, 'SubCertificate');
              play.clock('2026-03-03T01:00:01Z');
            },
          ],
          ['BatchRetryDue', (play) => play.clock('2026-03-04T01:00:02Z')],
          ['BatchRetryDue', (play) => play.clock('2026-03-05T01:00:03Z')],
        ),
      };
    },
    ends: 'EndYltCompleted',
    passes: ['RemindArrears', 'ArrearsWaitOver', 'QueueBatch'],
    check: (play) => {
      if (play.elements().filter(({ elementId }) => elementId === 'EndUtilityDone').length !== 3) {
        throw new Error('each service has an end of its own');
      }
    },
  },
  {
    name: 'services without an end after thirty days: manual close list',
    script: () => ({
      variables: { services: ['tv'] },
      jobs: {
        'utility.transfer': () => done({ utilityOrderNo: 'U-silent' }),
        'utility.settle': () => done({ outcome: 'COMPLETED_WITH_PENDING' }),
      },
      meanwhile: when('EgUtility', (play) => play.clock('2026-04-02T01:00:01Z')),
    }),
    ends: 'EndYltPending',
    passes: ['ServicesOverdue', 'ListUnfinished', 'CloseServices', 'SubCertificate'],
    check: (play) => finished(play, 'CloseCertified'),
  },
  {
    name: 'somebody is still registered at the address: told to the buyer, no error',
    script: () => ({ jobs: { 'hukou.notify': () => error('HUKOU_OCCUPIED') } }),
    ends: 'EndYltCompleted',
    passes: ['HukouOccupied', 'TellHukouOccupied'],
  },
  {
    name: 'the escrow bank refuses to release once, then says nothing for two days',
    script: () => {
      let asked = 0;
      return {
        jobs: {
          'escrow.release': firstThen(error('ESCROW_REFUSED'), done()),
          'escrow.status': () => done({ escrowState: ++asked === 1 ? 'funded' : 'released' }),
        },
        meanwhile: steps(
          ['EgRelease', (play) => play.clock('2026-03-03T01:00:01Z')],
          ['EgRelease', (play) => play.clock('2026-03-04T01:00:02Z')],
        ),
      };
    },
    ends: 'EndYltCompleted',
    passes: ['ReleaseRefused', 'EscrowProblem', 'ReleaseCheckDue', 'CheckEscrow'],
  },
];

const refusedAtIntake: Scenario[] = [
  {
    name: 'unit restricted',
    script: { jobs: { 'registry.unit.check': () => error('UNIT_RESTRICTED') } },
    ends: 'EndYltNotAccepted',
    passes: ['CheckRestricted', 'RenderNotAccepted', 'CloseNotAccepted'],
    avoids: ['OpenEscrow', 'RefundEscrow'],
  },
  {
    name: 'unit of another authority, found while looking it up',
    script: { jobs: { 'registry.unit.query': () => error('NOT_OUR_JURISDICTION') } },
    ends: 'EndYltNotAccepted',
    passes: ['QueryNotOurs'],
  },
  {
    name: 'unit of another authority, found while checking',
    script: { jobs: { 'registry.unit.check': () => error('NOT_OUR_JURISDICTION') } },
    ends: 'EndYltNotAccepted',
    passes: ['CheckNotOurs'],
  },
  {
    name: 'identity does not match, nor by hand',
    script: {
      jobs: { 'identity.verify': () => error('IDENTITY_MISMATCH') },
      tasks: { ManualIdentity: () => ({ identityDecision: 'reject' }) },
    },
    ends: 'EndYltNotAccepted',
    passes: ['IdentityMismatch', 'ManualIdentity'],
  },
  {
    name: 'identity service down, checked by hand',
    script: { jobs: { 'identity.verify': () => error('IDENTITY_UNAVAILABLE') } },
    ends: 'EndYltCompleted',
    passes: ['IdentityUnavailable', 'ManualIdentity', 'FetchShared'],
  },
  {
    name: 'materials missing',
    script: {
      tasks: {
        CollectMaterials: () => ({
          intakeDecision: 'supplement',
          missingMaterials: ['X'],
          reasonCode: 'MATERIAL_INCOMPLETE',
        }),
      },
    },
    ends: 'EndYltNotAccepted',
    passes: ['RenderNotAccepted'],
    avoids: ['FileContract'],
  },
  {
    name: 'contract not found, then void, then filed',
    script: () => {
      let calls = 0;
      const answers = [
        error('CONTRACT_NOT_FOUND'),
        error('CONTRACT_VOID'),
        done({ contractFiledAt: '2026-03-02T01:00:00Z' }),
      ];
      return { jobs: { 'trade.contract.file': () => answers[Math.min(calls++, 2)] } };
    },
    ends: 'EndYltCompleted',
    passes: ['ContractNotFound', 'ContractVoid', 'FixContract'],
  },
  {
    name: 'escrow not funded: reminded after three days, given up after six, everything undone',
    script: () => ({
      jobs: { 'escrow.open': () => done({ escrowNo: 'E-empty' }) },
      meanwhile: steps(
        ['EgEscrow', (play) => play.clock('2026-03-05T01:00:01Z')],
        ['EgEscrow', (play) => play.clock('2026-03-08T01:00:02Z')],
      ),
    }),
    ends: 'EndYltNotAccepted',
    passes: ['RemindEscrow', 'EndUnfunded', 'RefundEscrow', 'CancelContract', 'RefundTax'],
    avoids: ['Registration'],
  },
];

const interrupted: Scenario[] = [
  {
    name: 'withdrawn while escrow waits: money back, contract cancelled',
    script: () => ({
      jobs: { 'escrow.open': () => done({ escrowNo: 'E-wait' }) },
      meanwhile: when('EgEscrow', withdraw),
    }),
    ends: 'EndYltWithdrawn',
    passes: ['RefundEscrow', 'CancelContract', 'RefundTax', 'RenderDecision', 'CloseUndone'],
    avoids: ['Registration'],
  },
  {
    name: 'seized while escrow waits',
    script: () => ({ jobs: { 'escrow.open': () => done({ escrowNo: 'E-wait' }) }, meanwhile: when('EgEscrow', seize) }),
    ends: 'EndYltSuperseded',
    passes: ['RefundEscrow', 'RenderDecision'],
    avoids: ['Registration'],
  },
  {
    name: 'withdrawn at the window',
    script: () => ({ tasks: { CollectMaterials: waits }, meanwhile: when('CollectMaterials', withdraw) }),
    ends: 'EndYltWithdrawn',
    avoids: ['RefundEscrow'],
  },
  {
    name: 'withdrawn while the tax waits to be confirmed',
    script: () => ({
      jobs: { 'tax.assess': () => done({ taxCaseNo: 'T-unconfirmed', taxTotalFen: 1, taxPayable: true }) },
      meanwhile: when('EgConfirm', withdraw),
    }),
    ends: 'EndYltWithdrawn',
    passes: ['RefundTax', 'RefundEscrow'],
  },
  {
    name: 'withdrawn in the review: the registration closes the case, the caller gives the money back',
    script: () => ({ tasks: { Review: waits }, meanwhile: when('Review', withdraw) }),
    ends: 'EndYltWithdrawn',
    passes: ['Registration', 'RefundEscrow', 'CancelContract', 'RefundTax'],
    avoids: ['SubCertificate', 'TransferServices'],
  },
  {
    name: 'seized in the review',
    script: () => ({ tasks: { Review: waits }, meanwhile: when('Review', seize) }),
    ends: 'EndYltSuperseded',
    passes: ['ConfirmSuperseded', 'RefundEscrow'],
    avoids: ['SubCertificate'],
  },
  {
    name: 'refused in the review',
    script: { tasks: { Review: () => ({ reviewDecision: 'refuse', reasonCode: 'X' }) } },
    ends: 'EndYltRefused',
    passes: ['ConfirmRefusal', 'RefundEscrow', 'CancelContract', 'RefundTax'],
    avoids: ['TransferServices'],
  },
];

export const scenarios: Scenario[] = [...main, ...services, ...refusedAtIntake, ...interrupted];
