import { createTestClock, type TestClock } from '../../platform/clock.ts';

/** Monday, 23 November 2026: a working day of a year whose calendar is known. */
export const DAY = '2026-11-23';
export const OPENS = `${DAY}T08:30:00+08:00`;
export const CLOSES = `${DAY}T17:00:00+08:00`;
export const MINUTE = 60_000;

export const createDayClock = (): TestClock => createTestClock(OPENS);

/** 09:05 in Ningbo */
export const timeOfDay = (at: number): string => new Date(at + 8 * 60 * MINUTE).toISOString().slice(11, 16);
