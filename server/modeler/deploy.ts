import { EngineError } from '../../platform/engine-client/index.ts';
import type { User } from '../../registry/index.ts';
import { actorOf } from '../access/guard.ts';
import type { DeployRequest, DeployResult, LintFinding } from '../api/modeler.ts';
import type { ServerDeps } from '../deps.ts';
import { announce } from '../events/announce.ts';
import { inTransaction, type Queryable } from '../in-transaction.ts';
import { ProblemError } from '../problems/problem-error.ts';
import type { Definitions } from './definitions.ts';
import { lintDiagram } from './lint.ts';
import { kindOf } from './resources.ts';

/**
 * Deploys an analyst's resources. Findings of severity error stop it before the engine is asked; what the engine refuses
 * comes back with the element it names. Running cases stay on their version.
 */
export async function deployResources(
  deps: ServerDeps,
  definitions: Definitions,
  request: DeployRequest,
  user: User,
): Promise<DeployResult> {
  const findings = await lintAll(deps, request);
  const errors = findings.filter((finding) => finding.severity === 'error');
  if (errors.length > 0) throw refused('流程图有错误，请按“检查结果”逐条修正后再发布。', errors);

  const { before, deployment } = await inTransaction(deps.pool, async (db) => {
    // One deployment at a time, on all servers: nothing comes between the look at the versions and the new one.
    await db.query("SELECT pg_advisory_xact_lock(hashtext('desk.deployment'))");
    const before = await versions(definitions, request);
    refuseOverColleague(request, before);
    const deployment = await deps.engine
      .deploy(request.resources.map(({ resourceName, content }) => ({ name: baseName(resourceName), content })))
      .catch((error: unknown) => {
        if (error instanceof EngineError && error.code === 'rejected') throw refusedByEngine(error.message);
        throw error;
      });
    await remember(db, deps, request, deployment, user);
    return { before, deployment };
  });
  await deps.registry.audit.record({
    actor: actorOf(user),
    action: 'model.deploy',
    purpose: request.comment ?? '发布流程新版本',
    detail: { deploymentKey: deployment.deploymentKey },
  });
  await announce(
    deps.pool,
    ...deployment.processes.map((one) => ({ topic: 'process' as const, id: one.processDefinitionId })),
  );
  return {
    deploymentKey: deployment.deploymentKey,
    deployed: [
      ...deployment.processes.map((one) => ({
        kind: 'bpmn',
        id: one.processDefinitionId,
        version: one.version,
        key: one.processDefinitionKey,
        changed: before.get(one.processDefinitionId) !== one.version,
      })),
      ...deployment.decisions.map((one) => ({
        kind: 'dmn',
        id: one.decisionDefinitionId,
        version: one.version,
        key: one.decisionDefinitionKey,
        changed: true,
      })),
      ...deployment.forms.map((one) => ({
        kind: 'form',
        id: one.formId,
        version: one.version,
        key: one.formKey,
        changed: true,
      })),
    ],
    findings,
  };
}

/** Two analysts with the same diagram: the second one is told, instead of undoing the first one's work unseen. */
function refuseOverColleague(request: DeployRequest, latest: Map<string, number>): void {
  for (const { content, newestSeen } of request.resources) {
    if (newestSeen === undefined) continue;
    // A file may hold several processes, each with versions of its own.
    for (const id of processIds(content)) {
      const newer = latest.get(id) ?? 0;
      if (newer <= (newestSeen[id] ?? 0)) continue;
      throw new ProblemError(
        409,
        'MODEL_MOVED_ON',
        `您打开这张图之后，同事部署了流程 ${id} 的第 ${newer} 版。您的图没有部署，仍在本页。请先下载保存，再打开第 ${newer} 版对照合并。`,
      );
    }
  }
}

const processIds = (content: string) =>
  [...content.matchAll(/<(?:[\w.-]+:)?process\s[^>]*?\bid="([^"]+)"/g)].map(([, id = '']) => id);

const baseName = (resourceName: string) => resourceName.split('/').at(-1) ?? resourceName;

async function lintAll(deps: ServerDeps, request: DeployRequest): Promise<LintFinding[]> {
  const jobs = await deps.knownJobs();
  const diagrams = request.resources.filter((one) => kindOf(one.resourceName) === 'bpmn');
  return (await Promise.all(diagrams.map((one) => lintDiagram(one.content, jobs)))).flat();
}

/**
 * Newest version of each process in the request's diagrams.
 * @throws what the engine throws, when the request is to be held against colleagues' versions; otherwise unknown ones are left out.
 */
async function versions(definitions: Definitions, request: DeployRequest): Promise<Map<string, number>> {
  const latest = new Map<string, number>();
  for (const { resourceName, content, newestSeen } of request.resources) {
    if (kindOf(resourceName) !== 'bpmn') continue;
    for (const id of processIds(content)) {
      const found = await definitions.latest(id).catch((error: unknown) => {
        if (newestSeen) throw error;
        return null;
      });
      if (found) latest.set(id, found.version);
    }
  }
  return latest;
}

async function remember(
  db: Queryable,
  { clock }: Pick<ServerDeps, 'clock'>,
  request: DeployRequest,
  deployment: { deploymentKey: string; processes: { processDefinitionKey: string }[] },
  user: User,
): Promise<void> {
  await db.query(
    'INSERT INTO desk.deployment (deployment_key, user_id, comment, at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING',
    [deployment.deploymentKey, user.userId, request.comment ?? null, clock.now()],
  );
  for (const { processDefinitionKey } of deployment.processes) {
    await db.query(
      'INSERT INTO desk.deployed_process (process_definition_key, deployment_key) VALUES ($1, $2) ON CONFLICT DO NOTHING',
      [processDefinitionKey, deployment.deploymentKey],
    );
  }
  for (const { resourceName, content } of request.resources) {
    await db.query(
      `INSERT INTO desk.resource (resource_name, kind, content) VALUES ($1, $2, $3)
       ON CONFLICT (resource_name) DO UPDATE SET content = excluded.content, at = now()`,
      [resourceName, kindOf(resourceName), content],
    );
  }
}

const refused = (detail: string, findings: { elementId: string | null; message: string }[]) =>
  new ProblemError(422, 'DEPLOYMENT_REFUSED', detail, {
    findings: findings.map(({ elementId, message }) => ({ elementId, message })),
  });

/** The engine names the element in its text, as in `… - Element: Review`. */
export function refusedByEngine(text: string): ProblemError {
  const lines = text.split('\n').map((line) => line.trim());
  const findings: { elementId: string | null; message: string }[] = [];
  let elementId: string | null = null;
  for (const line of lines) {
    const named = /-\s*Element:\s*(\S+)/.exec(line)?.[1];
    if (named) elementId = named;
    const message = /^-?\s*(?:ERROR|WARNING):\s*(.+)/.exec(line)?.[1];
    if (message) findings.push({ elementId, message });
  }
  if (findings.length === 0) {
    findings.push({
      elementId: /[Ee]lement[^'"\w]*['"]?([A-Za-z_][\w.-]*)['"]?/.exec(text)?.[1] ?? null,
      message: text,
    });
  }
  return refused('引擎拒绝了这次发布，请按提示修改流程图。', findings);
}
