import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { camundaMissing } from '../../camunda/support/engine-under-test.ts';
import { startCamundaStage } from '../support/camunda-stage.ts';
import type { StagedEngine } from '../support/stage.ts';
import { camundaBench, embeddedBench } from './benches.ts';
import { FEEL_CATALOGUE } from './catalogue/index.ts';
import { KNOWN_DIFFERENCES } from './known-differences.ts';
import { observe } from './observe.ts';
import { expressionsOf, recordOutcomes } from './recorded.ts';

// Every expression of the catalogue on the real broker and on the embedded engine: value, type, warnings, incidents.
// YITONG_RECORD=1 also writes what the real broker made of it to test/parity/recorded/feel.

describe.skipIf(camundaMissing)('FEEL is what the real 8.6.0 broker makes of it', () => {
  let camunda: StagedEngine;
  let real: Awaited<ReturnType<typeof camundaBench>>;

  beforeAll(async () => {
    camunda = await startCamundaStage();
    real = await camundaBench(camunda);
  });
  afterAll(async () => {
    real?.close();
    await camunda?.stop();
  });

  test.each(Object.keys(FEEL_CATALOGUE))('%s', async (subject) => {
    const expressions = expressionsOf(subject);
    const expected = await observe(real, subject, expressions);
    if (process.env.YITONG_RECORD) await recordOutcomes(subject, expected);
    const actual = await observe(embeddedBench(), subject, expressions);
    const comparable = (outcomes: [string, string][]) => outcomes.filter(([source]) => !KNOWN_DIFFERENCES.has(source));
    expect(comparable(actual)).toEqual(comparable(expected));
  });
});
