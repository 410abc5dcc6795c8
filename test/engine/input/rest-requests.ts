import fc from 'fast-check';
import { pino } from 'pino';
import { buildRestApp } from '../../../engine/rest/app.ts';
import { deepJson, oddJson, oddName, oddText } from './odd-values.ts';
import type { Request } from './requests.ts';

type Rest = Extract<Request, { kind: 'rest' }>;
type Raw = Extract<Request, { kind: 'raw' }>;

/** Every route of the API, read from the API itself: `{ method, path }` with `:name` for parameters. */
async function readRoutes(): Promise<{ method: string; path: string }[]> {
  const nothing = { runtime: { jobs: {} }, pool: {}, intake: {}, log: pino({ level: 'silent' }) };
  const app = await buildRestApp(nothing as never, { required: false } as never);
  await app.ready();
  const routes: { method: string; path: string }[] = [];
  const above: string[] = [];
  for (const line of app.printRoutes({ commonPrefix: false }).split('\n')) {
    const found = /^([│ ]*)[├└]── (\S+)(?: \(([A-Z, ]+)\))?$/.exec(line);
    if (!found) continue;
    const [, indent = '', part = '', methods = ''] = found;
    const level = indent.length / 4;
    above.length = level;
    above.push(part);
    for (const method of methods.split(', ').filter(Boolean)) routes.push({ method, path: above.join('') });
  }
  return routes;
}

const ROUTES = await readRoutes();

/** Fields of the API's requests; any of them may meet any value. */
const FIELDS = [
  ...['processDefinitionId', 'processDefinitionKey', 'processDefinitionVersion', 'variables', 'startInstructions'],
  ...['awaitCompletion', 'fetchVariables', 'requestTimeout', 'tenantId', 'operationReference', 'timestamp', 'local'],
  ...['filter', 'sort', 'page', 'name', 'correlationKey', 'timeToLive', 'messageId', 'signalName', 'type', 'worker'],
  ...['timeout', 'maxJobsToActivate', 'fetchVariable', 'retries', 'errorMessage', 'retryBackOff', 'errorCode'],
  ...['changeset', 'assignee', 'allowOverride', 'action', 'activateInstructions', 'terminateInstructions'],
  ...['targetProcessDefinitionKey', 'mappingInstructions', 'decisionDefinitionId', 'decisionDefinitionKey'],
];
const SEARCHED = [
  ...[
    'processInstanceKey',
    'processDefinitionKey',
    'state',
    'startDate',
    'endDate',
    'hasIncident',
    'elementId',
    'type',
  ],
  ...[
    'variables',
    'name',
    'value',
    'assignee',
    'candidateGroup',
    'priority',
    'creationDate',
    'dueDate',
    'errorMessage',
  ],
  ...['retries', 'deadline', 'correlationKey', 'messageName', 'version', 'tenantId', '$or', 'key', 'scopeKey'],
];
const OPERATORS = ['$eq', '$neq', '$exists', '$gt', '$gte', '$lt', '$lte', '$in', '$notIn', '$like'];

const member = (name: string, value: string) => `${JSON.stringify(name)}:${value}`;
const objectOf = (members: string[]) => `{${members.join(',')}}`;

/** Right in kind, mostly: gets past the schemas to what lies behind them. */
const plausible: Record<string, fc.Arbitrary<string>> = {
  processDefinitionId: fc.constantFrom('"fuzz-target"', '"nobody"'),
  processDefinitionKey: fc.constantFrom('"$DEFINITION"', '-1', '"9999999999999999999"'),
  variables: oddJson.filter((json) => json.startsWith('{')),
  startInstructions: fc.constantFrom('[{"elementId":"Wait"}]', '[{"elementId":"__proto__"}]', '[]'),
  requestTimeout: fc.constantFrom('1', '-1', '2147483647'),
  type: fc.constantFrom('"fuzz"', '"nobody"'),
  timeout: fc.constantFrom('1', '1000', '4000000000000000'),
  maxJobsToActivate: fc.constantFrom('1', '2147483647', '0'),
  changeset: fc.constantFrom('{"retries":3}', '{"timeout":-5}', '{"priority":101}', '{"dueDate":"x"}', '{}'),
  timeToLive: fc.constantFrom('0', '-1', '4000000000000000'),
  errorCode: fc.constantFrom('"E"', '""'),
};

