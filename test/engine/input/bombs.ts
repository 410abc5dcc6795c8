/** Requests made to exhaust whoever takes them as they are: large, deep, wide, or multiplying. */
import {
  decisionTable,
  diagram,
  end,
  escapeXml,
  node,
  scope,
  service,
  start,
  sub,
} from '../../parity/support/diagram.ts';
import type { Request } from './requests.ts';

export interface Bomb {
  name: string;
  /** Made when it is sent: fifty megabytes are not kept. */
  request(): Request;
}

const MEGABYTE = 1024 * 1024;
const deploy = (name: string, content: string): Request => ({ kind: 'deploy', files: [{ name, content }] });
const run = (processId: string, content: string, variables = '{}'): Request => ({
  kind: 'run',
  file: { name: 'bomb.bpmn', content },
  processId,
  variables,
});
const post = (path: string, body: string): Request => ({
  kind: 'rest',
  method: 'POST',
  path: `/v2${path}`,
  headers: { 'content-type': 'application/json' },
  body,
});
const call = (method: string, message: object): Request => ({
  kind: 'grpc',
  method,
  message,
  damage: { kind: 'none' },
});

const SMALL = diagram('bomb', [start(), end()], ['Start > End']);
const withDoctype = (doctype: string, xml = SMALL) => xml.replace('?>', `?>\n${doctype}`);

/** Each entity is ten of the one before: the last one is a gigabyte. */
const LAUGHS = `<!DOCTYPE lolz [<!ENTITY lol "lol">${Array.from(
  { length: 9 },
  (_, at) => `<!ENTITY lol${at + 1} "${`&${at === 0 ? 'lol' : `lol${at}`};`.repeat(10)}">`,
).join('')}]>`;

function nested(depth: number): string {
  let inner = scope([start('S'), end('E')], ['S > E']);
  for (let level = depth; level > 0; level -= 1) {
    const here = sub(`P${level}`, inner);
    inner = scope([start(`S${level}`), here, end(`E${level}`)], [`S${level} > P${level}`, `P${level} > E${level}`]);
  }
  return SMALL.replace(/(<bpmn:process [^>]*>)[\s\S]*(<\/bpmn:process>)/, `$1${inner}$2`);
}

function wide(tasks: number, expression: string): string {
  const ids = Array.from({ length: tasks }, (_, at) => `T${at}`);
  const nodes = [
    start(),
    node('parallelGateway', 'Fork'),
    ...ids.map((id) => service(id, expression)),
    node('parallelGateway', 'Join'),
    end(),
  ];
  const flows = ids.flatMap((id) => [`Fork > ${id}`, `${id} > Join`]);
  return diagram('bomb', nodes, ['Start > Fork', ...flows, 'Join > End']);
}

/** Layers of two decisions that both require both of the next: 2^layers ways through. */
function ladder(layers: number): string {
  const requires = (layer: number) =>
    layer === layers
      ? ''
      : ['a', 'b']
          .map(
            (side) =>
              `<informationRequirement><requiredDecision href="#${side}${layer + 1}"/></informationRequirement>`,
          )
          .join('');
  const decisions = Array.from({ length: layers + 1 }, (_, layer) =>
    ['a', 'b'].map(
      (side) =>
        `<decision id="${side}${layer}" name="${side}${layer}">${requires(layer)}<literalExpression><text>1</text></literalExpression></decision>`,
    ),
  );
  return `<?xml version="1.0"?><definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="ladder" name="ladder" namespace="bomb">${decisions.flat().join('')}</definitions>`;
}

const script = (expression: string) =>
  diagram(
    'bomb',
    [
      start(),
      node('scriptTask', 'One', {
        ext: `<zeebe:script expression="${escapeXml(`=${expression}`)}" resultVariable="result"/>`,
      }),
      end(),
    ],
    ['Start > One', 'One > End'],
  );

const deep = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;

