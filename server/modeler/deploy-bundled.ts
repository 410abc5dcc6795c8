import { createHash } from 'node:crypto';
import { deployInParts } from '../../platform/engine-client/index.ts';
import type { ServerDeps } from '../deps.ts';
import { findUnserved } from './lint.ts';
import { type BundledFile, bundledFiles } from './resources.ts';

type BundledDeps = Pick<ServerDeps, 'engine' | 'pool' | 'log' | 'config' | 'knownJobs'>;

/**
 * Deploys the repository's diagrams, tables and forms when they are new: an analyst's later version
 * stays the live one over a restart. On a fresh engine, or one that cannot be searched, they are deployed in any case
 * (the engine keeps the version of what has not changed).
 */
export async function deployBundled(deps: BundledDeps): Promise<void> {
  const files = await bundledFiles(deps.config.processesDir);
  if (files.length === 0) throw new Error(`No diagrams in ${deps.config.processesDir}`);
  const sha256 = createHash('sha256').update(JSON.stringify(files)).digest('hex');
  const { rowCount } = await deps.pool.query('SELECT 1 FROM desk.bundled_deployment WHERE sha256 = $1', [sha256]);
  if (rowCount && (await isDeployed(deps))) return;
  await assertServed(deps, files);
  const deployment = await deployInParts(
    deps.engine,
    files.map((file) => ({ name: file.resourceName.split('/').at(-1) ?? file.resourceName, content: file.content })),
  );
  await deps.pool.query('INSERT INTO desk.bundled_deployment (sha256) VALUES ($1) ON CONFLICT DO NOTHING', [sha256]);
  const processes = deployment.processes.map((one) => `${one.processDefinitionId} v${one.version}`);
  deps.log.info(
    { processes, decisions: deployment.decisions.length, forms: deployment.forms.length },
    'diagrams deployed',
  );
}

async function isDeployed({ engine }: Pick<ServerDeps, 'engine'>): Promise<boolean> {
  try {
    const { items } = await engine.searchProcessDefinitions({
      filter: { processDefinitionId: 'bdc-registration' },
      page: { limit: 1 },
    });
    return items.length > 0;
  } catch {
    return false;
  }
}

/** What stops a deployment at the start: a case would run into a step that nobody works on. Other findings are the tests' affair. */
async function assertServed({ knownJobs }: BundledDeps, files: readonly BundledFile[]): Promise<void> {
  const jobs = await knownJobs();
  const errors: string[] = [];
  for (const { kind, resourceName, content } of files) {
    if (kind !== 'bpmn') continue;
    for (const { elementId, elementName, message } of await findUnserved(content, jobs)) {
      errors.push(`${resourceName} ${elementId ?? ''} ${elementName ?? ''}：${message}`);
    }
  }
  if (errors.length > 0) throw new Error(`流程图有错误，没有部署：\n${errors.join('\n')}`);
}
