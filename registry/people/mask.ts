/** 张三丰 → 张**; a company keeps its first and last two characters. */
export function maskName(name: string, nature = 'person'): string {
  const letters = [...name];
  if (nature !== 'person' && letters.length > 6)
    return `${letters.slice(0, 2).join('')}****${letters.slice(-2).join('')}`;
  return `${letters[0] ?? ''}${'*'.repeat(Math.max(1, letters.length - 1))}`;
}

/** First 4 and last 4 of 18, fewer of shorter numbers. */
export function maskIdNo(idNo: string): string {
  const keep = idNo.length >= 15 ? 4 : 1;
  return `${idNo.slice(0, keep)}${'*'.repeat(Math.max(3, idNo.length - 2 * keep))}${idNo.slice(-keep)}`;
}

export function maskPhone(phone: string | null): string | null {
  return phone === null ? null : `${phone.slice(0, 3)}****${phone.slice(-4)}`;
}
