import { DISTRICTS, type Timetable } from '../../../server/api/index.ts';

export const officeName = (office: string): string =>
  office === '*' ? '全市' : (DISTRICTS[office as keyof typeof DISTRICTS] ?? office);

export const periodsText = ({ periods }: Pick<Timetable, 'periods'>): string =>
  periods.map(({ from, to }) => `${from}–${to}`).join('，');

export function validityText(one: Pick<Timetable, 'validFrom' | 'validTo' | 'seasonFrom' | 'seasonTo'>): string {
  const season = one.seasonFrom ? `每年 ${one.seasonFrom} 至 ${one.seasonTo}，` : '';
  const from = one.validFrom === '0001-01-01' ? '长期' : `${one.validFrom} 起`;
  return `${season}${from}${one.validTo ? `至 ${one.validTo}` : ''}`;
}
