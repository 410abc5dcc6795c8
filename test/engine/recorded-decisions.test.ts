import { describe, expect, test } from 'vitest';
import { embeddedBench } from '../parity/dmn/benches.ts';
import { DECISIONS } from '../parity/dmn/cases/index.ts';
import { observeDecisions, recordedDecisions } from '../parity/dmn/observe.ts';

// What `npm run test:camunda` compares on a live broker, compared here with what the broker was recorded to answer.
// After a change of the cases: YITONG_RECORD=1 npm run test:camunda -- test/parity/dmn

describe('decisions are what a real 8.6.0 broker was recorded to make of them', () => {
  test.each(Object.keys(DECISIONS))('%s', async (subject) => {
    expect(await observeDecisions(embeddedBench(), subject)).toBe(await recordedDecisions(subject));
  });
});
