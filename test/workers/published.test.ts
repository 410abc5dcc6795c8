import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { catalog } from '../../workers/catalog.ts';
import { DEPARTMENT_WORDS } from '../../workers/published/departments.ts';
import { describeJobs, publishedFiles } from '../../workers/published/index.ts';
import { VARIABLES } from '../../workers/variables.ts';

interface Validation {
  valid: boolean;
  results: { valid: boolean; errors?: unknown; object: unknown }[];
}
const { validateAllZeebe } = createRequire(import.meta.url)('@bpmn-io/element-templates-validator') as {
  validateAllZeebe(templates: unknown[]): Validation;
};

const ROOT = join(import.meta.dirname, '../..');
const files = publishedFiles(catalog);
const jobs = describeJobs(catalog);

test.each(Object.keys(files))('%s says what the code says; npm run generate writes it anew', (path) => {
  expect(readFileSync(join(ROOT, path), 'utf8')).toBe(files[path]);
});

test('every template is one for Camunda 8, and its ids are its own', () => {
  const templates = JSON.parse(files['modeler/element-templates/jobs.json']!) as { id: string; name: string }[];
  const { valid, results } = validateAllZeebe(templates);
  expect(results.filter((one) => !one.valid).map(({ errors, object }) => ({ errors, object }))).toEqual([]);
  expect(valid).toBe(true);
  expect(templates.map(({ id }) => id)).toEqual(jobs.map(({ type }) => `yitong.${type}`));
  expect(templates.filter(({ name }) => !/[\u4e00-\u9fff]/.test(name))).toEqual([]);
});

test('every variable and every department of the catalogue has a Chinese word, and no word is left over', () => {
  const used = new Set(jobs.flatMap(({ inputs, outputs }) => [...inputs, ...outputs].map(({ name }) => name)));
  expect([...used].filter((name) => !VARIABLES[name])).toEqual([]);
  expect(Object.keys(VARIABLES).filter((name) => !used.has(name))).toEqual([]);
  expect(jobs.filter(({ department }) => !DEPARTMENT_WORDS[department])).toEqual([]);
});

/** Names of kinds of paper, not of people. */
const HARMLESS = new Set(['material.name', 'materials.name']);
const PERSONAL = /^(.*name|.*idno|.*idnumber|.*phone|.*mobile|.*address|.*holder|.*spouse|.*birth.*)$/i;

interface Schema {
  properties?: Record<string, Schema>;
  items?: Schema;
  anyOf?: Schema[];
}
function properties(schema: Schema, path = ''): string[] {
  const own = Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
    const at = path ? `${path}.${name}` : name;
    return [at, ...properties(property, at)];
  });
  const below = [...(schema.items ? [schema.items] : []), ...(schema.anyOf ?? [])];
  return [...own, ...below.flatMap((one) => properties(one, path))];
}
const personal = (schema: Schema) =>
  properties(schema).filter((path) => PERSONAL.test(path.split('.').at(-1)!) && !HARMLESS.has(path));

test('no job reads or writes a variable named like personal data, however deep', () => {
  for (const { type, input, output } of catalog) {
    expect({ type, personal: [...personal(input as Schema), ...personal(output as Schema)] }).toEqual({
      type,
      personal: [],
    });
  }
  const leak = { properties: { buyer: { anyOf: [{ properties: { idNo: {}, fullName: {} } }] }, phone: {} } };
  expect(personal(leak)).toEqual(['buyer.idNo', 'buyer.fullName', 'phone']);
});