export const bombs: readonly Bomb[] = [
  {
    name: 'billion laughs in BPMN',
    request: () => deploy('a.bpmn', withDoctype(LAUGHS, SMALL.replace('id="Start"', 'id="Start" name="&lol9;"'))),
  },
  {
    name: 'billion laughs in DMN',
    request: () =>
      deploy('a.dmn', withDoctype(LAUGHS, decisionTable('t', [{ label: 'x', expression: 'x' }], [['-', '&lol9;']]))),
  },
  {
    name: 'a long entity a thousand times',
    request: () =>
      deploy(
        'a.bpmn',
        withDoctype(
          `<!DOCTYPE x [<!ENTITY a "${'a'.repeat(50_000)}">]>`,
          SMALL.replace('id="Start"', `id="Start" name="${'&a;'.repeat(1_000)}"`),
        ),
      ),
  },
  {
    name: 'an external entity',
    request: () =>
      run(
        'bomb',
        withDoctype(
          '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
          SMALL.replace('id="Start"', 'id="Start" name="&a;"'),
        ),
      ),
  },
  {
    name: 'an external DTD',
    request: () => deploy('a.bpmn', withDoctype('<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">')),
  },
  {
    name: 'a diagram of 50 MB over REST',
    request: () =>
      deploy('a.bpmn', SMALL.replace('</bpmn:process>', `<!--${'x'.repeat(50 * MEGABYTE)}--></bpmn:process>`)),
  },
  {
    name: 'a diagram of 50 MB over gRPC',
    request: () =>
      call('DeployResource', {
        resources: [{ name: 'a.bpmn', content: Buffer.alloc(50 * MEGABYTE, 'x').toString('base64') }],
      }),
  },
  {
    name: 'a hundred files of 1 MB',
    request: () => ({
      kind: 'deploy',
      files: Array.from({ length: 100 }, (_, at) => ({
        name: `${at}.form`,
        content: `{"id":"f${at}","x":"${'x'.repeat(MEGABYTE)}"}`,
      })),
    }),
  },
  {
    name: 'a diagram of 3.9 MB of text',
    request: () =>
      deploy(
        'a.bpmn',
        SMALL.replace(
          '</bpmn:process>',
          `<bpmn:documentation>${'<x>'.repeat(1_300_000)}</bpmn:documentation></bpmn:process>`,
        ),
      ),
  },
  { name: 'sub-processes 200 deep', request: () => run('bomb', nested(200)) },
  { name: 'sub-processes 5 000 deep', request: () => run('bomb', nested(5_000)) },
  {
    name: 'elements 300 000 deep',
    request: () => deploy('a.bpmn', SMALL.replace('</bpmn:process>', `${'<a>'.repeat(300_000)}`)),
  },
  { name: '3 000 tasks side by side', request: () => run('bomb', wide(3_000, 'work')) },
  { name: '3 000 tasks with expressions', request: () => run('bomb', wide(3_000, '=if 1 < 2 then "a" else "b"')) },
  { name: 'a ladder of 40 decisions', request: () => deploy('a.dmn', ladder(40)) },
  {
    name: 'a form 100 000 deep',
    request: () => deploy('a.form', `{"id":"f","components":${'['.repeat(100_000)}${']'.repeat(100_000)}}`),
  },
  {
    name: 'a loop without a wait',
    request: () =>
      run(
        'bomb',
        diagram(
          'bomb',
          [start(), node('exclusiveGateway', 'A'), node('task', 'B'), node('exclusiveGateway', 'C'), end()],
          ['Start > A', 'A > B', 'B > C', 'C > A : default', 'C > End : =false'],
        ),
      ),
  },
  { name: 'a range of 10^9', request: () => run('bomb', script('for i in 1..1000000000 return i')) },
  {
    name: 'a product of ranges',
    request: () => run('bomb', script('count(for i in 1..100000, j in 1..100000 return i + j)')),
  },
  {
    name: 'a pattern that backtracks',
    request: () => run('bomb', script('matches("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "^(a+)+$")')),
  },
  {
    name: 'parentheses 20 000 deep',
    request: () => run('bomb', script(`${'('.repeat(20_000)}1${')'.repeat(20_000)}`)),
  },
  { name: 'lists 20 000 deep', request: () => run('bomb', script(`${'['.repeat(20_000)}1${']'.repeat(20_000)}`)) },
  { name: 'a sum of 50 000', request: () => run('bomb', script(`1${' + 1'.repeat(50_000)}`)) },
  {
    name: 'variables 1 000 deep',
    request: () => post('/process-instances', `{"processDefinitionId":"fuzz-target","variables":{"a":${deep(990)}}}`),
  },
  {
    name: 'variables 100 000 deep over REST',
    request: () =>
      post('/process-instances', `{"processDefinitionId":"fuzz-target","variables":{"a":${deep(100_000)}}}`),
  },
  {
    name: 'variables 100 000 deep over gRPC',
    request: () =>
      call('CreateProcessInstance', { bpmnProcessId: 'fuzz-target', version: -1, variables: deep(100_000) }),
  },
  {
    name: 'a filter 100 000 deep',
    request: () =>
      post('/process-instances/search', `{"filter":{"$or":[${'{"$or":['.repeat(900)}{}${']}'.repeat(900)}]}}`),
  },
  {
    name: 'a filter of 30 000 conditions',
    request: () =>
      post('/process-instances/search', `{"filter":{"$or":[${Array(30_000).fill('{"state":"ACTIVE"}').join(',')}]}}`),
  },
  {
    name: 'a list of 200 000 keys',
    request: () =>
      post(
        '/process-instances/search',
        `{"filter":{"processInstanceKey":{"$in":[${Array(200_000).fill('"1"').join(',')}]}}}`,
      ),
  },
  {
    name: '3 MB of variables',
    request: () =>
      post(
        '/process-instances',
        `{"processDefinitionId":"fuzz-target","variables":{"a":"${'x'.repeat(3 * MEGABYTE)}"}}`,
      ),
  },
  {
    name: '100 000 variables',
    request: () =>
      post(
        '/process-instances',
        `{"processDefinitionId":"fuzz-target","variables":{${Array.from({ length: 100_000 }, (_, at) => `"v${at}":1`).join(',')}}}`,
      ),
  },
  {
    name: 'names of prototypes',
    request: () =>
      post(
        '/process-instances',
        '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"processDefinitionId":"fuzz-target","variables":{"__proto__":{"polluted":1},"constructor":1,"toString":2}}',
      ),
  },
  {
    name: 'a process id of 100 000 characters',
    request: () => deploy('a.bpmn', SMALL.replaceAll('"bomb"', `"${'b'.repeat(100_000)}"`)),
  },
  {
    name: 'a form id of 100 000 characters',
    request: () =>
      deploy(
        'a.form',
        `{"id":"${Buffer.from(Array.from({ length: 75_000 }, (_, at) => (at * at) % 251)).toString('base64')}"}`,
      ),
  },
  {
    name: 'a message name of 100 000 characters',
    request: () => post('/messages/publication', `{"name":"${'n'.repeat(100_000)}","timeToLive":60000}`),
  },
];
