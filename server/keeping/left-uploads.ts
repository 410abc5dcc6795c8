import { readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a folder of one upload is called (server/routes/stock.ts); it goes with its request, unless the server was killed in it. */
export const UPLOAD_FOLDER = 'yitong-stock-';
const DAY_MS = 86_400_000;

/** No upload takes a day: what is older was left behind. Folders of other accounts stay. */
export async function removeLeftUploads(now: Date, folder = tmpdir()): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!name.startsWith(UPLOAD_FOLDER)) continue;
    const path = join(folder, name);
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }));
    if (mtimeMs < now.getTime() - DAY_MS) await rm(path, { recursive: true, force: true }).catch(() => undefined);
  }
}
