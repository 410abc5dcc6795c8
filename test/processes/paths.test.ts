import { expect, test } from 'vitest';
import { coverageOf } from './support/coverage.ts';
import { drawCoverage, MISSED, TAKEN } from './support/draw.ts';
import { diagramOf, openPlayhouse } from './support/folders.ts';

// Every way through every diagram, on the engine's core and with virtual time.
const house = await openPlayhouse();
const all = house.folders.flatMap(({ id, scenarios }) =>
  scenarios.map((scenario) => ({ id, name: scenario.name, scenario })),
);

test.each(all)('$id: $name', async ({ id, scenario }) => {
  // when
  const play = await house.play(id, scenario);

  // then
  const { ends, passes = [], avoids = [], check } = scenario;
  const elements = play.elements();
  const ids = elements.map(({ elementId }) => elementId);
  expect(elements).toContainEqual(expect.objectContaining({ process: id, elementId: ends, state: 'COMPLETED' }));
  expect(ids).toEqual(expect.arrayContaining(passes));
  expect(avoids.filter((avoided) => ids.includes(avoided))).toEqual([]);
  await check?.(play);
});

test.each(house.folders)('$id: its scenarios take every element and every flow', async ({ id, exceptions }) => {
  const diagram = await diagramOf(id);
  expect(coverageOf(diagram, await house.all(), exceptions).problems).toEqual([]);
});

test('a way that no scenario takes is missed, and so is a reason for one that is taken', async () => {
  // given: nothing but the way of a free change of name
  const diagram = await diagramOf('bdc-registration');
  const plays = (await house.all()).filter(({ name }) => name.endsWith('change of name: free, electronic only'));

  // when
  const coverage = coverageOf(diagram, plays, { StartFiled: 'never', Nowhere: 'not there' });
  const { missed, percent, problems } = coverage;

  // then
  expect(plays).toHaveLength(1);
  expect(missed).toEqual(expect.arrayContaining(['FixContract', 'Flow_GwEntryPoint_Accept']));
  expect(missed).not.toContain('BookWrite');
  expect(percent).toBeLessThan(100);
  expect(problems).toContain('the exception Nowhere is not in the diagram');
  expect(problems.join()).toContain('the exception StartFiled is taken by');
  const drawn = (id: string) => new RegExp(`<g id="${id}">.*?</g>`, 's').exec(drawCoverage(coverage))?.[0];
  expect(drawn('FixContract')).toContain(MISSED);
  expect(drawn('BookWrite')).toContain(TAKEN);
  expect(drawn('BookWrite')).toContain(plays[0]!.name);
});
