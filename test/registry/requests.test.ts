import { expect, it } from 'vitest';
import { demoCity } from '../../registry/index.ts';
import { fileAndAccept, sale } from './support/play.ts';
import { openRegister } from './support/setup.ts';

const fixture = openRegister();

it('a request recorded anew is as young as its last sending: it is not ended before its order is written', async () => {
  // given a request whose order never came, ended long after
  const { registry, clock } = fixture;
  const { requests, money } = registry;
  const caseNo = await fileAndAccept(registry, sale(demoCity.saleUnits('330205')[1]!));
  const taxCaseNo = 'T-ANEW';
  const request = {
    department: 'tax' as const,
    operation: 'tax.assess' as const,
    caseNo,
    idempotencyKey: 'anew',
    orderNo: taxCaseNo,
    body: { caseNo },
  };
  await requests.record(request);
  clock.advance(11 * 60_000);
  expect(await requests.settle()).toBe(1);

  // when its job is done again, and what is not awaited is ended just before the order is written
  await requests.record(request);
  expect(await requests.settle()).toBe(0);
  await money.recordTaxAssessment({
    caseNo,
    taxCaseNo,
    lines: [{ kind: 'deed', baseFen: 1, rate: '0.01', amountFen: 100 }],
  });

  // then it waits, with what is to be sent again, and is asked about after the age of its department from now
  expect(await requests.waiting(caseNo)).toMatchObject([{ sentAt: clock.now(), body: { caseNo } }]);
  clock.advance(119 * 60_000);
  expect(await requests.claimDue(10)).toEqual([]);
  clock.advance(2 * 60_000);
  expect(await requests.claimDue(10)).toHaveLength(1);
});

it('of two cases that a department gave the same number each has its own number there', async () => {
  // given two requests answered with one number; the first was sent again since and is known there under another
  const { requests } = fixture.registry;
  const [first, second] = await Promise.all(
    [2, 3].map((nth) => fileAndAccept(fixture.registry, sale(demoCity.saleUnits('330205')[nth]!))),
  );
  const orderNo = 'T-SHARED';
  for (const caseNo of [first!, second!])
    await requests.record({
      department: 'tax',
      operation: 'tax.assess',
      caseNo,
      idempotencyKey: `shared:${caseNo}`,
      orderNo,
      numberThere: caseNo === first ? 'T-NEW' : orderNo,
      body: { caseNo },
    });

  // then each is asked about under its own, and a case without a request under the number itself
  const numberThere = (caseNo: string) => requests.numberThere({ department: 'tax', caseNo, orderNo });
  expect(await numberThere(first!)).toBe('T-NEW');
  expect(await numberThere(second!)).toBe(orderNo);
  expect(await numberThere('none')).toBe(orderNo);
});
