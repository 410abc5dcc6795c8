// `npm run generate`: writes what is derived from the code. A test fails while these files are stale.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { openApiFiles } from '../departments/index.ts';
import { conformancePage } from '../test/parity/conformance/page.ts';
import { catalog } from '../workers/catalog.ts';
import { describeJobs, publishedFiles } from '../workers/published/index.ts';
import { extendPromises } from '../workers/published/promises.ts';

const root = resolve(import.meta.dirname, '..');
// Not derived from the code alone: it keeps what older releases promised.
const PROMISES = 'workers/promises.json';
const promises = extendPromises(JSON.parse(await readFile(join(root, PROMISES), 'utf8')), describeJobs(catalog));
for (const [path, content] of Object.entries({
  ...publishedFiles(catalog),
  [PROMISES]: `${JSON.stringify(promises, null, 1)}\n`,
  ...openApiFiles(),
  ...(await conformancePage()),
})) {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), content);
  process.stdout.write(`${path}\n`);
}
