import type { ProcessDefinition } from '../../platform/engine-client/index.ts';
import type { ModelProcess, ProcessVersion } from '../api/modeler.ts';
import type { ServerDeps } from '../deps.ts';
import { staffNames } from '../views/staff.ts';
import type { Definitions } from './definitions.ts';

interface Deployed {
  key: string;
  at: Date;
  userId: string;
}

/** Every process with its versions, newest first, and how many cases run on each. */
export async function listProcesses(deps: ServerDeps, definitions: Definitions): Promise<ModelProcess[]> {
  const [all, staff, { rows }] = await Promise.all([
    definitions.list(),
    staffNames(deps.registry),
    deps.pool.query<Deployed>(
      `SELECT p.process_definition_key AS key, d.at, d.user_id AS "userId"
         FROM desk.deployed_process p JOIN desk.deployment d USING (deployment_key)`,
    ),
  ]);
  const deployments = new Map(rows.map((row) => [row.key, row]));
  const ids = [...new Set(all.map((one) => one.processDefinitionId))].sort();
  return Promise.all(ids.map((id) => describe(all.filter((one) => one.processDefinitionId === id))));

  async function describe(definitionsOfId: ProcessDefinition[]): Promise<ModelProcess> {
    const newest = [...definitionsOfId].sort((a, b) => b.version - a.version);
    const live = newest[0]!;
    return {
      bpmnProcessId: live.processDefinitionId,
      name: live.name ?? live.processDefinitionId,
      resourceName: live.resourceName ?? `${live.processDefinitionId}.bpmn`,
      versions: await Promise.all(newest.map((one) => version(one, one === live))),
    };
  }

  async function version(definition: ProcessDefinition, live: boolean): Promise<ProcessVersion> {
    const key = definition.processDefinitionKey;
    const { page } = await deps.engine.searchProcessInstances({
      filter: { processDefinitionKey: key, state: 'ACTIVE' },
      page: { limit: 1 },
    });
    const deployed = deployments.get(key);
    return {
      version: definition.version,
      processDefinitionKey: key,
      runningCases: page.totalItems,
      live,
      deployedAt: deployed?.at.toISOString() ?? null,
      deployedBy: staff(deployed?.userId)?.name ?? null,
    };
  }
}
