import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';
import type { RecordSink } from './record-sink.ts';
import { BadSearch, type SearchRequest, searchRows } from './search-rows.ts';
import { createViews, type Row, type Views } from './views.ts';

export interface Front {
  /** For ZEEBE_REST_ADDRESS. */
  url: string;
  views: Views;
  stop(): Promise<void>;
}

/**
 * Test only: an HTTP proxy before the REST API of a real 8.6 broker. 8.6 has no searches without Elasticsearch; the front
 * answers them in the shapes of 8.8 from the records the broker exported. Everything else goes to the broker as it came.
 */
export async function createFront(restAddress: string, sink: RecordSink): Promise<Front> {
  const views = createViews();
  for (const record of sink.records()) views.apply(record);
  const off = sink.onRecord(views.apply);

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else sendProblem(response, error instanceof BadSearch ? 400 : 500, (error as Error).message, request.url);
    });
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '').split('?')[0] ?? '';
    const own = ownRoute(request.method ?? 'GET', path, views);
    if (!own) return proxy(request, response, restAddress);
    const body = await readJson(request);
    const found = own(body);
    if (found === undefined) sendProblem(response, 404, `Nothing found at ${path}`, path);
    else if (typeof found === 'string') send(response, 200, found, 'text/xml;charset=UTF-8');
    else send(response, 200, JSON.stringify(found), 'application/json');
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    views,
    stop: () => {
      off();
      return new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      });
    },
  };
}

type Answer = (body: SearchRequest) => Row | string | undefined;

function ownRoute(method: string, path: string, views: Views): Answer | undefined {
  const searches: Record<string, [ReadonlyMap<string, Row>, string]> = {
    'user-tasks': [views.userTasks, 'userTaskKey'],
    incidents: [views.incidents, 'incidentKey'],
    'element-instances': [views.elementInstances, 'elementInstanceKey'],
    'process-instances': [views.processInstances, 'processInstanceKey'],
    'process-definitions': [views.processDefinitions, 'processDefinitionKey'],
    variables: [views.variables, 'variableKey'],
  };
  const [, name = '', id = '', rest] = /^\/v2\/([a-z-]+)\/([^/]+)(?:\/([^/]+))?$/.exec(path) ?? [];
  const search = searches[name];
  if (!search) return undefined;
  const [rows, keyField] = search;
  if (method === 'POST' && id === 'search' && !rest) return (body) => searchRows(rows.values(), keyField, body);
  if (method !== 'GET') return undefined;
  if (name === 'process-definitions' && rest === 'xml') return () => views.diagrams.get(id);
  if (!rest) return () => rows.get(id);
  return undefined;
}

async function readJson(request: IncomingMessage): Promise<SearchRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  return text === '' ? {} : (JSON.parse(text) as SearchRequest);
}

function send(response: ServerResponse, status: number, body: string, type: string): void {
  response.writeHead(status, { 'content-type': type });
  response.end(body);
}

function sendProblem(response: ServerResponse, status: number, detail: string, instance?: string): void {
  const title = status === 404 ? 'NOT_FOUND' : status === 400 ? 'INVALID_ARGUMENT' : 'INTERNAL_ERROR';
  const problem = { type: 'about:blank', title, status, detail, instance };
  send(response, status, JSON.stringify(problem), 'application/problem+json');
}

function proxy(request: IncomingMessage, response: ServerResponse, restAddress: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const target = new URL(request.url ?? '/', restAddress);
    const onward = httpRequest(
      target,
      { method: request.method, headers: { ...request.headers, host: target.host } },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        // A broker that drops the connection within its answer: the client is told, instead of waiting for the rest.
        pipeline(answer, response).then(resolve, reject);
      },
    );
    onward.on('error', reject);
    request.pipe(onward);
  });
}
