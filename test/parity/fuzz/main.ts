/**
 * `npm run fuzz:parity -- --seed S --count N [--path P]`: random valid diagrams and random commands on the embedded engine and on a
 * real 8.6.0 broker, compared line by line; a difference is shrunk to the smallest diagram (`fuzz.test.ts`). Exit code 1 when the
 * engines differ. A difference that is mended becomes a case of the corpus.
 */
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    count: { type: 'string', default: '300' },
    path: { type: 'string' },
  },
});
for (const name of ['seed', 'count'] as const) {
  if (!Number.isSafeInteger(Number(values[name])))
    throw new Error(`--${name} wants a whole number, not '${values[name]}'`);
}
const { status } = spawnSync(
  'npx',
  ['vitest', 'run', '--config', 'test/camunda/vitest.config.ts', 'test/parity/fuzz/fuzz.test.ts'],
  {
    stdio: 'inherit',
    env: {
      ...process.env,
      YITONG_FUZZ_SEED: values.seed,
      YITONG_FUZZ_COUNT: values.count,
      ...(values.path ? { YITONG_FUZZ_PATH: values.path } : {}),
    },
  },
);
process.exit(status ?? 1);
