import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pino } from 'pino';
import { unaryHandlers } from '../../../engine/gateway/commands.ts';
import { buildRestApp } from '../../../engine/rest/app.ts';

export interface OperationRow {
  operation: string;
  served: boolean;
}

const PROTO = join(import.meta.dirname, '../../../engine/gateway/zeebe.proto');
/** Not unary, so served apart. */
const STREAMS = ['ActivateJobs', 'StreamActivatedJobs'];

/** Every call of the published Zeebe gateway protocol. */
export async function rpcRows(): Promise<OperationRow[]> {
  const served = new Set(Object.keys(unaryHandlers({} as never, () => ({}))));
  const calls = [...(await readFile(PROTO, 'utf8')).matchAll(/^\s*rpc (\w+)/gm)].map((match) => match[1] as string);
  return calls.sort().map((operation) => ({
    operation,
    served: STREAMS.includes(operation) || served.has(operation.charAt(0).toLowerCase() + operation.slice(1)),
  }));
}

/** `METHOD /path` of every operation that Camunda's own TypeScript client of 8.8 knows. */
async function publishedOperations(): Promise<string[]> {
  const entry = createRequire(import.meta.url).resolve('@camunda8/orchestration-cluster-api');
  const main = await readFile(entry, 'utf8');
  const chunks = [...main.matchAll(/(?:require\(|from )"(\.\/chunk-[\w-]+\.(?:c?js))"/g)].map(
    (match) => match[1] as string,
  );
  const sources = [main, ...(await Promise.all(chunks.map((chunk) => readFile(join(dirname(entry), chunk), 'utf8'))))];
  const pattern = /\.(get|post|put|patch|delete)\(\{(?:(?!\}\))[\s\S]){0,300}?url: "(\/[^"]*)"/g;
  const found = sources.flatMap((source) =>
    [...source.matchAll(pattern)].map((match) => `${(match[1] as string).toUpperCase()} ${match[2]}`),
  );
  if (found.length < 80)
    throw new Error(`only ${found.length} operations found in Camunda's client: has its form changed?`);
  return [...new Set(found)].sort((a, b) => (pathOf(a) < pathOf(b) ? -1 : 1));
}

const pathOf = (operation: string): string => operation.split(' ').reverse().join(' ');

/** Every operation of the Orchestration Cluster API of 8.8. */
export async function restRows(): Promise<OperationRow[]> {
  const asked = (): never => {
    throw new Error('asked only whether it is there');
  };
  const nothing = new Proxy({}, { get: () => asked });
  const log = pino({ level: 'silent' });
  const app = await buildRestApp(
    { runtime: nothing, pool: nothing, log, intake: { admit: () => () => undefined } } as never,
    { required: false, allows: () => true } as never,
  );
  const rows: OperationRow[] = [];
  for (const operation of await publishedOperations()) {
    const [method = '', path = ''] = operation.split(' ');
    const url = `/v2${path.replaceAll(/\{\w+\}/g, '1')}`;
    const answer = await app.inject({ method: method as 'GET', url, ...(method === 'GET' ? {} : { payload: {} }) });
    rows.push({ operation, served: !answer.body.includes('is not part of this engine') });
  }
  await app.close();
  return rows;
}
