import Type from 'typebox';
import { EngineError, type ProcessInstance } from '../../platform/engine-client/index.ts';
import { userOf } from '../access/guard.ts';
import { readCase } from '../access/read-case.ts';
import { CaseDiagram, type DiagramView } from '../api/cases.ts';
import type { ServerDeps } from '../deps.ts';
import { explainIncident } from '../incidents/explain.ts';
import { activeIncidentsOf } from '../incidents/store.ts';
import type { Definitions } from '../modeler/definitions.ts';
import type { App } from './types.ts';

const CaseParams = Type.Object({ caseNo: Type.String({ pattern: '^\\d{20}$' }) });

/** The engine keeps what is over for a time only (docs/operations.md). */
function goneAsNull(error: unknown): null {
  if (error instanceof EngineError && error.code === 'not-found') return null;
  throw error;
}

/** The diagram of a case's own version with its tokens, and the called processes below it. */
export function diagramRoutes(app: App, deps: ServerDeps, definitions: Definitions): void {
  const { registry, engine, pool } = deps;

  app.get(
    '/api/cases/:caseNo/diagram',
    { schema: { params: CaseParams, response: { 200: CaseDiagram } } },
    async (request) => {
      const theCase = await readCase(registry, request.params.caseNo, userOf(request));
      const { caseNo, processInstanceKey } = theCase;
      if (!processInstanceKey) return { caseNo, diagrams: [] };
      const root = await engine.getProcessInstance(processInstanceKey).catch(goneAsNull);
      if (!root) return { caseNo, diagrams: [] };
      const called = await engine.searchProcessInstances({
        filter: { parentProcessInstanceKey: processInstanceKey },
        page: { limit: 20 },
      });
      const diagrams = await Promise.all([root, ...called.items].map((instance) => view(caseNo, instance)));
      return { caseNo, diagrams };
    },
  );

  async function view(caseNo: string, instance: ProcessInstance): Promise<DiagramView> {
    const key = instance.processInstanceKey;
    const definitionKey = instance.processDefinitionKey ?? (await keyOf(instance));
    const [xml, elements, incidents] = await Promise.all([
      definitions.xml(definitionKey),
      engine.searchElementInstances({ filter: { processInstanceKey: key }, page: { limit: 1_000 } }),
      activeIncidentsOf(pool, caseNo),
    ]);
    const steps = elements.items.filter((one) => one.type !== 'PROCESS');
    const active = steps.filter((one) => one.state === 'ACTIVE');
    const activeIds = new Set(active.map((one) => one.elementId));
    const done = steps.filter((one) => one.state === 'COMPLETED' && !activeIds.has(one.elementId));
    return {
      processInstanceKey: key,
      processDefinitionKey: definitionKey,
      bpmnProcessId: instance.processDefinitionId,
      version: instance.processDefinitionVersion ?? null,
      xml,
      active: active.map((one) => ({ elementId: one.elementId, since: one.startDate ?? null })),
      completed: [...new Set(done.map((one) => one.elementId))],
      incidents: incidents
        .filter((incident) => incident.processInstanceKey === key)
        .map(({ incidentKey, elementId, errorType, message, since }) => ({
          incidentKey,
          elementId,
          message: explainIncident(errorType, message).what,
          since: since.toISOString(),
        })),
    };
  }

  async function keyOf(instance: ProcessInstance): Promise<string> {
    const all = await definitions.list(instance.processDefinitionId);
    const own = all.find((one) => one.version === instance.processDefinitionVersion) ?? all[0];
    if (!own) throw new Error(`No definition of ${instance.processDefinitionId}`);
    return own.processDefinitionKey;
  }
}
