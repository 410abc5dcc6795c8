import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { catalog } from '../../workers/catalog.ts';
import { describeJobs } from '../../workers/published/index.ts';
import { brokenPromises, extendPromises, type Promises } from '../../workers/published/promises.ts';

const promises = JSON.parse(readFileSync(join(import.meta.dirname, '../../workers/promises.json'), 'utf8')) as Promises;
const jobs = describeJobs(catalog);

test('the workers of today serve the diagrams of cases that began under an older release', () => {
  expect(brokenPromises(promises, jobs)).toEqual([]);
});

test('a job that goes, an output that goes and an input that comes break what was promised', () => {
  // given what an older release promised: an output more, an input less, a job more
  const [job] = jobs.filter(({ type }) => type === 'case.accept');
  const older: Promises = {
    'case.accept': { needs: [], gives: ['acceptedOn', 'formerly'] },
    'case.gone': { needs: ['caseNo'], gives: [] },
  };
  // then each is said
  expect(brokenPromises(older, [job!])).toEqual([
    'case.accept gives formerly no more',
    'case.accept needs caseNo, which older diagrams do not pass',
    'case.gone is served no more',
  ]);
});

test('promises only grow', () => {
  const [job] = jobs.filter(({ type }) => type === 'case.accept');
  const extended = extendPromises({ 'case.accept': { needs: [], gives: ['formerly'] } }, [job!]);
  expect(extended['case.accept']).toEqual({
    needs: [],
    gives: [
      'acceptedAt',
      'acceptedOn',
      'formerly',
      'registerVersion',
      'slaDueAt',
      'slaEpoch',
      'slaWarnAt',
      'statutoryCheckAt',
    ],
  });
  expect(brokenPromises(extendPromises(promises, jobs), jobs)).toEqual([]);
});
