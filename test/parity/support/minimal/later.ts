import { user } from '../diagram.ts';
import { line } from './frames.ts';
import { taskListener } from './listeners.ts';

export type Since = '8.7' | '8.8';

/** What 8.6.0 refuses (recorded before it was moved here) and later versions run, from their documentation. */
export function later(id: () => string): Record<string, [what: string, since: Since, xml: string][]> {
  const events = ['creating', 'assigning', 'updating', 'completing', 'canceling'];
  return {
    listeners: [
      ...events.map((event): [string, Since, string] => [
        `task listener: ${event}`,
        '8.8',
        line(id(), user('Odd', { ext: taskListener(event) })),
      ]),
    ],
  };
}
