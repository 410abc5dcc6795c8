import { addDays, weekday } from './local-time.ts';

/** A year's notice: days off and weekend days worked, `MM-DD` or a range `MM-DD…MM-DD`. */
export interface YearTable {
  year: number;
  off: { name: string; days: string }[];
  work: string[];
  source: string;
}

/** Domain §7, from memory of the State Council's notices: verify before production. */
export const yearTables: readonly YearTable[] = [
  {
    year: 2019,
    off: [
      { name: '元旦', days: '01-01' },
      { name: '春节', days: '02-04…02-10' },
      { name: '清明节', days: '04-05…04-07' },
      { name: '劳动节', days: '05-01…05-04' },
      { name: '端午节', days: '06-07…06-09' },
      { name: '中秋节', days: '09-13…09-15' },
      { name: '国庆节', days: '10-01…10-07' },
    ],
    work: ['02-02', '02-03', '04-28', '05-05', '09-29', '10-12'],
    source: '国务院办公厅关于2019年部分节假日安排的通知',
  },
  {
    year: 2025,
    off: [
      { name: '元旦', days: '01-01' },
      { name: '春节', days: '01-28…02-04' },
      { name: '清明节', days: '04-04…04-06' },
      { name: '劳动节', days: '05-01…05-05' },
      { name: '端午节', days: '05-31…06-02' },
      { name: '国庆节、中秋节', days: '10-01…10-08' },
    ],
    work: ['01-26', '02-08', '04-27', '09-28', '10-11'],
    source: '国务院办公厅关于2025年部分节假日安排的通知',
  },
  {
    year: 2026,
    off: [
      { name: '元旦', days: '01-01…01-03' },
      { name: '春节', days: '02-15…02-23' },
      { name: '清明节', days: '04-04…04-06' },
      { name: '劳动节', days: '05-01…05-05' },
      { name: '端午节', days: '06-19…06-21' },
      { name: '中秋节', days: '09-25…09-27' },
      { name: '国庆节', days: '10-01…10-07' },
    ],
    work: ['01-04', '02-14', '02-28', '05-09', '09-20', '10-10'],
    source: '国务院办公厅关于2026年部分节假日安排的通知',
  },
];

/** The days that differ from Mon–Fri. */
export function exceptionsOf(table: YearTable): { day: string; kind: 'WORK' | 'OFF'; name: string }[] {
  const days: { day: string; kind: 'WORK' | 'OFF'; name: string }[] = [];
  for (const { name, days: range } of table.off) {
    const [first = '', last = first] = range.split('…');
    for (let day = `${table.year}-${first}`; day <= `${table.year}-${last}`; day = addDays(day, 1)) {
      if (weekday(day) >= 1 && weekday(day) <= 5) days.push({ day, kind: 'OFF', name });
    }
  }
  for (const day of table.work) days.push({ day: `${table.year}-${day}`, kind: 'WORK', name: '调休上班' });
  return days;
}
