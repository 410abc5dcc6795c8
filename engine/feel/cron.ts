/** Cron expressions as Zeebe reads them (Spring's: seconds first, `?` as `*`, `L`, `#`, `@daily`), in UTC. */
import { Cron } from 'croner';

const MACROS: Record<string, string> = {
  '@yearly': '0 0 0 1 1 *',
  '@annually': '0 0 0 1 1 *',
  '@monthly': '0 0 0 1 * *',
  '@weekly': '0 0 0 * * 0',
  '@daily': '0 0 0 * * *',
  '@midnight': '0 0 0 * * *',
  '@hourly': '0 0 * * * *',
};

/** The first instant after `after` (epoch ms); null when the text is no cron expression, or never comes again. */
export function nextCron(text: string, after: number): number | null {
  const trimmed = text.trim();
  const pattern = (MACROS[trimmed.toLowerCase()] ?? trimmed).replaceAll('?', '*');
  if (pattern.split(/\s+/).length !== 6) return null;
  try {
    return new Cron(pattern, { timezone: 'UTC', domAndDow: true }).nextRun(new Date(after))?.getTime() ?? null;
  } catch {
    return null;
  }
}
