import Type from 'typebox';
import { requirePermission } from '../access/guard.ts';
import { Faults, Simulator, SimulatorList, SimulatorName } from '../api/simulators.ts';
import type { ServerDeps } from '../deps.ts';
import { announce } from '../events/announce.ts';
import {
  type Circuits,
  clearOrganisationFaults,
  readSimulator,
  readSimulators,
  writeFaults,
  writeOrganisationFaults,
} from '../simulators/proxy.ts';
import type { App } from './types.ts';

const NameParams = Type.Object({ name: SimulatorName });
const OrganisationParams = Type.Object({ name: SimulatorName, id: Type.String({ pattern: '^[A-Z]+-\\d{2,4}$' }) });

/** The page of the department simulators. A real department has no such addresses; it then shows as not answering. */
export function simulatorRoutes(app: App, deps: ServerDeps): void {
  const addresses = deps.config.departmentUrls;

  const circuits = async (): Promise<Circuits> =>
    (await deps.registry.circuits.list()).map((one) => ({ ...one, since: one.since.toISOString() }));

  /** What the simulator looks like after it was told something, and that others should look, too. */
  async function changed(name: SimulatorName): Promise<Simulator> {
    await announce(deps.pool, { topic: 'simulator', id: name });
    return readSimulator(name, addresses[name], await circuits());
  }

  app.get('/api/simulators', { schema: { response: { 200: SimulatorList } } }, async (request) => {
    requirePermission(request, 'simulator.view');
    return { items: await readSimulators(addresses, await circuits()) };
  });

  app.put(
    '/api/simulators/:name/faults',
    { schema: { params: NameParams, body: Type.Partial(Faults), response: { 200: Simulator } } },
    async (request) => {
      requirePermission(request, 'simulator.fault');
      const { name } = request.params;
      await writeFaults(addresses[name], request.body);
      return changed(name);
    },
  );

  app.put(
    '/api/simulators/:name/organisations/:id/faults',
    { schema: { params: OrganisationParams, body: Type.Partial(Faults), response: { 200: Simulator } } },
    async (request) => {
      requirePermission(request, 'simulator.fault');
      const { name, id } = request.params;
      await writeOrganisationFaults(addresses[name], id, request.body);
      return changed(name);
    },
  );

  app.delete(
    '/api/simulators/:name/organisations/:id/faults',
    { schema: { params: OrganisationParams, response: { 200: Simulator } } },
    async (request) => {
      requirePermission(request, 'simulator.fault');
      const { name, id } = request.params;
      await clearOrganisationFaults(addresses[name], id);
      return changed(name);
    },
  );
}
