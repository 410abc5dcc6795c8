import { randomInt } from 'node:crypto';

/** 200 together. A kill of a worker costs the start of a process and a whole case, one of PostgreSQL its recovery. */
export const POSTGRES_KILLS = Number(process.env.YITONG_POSTGRES_KILLS ?? 140);
export const WORKER_KILLS = Number(process.env.YITONG_WORKER_KILLS ?? 60);
/** Decides the moments as far as a test can; a run that failed is given again with YITONG_KILLS_SEED. */
export const SEED = Number(process.env.YITONG_KILLS_SEED ?? randomInt(1_000_000_000));
