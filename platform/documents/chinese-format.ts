/** How the documents write codes, dates and money. */

/** `2026-02-13` → `2026年02月13日`. */
export function chineseDate(day: string): string {
  const [year, month, date] = day.split('-');
  return `${year}年${month}月${date}日`;
}

/** 28 characters in the five layers of GB/T 37346-2019: `330203 001002 GB00012 F00010023`. */
export function spacedUnitCode(unitCode: string): string {
  return [unitCode.slice(0, 6), unitCode.slice(6, 12), unitCode.slice(12, 19), unitCode.slice(19)].join(' ');
}

/** Fen → `1,234,567.89 元`. */
export function yuan(fen: number): string {
  const [whole, cents] = (fen / 100).toFixed(2).split('.');
  return `${whole!.replace(/\B(?=(\d{3})+$)/g, ',')}.${cents} 元`;
}
