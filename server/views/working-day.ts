/** Days of the office: Asia/Shanghai has no daylight saving time since 1991, so the offset is fixed. */
const OFFSET_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;

/** Midnight in Shanghai of the day that holds `instant`. */
export function startOfDay(instant: Date): Date {
  const local = instant.getTime() + OFFSET_MS;
  return new Date(local - (local % DAY_MS) - OFFSET_MS);
}

/** `YYYY-MM-DD` in Shanghai. */
export const localDay = (instant: Date) => new Date(instant.getTime() + OFFSET_MS).toISOString().slice(0, 10);

/** `17:00` of the day that holds `instant`, as an instant. */
export const closingTime = (instant: Date, hour = 17) => new Date(startOfDay(instant).getTime() + hour * 3_600_000);
