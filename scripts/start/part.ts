/**
 * Entry of a part under `npm start`: `part.ts engine/main.ts`. Loads the part's modules while PostgreSQL is still starting, takes
 * from the parent where the database and the engine are, and only then runs the part, as if it had been started with that environment.
 */
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const ROOT = resolve(import.meta.dirname, '../..');
/** What a part's main module imports and takes long to load. */
const HEAVY: Record<string, string> = {
  'departments/main.ts': 'departments/index.ts',
  'engine/main.ts': 'engine/index.ts',
  'server/main.ts': 'server/app.ts',
  'workers/main.ts': 'workers/index.ts',
};

const [main = ''] = process.argv.slice(2);
const load = (file: string) => import(pathToFileURL(join(ROOT, file)).href);

const orphaned = () => process.exit(1);
process.once('disconnect', orphaned);
const told = new Promise<Record<string, string>>((found) => {
  process.once('message', ({ env }: { env: Record<string, string> }) => found(env));
});
const heavy = HEAVY[main];
if (heavy) await load(heavy);
Object.assign(process.env, await told);
process.off('disconnect', orphaned);
await load(main);
