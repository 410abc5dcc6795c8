/** Instants and days as departments write them: Asia/Shanghai, which has had no daylight saving since 1991. */
const offsetMs = 8 * 3_600_000;

/** `2026-02-13T16:40:00.000+08:00`. */
export function shanghaiInstant(at: Date): string {
  return new Date(at.getTime() + offsetMs).toISOString().replace('Z', '+08:00');
}

/** `2026-02-13`; `addDays` counts calendar days. */
export function shanghaiDate(at: Date, addDays = 0): string {
  return new Date(at.getTime() + offsetMs + addDays * 86_400_000).toISOString().slice(0, 10);
}