const searchBody: fc.Arbitrary<string> = fc
  .record({
    filter: fc.option(
      fc.array(
        fc.tuple(
          fc.oneof(fc.constantFrom(...SEARCHED), oddName),
          fc.oneof(
            oddJson,
            fc
              .tuple(fc.oneof(fc.constantFrom(...OPERATORS), oddName), oddJson)
              .map(([o, v]) => objectOf([member(o, v)])),
          ),
        ),
        { maxLength: 3 },
      ),
    ),
    sort: fc.option(
      fc.oneof(
        oddJson,
        fc.constantFrom(...SEARCHED).map((field) => objectOf([member('field', JSON.stringify(field))])),
      ),
    ),
    page: fc.option(
      fc.oneof(
        oddJson,
        fc
          .array(fc.tuple(fc.constantFrom('limit', 'from', 'after', 'before'), oddJson), { maxLength: 2 })
          .map((members) => objectOf(members.map(([name, value]) => member(name, value)))),
      ),
    ),
  })
  .map(({ filter, sort, page }) =>
    objectOf([
      ...(filter ? [member('filter', objectOf(filter.map(([name, value]) => member(name, value))))] : []),
      ...(sort ? [member('sort', sort)] : []),
      ...(page ? [member('page', page)] : []),
    ]),
  );

const commandBody: fc.Arbitrary<string> = fc
  .array(
    fc
      .constantFrom(...FIELDS)
      .chain((name) =>
        fc.tuple(
          fc.constant(name),
          fc.oneof({ weight: 2, arbitrary: plausible[name] ?? oddJson }, { weight: 1, arbitrary: oddJson }),
        ),
      ),
    { maxLength: 6 },
  )
  .map((members) => objectOf(members.map(([name, value]) => member(name, value))));

const damaged = (json: fc.Arbitrary<string>): fc.Arbitrary<string | Uint8Array> =>
  fc.oneof(
    { weight: 6, arbitrary: json },
    { weight: 1, arbitrary: fc.tuple(json, fc.nat(60)).map(([text, cut]) => text.slice(0, cut)) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 60 }) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(json, fc.nat(60))
        .map(([text, at]) =>
          Buffer.concat([Buffer.from(text.slice(0, at)), Buffer.from([0xc3, 0x28, 0xff]), Buffer.from(text.slice(at))]),
        ),
    },
    { weight: 1, arbitrary: deepJson.map((deep) => `{"variables":{"a":${deep}},"filter":${deep}}`) },
  );

const pathOf = (path: string): fc.Arbitrary<string> => {
  const names = path.match(/:\w+/g) ?? [];
  if (names.length === 0) return fc.constant(path);
  const key = fc.oneof(
    fc.constantFrom(
      '$INSTANCE',
      '$JOB',
      '$TASK',
      '$DEFINITION',
      '0',
      '1',
      '9999999999999999999',
      '-1',
      '00',
      '1e5',
      '%00',
    ),
    oddText.map((text) => encodeURIComponent(Buffer.from(text).toString('utf8')).slice(0, 200)),
  );
  return fc
    .tuple(...names.map(() => key))
    .map((keys) => keys.reduce((text, one, at) => text.replace(names[at] ?? '', one), path));
};

