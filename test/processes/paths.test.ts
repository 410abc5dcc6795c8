import { expect, test } from 'vitest';
import { processFiles, processFolders } from './support/folders.ts';
import { openStage } from './support/player.ts';

// Every way through every diagram, on the engine's core and with virtual time.
const folders = await processFolders();
const stage = openStage(processFiles(), new Map(folders.map(({ id, answers }) => [id, answers])));
const all = folders.flatMap(({ id, scenarios }) =>
  scenarios.map((scenario) => ({ id, name: scenario.name, scenario })),
);

test.each(all)('$id: $name', async ({ id, scenario }) => {
  // when
  const play = await stage.play(id, scenario);

  // then
  const { ends, passes = [], avoids = [], check } = scenario;
  const elements = play.elements();
  const ids = elements.map(({ elementId }) => elementId);
  expect(elements).toContainEqual(expect.objectContaining({ process: id, elementId: ends, state: 'COMPLETED' }));
  expect(ids).toEqual(expect.arrayContaining(passes));
  expect(avoids.filter((avoided) => ids.includes(avoided))).toEqual([]);
  await check?.(play);
});
