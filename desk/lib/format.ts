/** How numbers, money, dates and codes are written for clerks. All dates are those of Asia/Shanghai. */

const dateTime = new Intl.DateTimeFormat('zh-CN', {
  timeZone: 'Asia/Shanghai',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

function parts(value: string | number | Date): Record<string, string> {
  return Object.fromEntries(dateTime.formatToParts(new Date(value)).map((part) => [part.type, part.value]));
}

/** `2026-03-04 09:05`, or an em dash when there is no time yet. */
export function formatDateTime(value: string | number | Date | null | undefined): string {
  if (value === null || value === undefined || value === '') return '—';
  const p = parts(value);
  return `${p.year}-${p.month}-${p.day} ${p.hour}:${p.minute}`;
}

/** `2026-03-04T09:05:07`, the value of a field of type datetime-local; the same instant goes back with `+08:00`. */
export function toLocalInput(value: string): string {
  return new Date(Date.parse(value) + 8 * 3_600_000).toISOString().slice(0, 19);
}

/** `2026-03-04`. A plain date (`YYYY-MM-DD`) is shown as it is: it has no time zone. */
export function formatDate(value: string | number | Date | null | undefined): string {
  if (value === null || value === undefined || value === '') return '—';
  if (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value)) return value;
  return formatDateTime(value).slice(0, 10);
}

/** The calendar day after a plain date. */
export function nextDay(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

/** `09:05`. */
export function formatTime(value: string | number | Date): string {
  return formatDateTime(value).slice(11);
}

/** Integer fen → `2,000,000.00 元`. */
export function formatFen(fen: number | string | null | undefined): string {
  if (fen === null || fen === undefined) return '—';
  const n = Number(fen);
  const sign = n < 0 ? '-' : '';
  const abs = Math.abs(n);
  const yuan = Math.trunc(abs / 100).toLocaleString('en-US');
  return `${sign}${yuan}.${String(abs % 100).padStart(2, '0')} 元`;
}

/** Yuan typed by a clerk (`2,000,000` or `2000000.5`) → integer fen, or null when it is no amount. */
export function parseYuan(text: string): number | null {
  const plain = text.replaceAll(',', '').replaceAll('，', '').trim();
  if (!/^\d{1,12}(\.\d{1,2})?$/.test(plain)) return null;
  const [yuan = '0', cents = ''] = plain.split('.');
  return Number(yuan) * 100 + Number(cents.padEnd(2, '0'));
}

/** `330203001002GB00012F00010023` → `330203 001002 GB00012 F00010023` (GB/T 37346, five layers). */
export function formatUnitCode(code: string): string {
  return code.length === 28 ? `${code.slice(0, 6)} ${code.slice(6, 12)} ${code.slice(12, 19)} ${code.slice(19)}` : code;
}

/** `95.30 ㎡`. */
export function formatArea(value: number | string | null | undefined): string {
  if (value === null || value === undefined || value === '') return '—';
  return `${Number(value).toFixed(2)} ㎡`;
}

/** `1/2`, or 单独 words are left to the caller. */
export function formatShare(share: { n: number | string; d: number | string } | null | undefined): string {
  return share ? `${share.n}/${share.d}` : '—';
}

/** Minutes → `1 小时 05 分` or `12 分`. */
export function formatMinutes(minutes: number | null | undefined): string {
  if (minutes === null || minutes === undefined) return '—';
  const whole = Math.round(minutes);
  const h = Math.trunc(Math.abs(whole) / 60);
  const m = Math.abs(whole) % 60;
  const sign = whole < 0 ? '-' : '';
  return h > 0 ? `${sign}${h} 小时 ${String(m).padStart(2, '0')} 分` : `${sign}${m} 分`;
}

/** Remaining seconds → `12:05` or `1:02:09`; over the limit it counts up with a minus sign. */
export function formatCountdown(seconds: number): string {
  const sign = seconds < 0 ? '-' : '';
  const s = Math.abs(Math.trunc(seconds));
  const hh = Math.trunc(s / 3600);
  const mm = String(Math.trunc((s % 3600) / 60)).padStart(2, '0');
  const ss = String(s % 60).padStart(2, '0');
  return hh > 0 ? `${sign}${hh}:${mm}:${ss}` : `${sign}${mm}:${ss}`;
}

export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
