import { done, error, firstThen, type Scenario } from '../support/script.ts';
import { entry } from './scenarios/entry.ts';
import { furtherReview } from './scenarios/further-review.ts';
import { intake } from './scenarios/intake.ts';
import { intakeWaits } from './scenarios/intake-waits.ts';
import { plain } from './scenarios/plain.ts';
import { publicity } from './scenarios/publicity.ts';
import { review } from './scenarios/review.ts';
import { sla } from './scenarios/sla.ts';

const main: Scenario[] = [
  {
    name: 'second-hand sale: contract, tax, paper certificate at the window',
    script: {},
    ends: 'EndCompleted',
    passes: [
      'FileContract',
      'SubTax',
      'ClearTax',
      'BookWrite',
      'StopSla',
      'CreatePayment',
      'PrintCertificate',
      'Deliver',
      'CloseCase',
    ],
    avoids: ['PauseSupplement', 'EndRefused'],
  },
  {
    name: 'change of name: free, electronic only',
    script: { variables: { ...plain, itemCode: 'BDC-07', certMedium: 'electronic', delivery: 'none' } },
    ends: 'EndCompleted',
    avoids: ['FileContract', 'SubTax', 'CreatePayment', 'PrintCertificate', 'Deliver'],
  },
  {
    name: 'mortgage, started directly: fee but neither contract nor tax',
    script: {
      start: () => ({ process: 'bdc-registration' }),
      variables: { ...plain, certMedium: 'electronic', delivery: 'none' },
    },
    ends: 'EndCompleted',
    passes: ['CreatePayment'],
    avoids: ['FileContract', 'SubTax'],
  },
  {
    name: 'pages missing in the file: the archivist adds them, then it is archived',
    script: () => ({ variables: plain, jobs: { 'archive.check': firstThen(error('PAGES_MISSING'), done()) } }),
    ends: 'EndCompleted',
    passes: ['PagesMissing', 'ArchiveGap', 'Archive'],
  },
];

const called: Scenario[] = [
  {
    name: 'called with intake done: accepted at once, back to the caller after 登簿',
    script: {
      start: () => ({ process: 'bdc-registration' }),
      variables: { ...plain, entryPoint: 'prepared', returnAfterEntry: true },
    },
    ends: 'EndEnteredForCaller',
    passes: ['Accept', 'BookWrite', 'StopSla'],
    avoids: ['CheckUnitQuery', 'CollectMaterials', 'SubCertificate', 'CloseCase'],
  },
];

export const scenarios: Scenario[] = [
  ...main,
  ...called,
  ...intake,
  ...intakeWaits,
  ...review,
  ...furtherReview,
  ...entry,
  ...publicity,
  ...sla,
];
