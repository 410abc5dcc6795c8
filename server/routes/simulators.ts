import Type from 'typebox';
import { requirePermission } from '../access/guard.ts';
import { Faults, Simulator, SimulatorList, SimulatorName } from '../api/simulators.ts';
import type { ServerDeps } from '../deps.ts';
import { announce } from '../events/announce.ts';
import { readSimulator, readSimulators, writeFaults } from '../simulators/proxy.ts';
import type { App } from './types.ts';

const NameParams = Type.Object({ name: SimulatorName });

/** The page of the department simulators. A real department has no such addresses; it then shows as not answering. */
export function simulatorRoutes(app: App, deps: ServerDeps): void {
  const addresses = deps.config.departmentUrls;

  app.get('/api/simulators', { schema: { response: { 200: SimulatorList } } }, async (request) => {
    requirePermission(request, 'simulator.view');
    return { items: await readSimulators(addresses) };
  });

  app.put(
    '/api/simulators/:name/faults',
    { schema: { params: NameParams, body: Type.Partial(Faults), response: { 200: Simulator } } },
    async (request) => {
      requirePermission(request, 'simulator.fault');
      const { name } = request.params;
      await writeFaults(addresses[name], request.body);
      await announce(deps.pool, { topic: 'simulator', id: name });
      return readSimulator(name, addresses[name]);
    },
  );
}
