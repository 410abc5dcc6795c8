import { randomInt } from 'node:crypto';

/** `npm run test:races` sets 10 000; a number that failed is given again with YITONG_RACES_SEED. */
export const RACES = Number(process.env.YITONG_RACES ?? 300);
export const SEED = Number(process.env.YITONG_RACES_SEED ?? randomInt(1_000_000_000));

/** For people who watch; vitest keeps it beside the test's name. */
export const say = (line: string) => process.stdout.write(`${line}\n`);
