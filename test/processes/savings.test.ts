import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { evaluateDecision, readDmn } from '../../engine/dmn/index.ts';
import { type MaterialNeeded, savingsReport } from '../../server/yilutong/savings.ts';

const processes = new URL('../../processes/', import.meta.url).pathname;

// V04: the article says 12 steps, 12 materials and at least 7 forms.
test('一路通 saves what the article says, counted from diagrams, table and forms', async () => {
  // given the deployed table for the sale of a home without loan at the window
  const file = 'bdc-registration/material_list';
  const reading = readDmn(file, readFileSync(`${processes}${file}.dmn`, 'utf8'));
  if (!reading.ok) throw new Error(reading.message);
  const input = { itemCode: 'BDC-10', channel: 'window', ruleProfile: 'current', hasLoan: false, unitMortgaged: false };
  const outcome = evaluateDecision(reading.drg, 'material_list', input as never, 0);
  if (!outcome.ok) throw new Error(outcome.message);
  const materials = outcome.output as unknown as MaterialNeeded[];

  // when
  const { before, after, saved } = await savingsReport(processes, materials);

  // then
  expect(saved.steps).toBeGreaterThanOrEqual(12);
  expect(saved.materials).toBeGreaterThanOrEqual(12);
  expect(saved.forms).toBeGreaterThanOrEqual(7);
  expect(after.steps).toContain('在手机上确认税款');
  expect(after.steps.length).toBeGreaterThan(3);
  expect(after.forms.length).toBeGreaterThan(0);
  const lines = [...before.steps, ...before.materials, ...before.forms];
  expect(lines.filter(({ department, name, source }) => !department || !name || !source)).toEqual([]);
  for (const list of [before.steps, before.materials, before.forms])
    expect(new Set(list.map(({ department, name }) => department + name)).size).toBe(list.length);
});
