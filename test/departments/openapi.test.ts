import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { validate } from '@readme/openapi-parser';
import { expect, test } from 'vitest';
import { departmentContracts, departmentNames, openApiDocument, openApiFiles } from '../../departments/index.ts';
import { departments } from './support.ts';

const ROOT = join(import.meta.dirname, '../..');
const files = openApiFiles();

test.each(Object.keys(files))('%s says what the contract says; npm run generate writes it anew', (path) => {
  expect(readFileSync(join(ROOT, path), 'utf8')).toBe(files[path]);
});

test.each(departmentNames)(
  '%s: a valid OpenAPI 3.1 document with every operation, refusal and callback',
  async (name) => {
    const document = openApiDocument(name);
    const result = await validate(structuredClone(document) as never);
    expect(result).toMatchObject({ valid: true });
    const text = JSON.stringify(document);
    const contract = departmentContracts[name];
    for (const operation of Object.values(contract.operations)) {
      expect(text).toContain(`"operationId":"${operation.name}"`);
      for (const code of operation.refusals) expect(text).toContain(`"${code}"`);
    }
    expect(Object.keys((document.webhooks as object) ?? {})).toHaveLength(contract.callbacks.length);
  },
);

test('a document that breaks OpenAPI is found out', async () => {
  const document = { ...openApiDocument('tax'), paths: { '/x': { get: { responses: 'none' } } } };
  expect(await validate(document as never)).toMatchObject({ valid: false });
});

test('a simulator serves its own document', async () => {
  const city = await departments();
  expect((await city.control('gas', 'GET', '/openapi.json')).body).toEqual(openApiDocument('gas'));
  await city.stop();
});
