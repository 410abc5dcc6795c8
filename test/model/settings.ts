/**
 * `npm test` plays the same 300 every time; `npm run test:model` sets 100 000 and draws a seed. A seed that failed is given again with
 * YITONG_MODEL_SEED, and the path to its shortest sequence with YITONG_MODEL_PATH.
 */
export const OPERATIONS = Number(process.env.YITONG_MODEL_OPERATIONS ?? 300);
export const SEED = Number(process.env.YITONG_MODEL_SEED ?? 20_261_123);
export const PATH = process.env.YITONG_MODEL_PATH;
