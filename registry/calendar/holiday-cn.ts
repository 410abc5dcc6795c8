import { RegistryError } from '../errors.ts';
import { isDay } from '../rule-values/validate-value.ts';
import type { CalendarDay } from './types.ts';

/**
 * A year in the format of holiday-cn (github.com/NateScarlet/holiday-cn): `{ year, papers, days: [{ name, date, isOffDay }] }`.
 * The year is that of the notice: days of the December before may stand in it.
 * @throws RegistryError CALENDAR_INVALID when it is something else
 */
export function parseHolidayCn(json: unknown): { year: number; days: CalendarDay[]; papers: string[] } {
  const wrong = (message: string) =>
    new RegistryError('CALENDAR_INVALID', `不是 holiday-cn 格式的年度文件：${message}`, [
      { field: 'json', code: 'HOLIDAY_CN', message },
    ]);
  const { year, days, papers } = (typeof json === 'object' && json !== null ? json : {}) as Record<string, unknown>;
  if (!Number.isInteger(year) || !Array.isArray(days)) throw wrong('缺少 year 或 days。');
  return {
    year: year as number,
    days: days.map((entry, i) => {
      const { name, date, isOffDay } = (entry ?? {}) as Record<string, unknown>;
      if (typeof name !== 'string' || !isDay(date) || typeof isOffDay !== 'boolean')
        throw wrong(`第${i + 1}天应有 name、date、isOffDay。`);
      return { day: date, kind: isOffDay ? 'OFF' : 'WORK', name: isOffDay ? name : `${name}调休上班` };
    }),
    papers: Array.isArray(papers) ? papers.filter((paper) => typeof paper === 'string') : [],
  };
}
