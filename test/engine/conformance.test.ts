import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { restRows, rpcRows } from '../parity/conformance/apis.ts';
import { conformancePage } from '../parity/conformance/page.ts';

const ROOT = resolve(import.meta.dirname, '../..');

describe('the page on conformance', () => {
  test('is what the engine does: otherwise run npm run generate', async () => {
    for (const [path, content] of Object.entries(await conformancePage())) {
      expect(await readFile(join(ROOT, path), 'utf8')).toBe(content);
    }
  });

  test('tells what is served from what is not', async () => {
    const served = (rows: { operation: string; served: boolean }[]) =>
      Object.fromEntries(rows.map(({ operation, served: is }) => [operation, is]));
    expect(served(await rpcRows())).toMatchObject({ CompleteJob: true, ActivateJobs: true, DeleteResource: true });
    expect(served(await restRows())).toMatchObject({
      'POST /process-instances/{processInstanceKey}/modification': true,
      'GET /topology': true,
      'POST /tenants': false,
    });
  });
});