const headers: fc.Arbitrary<Record<string, string>> = fc.oneof(
  { weight: 8, arbitrary: fc.constant({ 'content-type': 'application/json' }) },
  {
    weight: 2,
    arbitrary: fc.constantFrom<Record<string, string>>(
      {},
      { 'content-type': 'text/plain' },
      { 'content-type': 'application/xml' },
      { 'content-type': 'application/json; charset=utf-7' },
      { 'content-type': 'application/json/json;;=' },
      { 'content-type': 'multipart/form-data' },
      { 'content-type': 'multipart/form-data; boundary=x' },
      { 'content-type': 'application/x-www-form-urlencoded' },
      { 'content-type': 'application/json', 'content-encoding': 'gzip' },
      { 'content-type': 'application/json', authorization: 'Basic ====' },
      { 'content-type': 'application/json', 'x-large': 'h'.repeat(20_000) },
    ),
  },
);

export const restRequest: fc.Arbitrary<Rest> = fc
  .constantFrom(...ROUTES.filter((route) => route.path.startsWith('/v2')))
  .chain(({ method, path }) =>
    fc.record({
      kind: fc.constant('rest' as const),
      method: fc.oneof(
        { weight: 9, arbitrary: fc.constant(method) },
        { weight: 1, arbitrary: fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD') },
      ),
      path: fc
        .tuple(
          pathOf(path),
          fc.constantFrom('', '', '', '?truncateValues=maybe', '?a[__proto__]=1&a=%ff', '/', '//x', '?%'),
        )
        .map((parts) => parts.join('')),
      headers,
      body: damaged(path.endsWith('/search') ? fc.oneof(searchBody, commandBody) : fc.oneof(commandBody, oddJson)),
    }),
  );

const PREFACE = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';

/** An HTTP/2 frame with a length that need not be true. */
const frame = fc
  .tuple(fc.nat(0xff), fc.nat(0xff), fc.nat(0x7fffffff), fc.nat(0xffff), fc.uint8Array({ maxLength: 64 }))
  .map(([type, flags, stream, length, payload]) => {
    const head = Buffer.alloc(9);
    head.writeUIntBE(type % 2 === 0 ? payload.length : length, 0, 3);
    head.writeUInt8(type % 12, 3);
    head.writeUInt8(flags, 4);
    head.writeUInt32BE(stream, 5);
    return Buffer.concat([head, payload]);
  });

const POST = 'POST /v2/process-instances HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n';

export const rawBytes: fc.Arbitrary<Raw> = fc.oneof(
  fc
    .record({ port: fc.constantFrom('rest' as const, 'grpc' as const), bytes: fc.uint8Array({ maxLength: 300 }) })
    .map((raw) => ({ kind: 'raw' as const, ...raw })),
  fc.array(frame, { maxLength: 5 }).map((frames) => ({
    kind: 'raw' as const,
    port: 'grpc' as const,
    bytes: Buffer.concat([Buffer.from(PREFACE), ...frames]),
  })),
  fc
    .constantFrom(
      `${POST}content-length: 500\r\n\r\n{"processDefinitionId":`,
      `${POST}content-length: 5\r\ncontent-length: 6\r\n\r\n{"a":`,
      `${POST}transfer-encoding: chunked\r\n\r\nZZ\r\n{}\r\n0\r\n\r\n`,
      `${POST}transfer-encoding: chunked\r\n\r\nffffffff\r\n{`,
      `${POST}content-length: -1\r\n\r\n{}`,
      `${POST}expect: 100-continue\r\ncontent-length: 2\r\n\r\n{}`,
      `GET /v2/topology HTTP/1.1\r\nhost: x\r\nx: ${'y'.repeat(100_000)}\r\n\r\n`,
      `GET /${'a'.repeat(70_000)} HTTP/1.1\r\nhost: x\r\n\r\n`,
      'GET /v2/topology HTTP/9.9\r\n\r\n',
      'GET /v2/topology\r\n',
      'GET /%ff%fe HTTP/1.1\r\nhost: x\r\n\r\n',
      'GET http://[::1 HTTP/1.1\r\nhost: x\r\n\r\n',
    )
    .map((text) => ({ kind: 'raw' as const, port: 'rest' as const, bytes: Buffer.from(text, 'latin1') })),
);
