import type { Day } from '../common.ts';
import { isDay } from '../rule-values/validate-value.ts';
import { districts } from '../validators/unit-code.ts';
import { weekday } from './local-time.ts';
import type { CalendarContent, CalendarDay, Timetable, WorkingCalendar } from './types.ts';

interface Problem {
  field: string;
  code: string;
  message: string;
}

/** Everything that is wrong with a proposed year or timetable, at once. */
export function contentProblems(content: CalendarContent, today: Day): Problem[] {
  return content.kind === 'year' ? yearProblems(content) : hoursProblems(content, today);
}

function yearProblems({ year, days }: { year: number; days: CalendarDay[] }): Problem[] {
  const problems: Problem[] = [];
  const say = (field: string, message: string) => problems.push({ field, code: 'CALENDAR_DAY', message });
  if (!Number.isInteger(year) || year < 2000 || year > 2100) say('year', '年份应为2000至2100之间的四位数。');
  const seen = new Set<Day>();
  days.forEach(({ day, kind, name }, i) => {
    // The notice for a year may move days of the December before it.
    const belongs = isDay(day) && (day.startsWith(`${year}-`) || day.startsWith(`${year - 1}-12-`));
    if (!belongs) say(`days[${i}].day`, `${day}不属于${year}年的安排。`);
    else if (seen.has(day)) say(`days[${i}].day`, `${day}出现了两次。`);
    else if (kind === 'WORK' && weekday(day) >= 1 && weekday(day) <= 5)
      say(`days[${i}].kind`, `${day}本来就是工作日，不需要调休。`);
    seen.add(day);
    if (name.trim() === '') say(`days[${i}].name`, `请写明${day}是什么安排。`);
  });
  if (!days.some((one) => one.kind === 'OFF')) say('days', '全年没有一个放假日，请核对。');
  return problems;
}

const timePattern = /^([01]\d|2[0-3]):[0-5]\d$/;
const monthDayPattern = /^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;

function hoursProblems(hours: Timetable, today: Day): Problem[] {
  const problems: Problem[] = [];
  const say = (field: string, message: string) => problems.push({ field, code: 'OFFICE_HOURS', message });
  const { office, validFrom, validTo, seasonFrom, seasonTo, periods } = hours;
  if (office !== '*' && !(office in districts)) say('office', '没有这个登记机构；请从列表中选择。');
  if (hours.name.trim() === '') say('name', '请给这份窗口时间起一个名称，例如“夏令时间”。');
  if (!isDay(validFrom)) say('validFrom', '请填写生效日期。');
  else if (validFrom < today) say('validFrom', '窗口时间不能从过去的日期起改；请从今天或以后起。');
  if (validTo !== null && !(isDay(validTo) && validTo >= validFrom)) say('validTo', '失效日期不能早于生效日期。');
  if ((seasonFrom === null) !== (seasonTo === null)) say('seasonFrom', '季节的起止日期须同时填写。');
  for (const [field, day] of Object.entries({ seasonFrom, seasonTo }))
    if (day !== null && !monthDayPattern.test(day)) say(field, '季节的日期应为月-日，例如05-01。');
  if (periods.length === 0) say('periods', '请至少填写一个时段。');
  periods.forEach(({ from, to }, i) => {
    const before = periods[i - 1];
    if (!timePattern.test(from) || !timePattern.test(to) || from >= to)
      say(`periods[${i}]`, `第${i + 1}个时段应为起止时间，例如08:30至12:00。`);
    else if (before && before.to >= from) say(`periods[${i}]`, `第${i + 1}个时段应在前一个时段之后；连续的请合并。`);
  });
  return problems;
}

/** The calendar as the change would leave it. Pure. */
export function changedCalendar(calendar: WorkingCalendar, content: CalendarContent): WorkingCalendar {
  if (content.kind === 'hours') {
    // The newest of its kind comes first: an outlet's own before *, a season before the whole year.
    const place = ({ office, seasonFrom }: Timetable) => (office === '*' ? 2 : 0) + (seasonFrom === null ? 1 : 0);
    return { ...calendar, timetables: [content, ...calendar.timetables].toSorted((a, b) => place(a) - place(b)) };
  }
  const { year, days } = content;
  const own = (day: Day) => day.startsWith(`${year}-`);
  const exceptions = new Map([...calendar.exceptions].filter(([day]) => !own(day)));
  for (const { day, kind } of days) exceptions.set(day, kind);
  return { ...calendar, years: new Set([...calendar.years, year]), exceptions };
}
