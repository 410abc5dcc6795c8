import { type AdHoc, adHoc, linkedResources, mapping, scope, service, user } from '../diagram.ts';
import { line } from './frames.ts';
import { taskListener } from './listeners.ts';

export type Since = '8.7' | '8.8';

export interface LaterDiagram {
  what: string;
  since: Since;
  xml: string;
  /** What 8.6.0 was seen doing with it: it deploys what it does not know of an element, and does nothing with it. */
  camunda: 'refuses' | 'ignores';
}

/** What only later versions run, from their documentation. */
export function later(id: () => string): Record<string, LaterDiagram[]> {
  const events = ['creating', 'assigning', 'updating', 'completing', 'canceling'];
  const tools = scope([service('Inner', 'work')], []);
  const adHocWith = (more: AdHoc = {}) => line(id(), adHoc('Odd', tools, more));
  const refused = (what: string, since: Since, xml: string): LaterDiagram => ({ what, since, xml, camunda: 'refuses' });
  const link = { resourceId: 'robot', resourceType: 'RPA', linkName: 'script' };
  const linking = (what: string, ...links: Record<string, string>[]): LaterDiagram => ({
    what,
    since: '8.7',
    xml: line(id(), service('Odd', 'work', { ext: linkedResources(...links) })),
    camunda: 'ignores',
  });
  return {
    activities: [
      refused('ad-hoc sub-process', '8.7', adHocWith()),
      refused('ad-hoc sub-process with its first elements', '8.7', adHocWith({ begin: '=["Inner"]' })),
      refused('ad-hoc sub-process with a completion condition', '8.8', adHocWith({ enough: '=true' })),
      refused(
        'ad-hoc sub-process that lets the others end',
        '8.8',
        adHocWith({ enough: '=true', cancelRemaining: false }),
      ),
      refused('ad-hoc sub-process with an output collection', '8.8', adHocWith({ output: ['results', '=result'] })),
      refused('ad-hoc sub-process led by a job worker', '8.8', adHocWith({ worker: 'agent' })),
      linking('service task with a linked resource', link),
      linking(
        'service task with linked resources by deployment and by version tag',
        { ...link, bindingType: 'deployment' },
        { ...link, bindingType: 'versionTag', versionTag: 'v1' },
      ),
      refused(
        'input mapping without a source',
        '8.8',
        line(id(), service('Odd', 'work', { ext: mapping('<zeebe:input target="agent.context"/>') })),
      ),
    ],
    listeners: [
      ...events.map((event) =>
        refused(`task listener: ${event}`, '8.8', line(id(), user('Odd', { ext: taskListener(event) }))),
      ),
    ],
  };
}
