// `npm run generate`: writes what is derived from the code. A test fails while these files are stale.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { openApiFiles } from '../departments/index.ts';
import { conformancePage } from '../test/parity/conformance/page.ts';
import { catalog } from '../workers/catalog.ts';
import { publishedFiles } from '../workers/published/index.ts';

const root = resolve(import.meta.dirname, '..');
for (const [path, content] of Object.entries({
  ...publishedFiles(catalog),
  ...openApiFiles(),
  ...(await conformancePage()),
})) {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), content);
  process.stdout.write(`${path}\n`);
}
