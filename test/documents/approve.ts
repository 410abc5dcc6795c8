/** `npm run documents:approve [template]`: draws the samples as the new approved pictures. Look at them before committing. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createDocumentRenderer, type TemplateName } from '../../platform/documents/index.ts';
import { rasterise } from '../../scripts/pdf/rasterise.ts';
import { createdAt, samples } from './samples.ts';

const renderer = createDocumentRenderer();
const wanted = process.argv[2];
for (const name of Object.keys(samples) as TemplateName[]) {
  if (wanted && name !== wanted) continue;
  const bytes = await renderer.render(name, samples[name], createdAt);
  const pages = await rasterise(bytes);
  for (const [index, page] of pages.entries()) {
    writeFileSync(join(import.meta.dirname, 'approved', `${name}-${index + 1}.png`), page.png);
  }
  console.log(`${name}: ${bytes.length} bytes, ${pages.length} page(s)`);
}
