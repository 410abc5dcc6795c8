import { type AdHoc, adHoc, scope, service, user } from '../diagram.ts';
import { line } from './frames.ts';
import { taskListener } from './listeners.ts';

export type Since = '8.7' | '8.8';

/** What 8.6.0 refuses (recorded before it was moved here) and later versions run, from their documentation. */
export function later(id: () => string): Record<string, [what: string, since: Since, xml: string][]> {
  const events = ['creating', 'assigning', 'updating', 'completing', 'canceling'];
  const tools = scope([service('Inner', 'work')], []);
  const adHocWith = (more: AdHoc = {}) => line(id(), adHoc('Odd', tools, more));
  return {
    activities: [
      ['ad-hoc sub-process', '8.7', adHocWith()],
      ['ad-hoc sub-process with its first elements', '8.7', adHocWith({ begin: '=["Inner"]' })],
      ['ad-hoc sub-process with a completion condition', '8.8', adHocWith({ enough: '=true' })],
      ['ad-hoc sub-process that lets the others end', '8.8', adHocWith({ enough: '=true', cancelRemaining: false })],
      ['ad-hoc sub-process with an output collection', '8.8', adHocWith({ output: ['results', '=result'] })],
      ['ad-hoc sub-process led by a job worker', '8.8', adHocWith({ worker: 'agent' })],
    ],
    listeners: [
      ...events.map((event): [string, Since, string] => [
        `task listener: ${event}`,
        '8.8',
        line(id(), user('Odd', { ext: taskListener(event) })),
      ]),
    ],
  };
}
