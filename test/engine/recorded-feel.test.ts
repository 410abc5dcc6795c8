import { describe, expect, test } from 'vitest';
import { embeddedBench } from '../parity/feel/benches.ts';
import { FEEL_CATALOGUE } from '../parity/feel/catalogue/index.ts';
import { DOCUMENTED } from '../parity/feel/documented.ts';
import { KNOWN_DIFFERENCES } from '../parity/feel/known-differences.ts';
import { observe } from '../parity/feel/observe.ts';
import { expressionsOf, recordedOutcomes } from '../parity/feel/recorded.ts';

// What `npm run test:camunda` compares on a live broker, compared here with what the broker was recorded to make of it.
// After a change of the catalogue: YITONG_RECORD=1 npm run test:camunda -- test/parity/feel

describe('FEEL is what a real 8.6.0 broker was recorded to make of it', () => {
  test.each(Object.keys(FEEL_CATALOGUE))('%s', async (subject) => {
    const recorded = await recordedOutcomes(subject);
    const found = await observe(embeddedBench(), subject, expressionsOf(subject));
    expect(found.map(([source]) => source)).toEqual([...recorded.keys()]);
    const different = found.filter(([source, outcome]) => recorded.get(source) !== outcome);
    const unexpected = different.filter(([source]) => !KNOWN_DIFFERENCES.has(source));
    expect(unexpected).toEqual(unexpected.map(([source]) => [source, recorded.get(source)]));
    // What no longer differs does not belong on the list.
    const known = found.filter(([source]) => KNOWN_DIFFERENCES.has(source));
    expect(different).toEqual(expect.arrayContaining(known));
  });
});

test('every built-in and operator of the documentation has at least three cases', () => {
  for (const [subject, headings] of Object.entries(DOCUMENTED)) {
    for (const heading of headings) {
      const cases = FEEL_CATALOGUE[subject]?.[heading] ?? [];
      expect(new Set(cases).size, `${subject}: ${heading}`).toBeGreaterThanOrEqual(3);
    }
  }
});
