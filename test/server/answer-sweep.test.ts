import { afterAll, beforeAll, expect, test } from 'vitest';
import { startAnswerSweep } from '../../server/answers/sweep.ts';
import { eventually } from '../support/eventually.ts';
import { type Harness, startHarness } from './support/harness.ts';

/** How departments are asked is in `test/acceptance/lost-answers.test.ts`; here: who is asked when something breaks. */
let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
}, 120_000);
afterAll(() => harness.stop());

test('a request that breaks the asking backs off, and those behind it are asked', async () => {
  // given two cases that wait for their taxes, and an answer about the first that breaks the city's own code
  const acceptor = await harness.signIn('acceptor-330203');
  const { requests, money } = harness.registry;
  const cases: string[] = [];
  const numbers = ['TAX20260302000401', 'TAX20260302000402'] as const;
  for (const taxCaseNo of numbers) {
    const caseNo = await harness.fileAndAccept(acceptor);
    cases.push(caseNo);
    await requests.record({
      department: 'tax',
      operation: 'tax.assess',
      caseNo,
      idempotencyKey: `key-${taxCaseNo}`,
      orderNo: taxCaseNo,
      body: { caseNo },
    });
    const lines = [{ kind: 'deed' as const, baseFen: 100, rate: '0.01', amountFen: 1 }];
    await money.recordTaxAssessment({ caseNo, taxCaseNo, lines });
  }
  await harness.server.background.stop();
  await harness.db.pool.query("DELETE FROM desk.lease WHERE name = 'department-answers'");
  const { tax } = harness.deps.departments;
  const requestState: typeof tax.requestState = async (requestNo) => {
    if (requestNo === numbers[0]) throw new TypeError('broken');
    return { kind: 'ok', value: { requestNo, state: 'pending', caseNo: cases[1]!, results: [] } };
  };
  const departments = { ...harness.deps.departments, tax: { ...tax, requestState } };

  // when their time has come
  harness.clock.advance(121 * 60_000);
  const sweep = startAnswerSweep({ ...harness.deps, departments }, () => undefined);
  const outcomeOf = async (caseNo: string | undefined) => (await requests.waiting(caseNo!))[0];
  try {
    await eventually('the second is asked', async () => (await outcomeOf(cases[1]))?.outcome);
  } finally {
    await sweep.stop();
  }

  // then the first is noted with its failure and put off for a little, the second for its whole age
  const [broken, asked] = [await outcomeOf(cases[0]), await outcomeOf(cases[1])];
  expect(broken).toMatchObject({ outcome: 'unavailable', failures: 1, message: expect.stringContaining('本系统') });
  expect(asked).toMatchObject({ outcome: 'pending', failures: 0 });
  expect(broken!.askAt.getTime()).toBeGreaterThan(harness.clock.now().getTime());
  expect(broken!.askAt.getTime()).toBeLessThan(asked!.askAt.getTime());
}, 120_000);
