import fc from 'fast-check';
import {
  boundary,
  call,
  decisionTable,
  diagram,
  end,
  escapeXml,
  input,
  loop,
  mapping,
  message,
  node,
  onMessage,
  service,
  start,
  timer,
  user,
} from '../../parity/support/diagram.ts';
import { oddJson, oddName, oddText } from './odd-values.ts';
import type { Request } from './requests.ts';

type Deploy = Extract<Request, { kind: 'deploy' }>;
type Run = Extract<Request, { kind: 'run' }>;

const WHOLE = diagram(
  'whole',
  [
    start(),
    service('Work', 'fuzz', { ext: mapping(input('a', '=x + 1')), inner: loop({ collection: '= [1, 2]' }) }),
    boundary('Late', 'Work', timer('timeDuration', 'PT1H')),
    user('Look'),
    node('exclusiveGateway', 'Which'),
    call('Call', 'nobody'),
    node('receiveTask', 'Receive', { attrs: 'messageRef="M"' }),
    end('End'),
    end('Other'),
  ],
  [
    'Start > Work',
    'Late > Other',
    'Work > Look',
    'Look > Which',
    'Which > Call : =a > 1',
    'Which > Receive : default',
    'Call > End',
    'Receive > End',
  ],
  [message('M', 'm', '= x')],
);
const TABLE = decisionTable(
  'table',
  [{ label: 'x', expression: 'x' }],
  [
    ['< 3', '"low"'],
    ['-', 'x + 1'],
  ],
  'FIRST',
);
const FORM = JSON.stringify({ id: 'form', type: 'default', components: [{ key: 'a', type: 'textfield' }] });

const SCRIPT = JSON.stringify({ id: 'robot', name: 'Robot', versionTag: 'v1', script: '*** Tasks ***' });

/** Text a mutation puts somewhere. */
const scrap: fc.Arbitrary<string> = fc.oneof(
  oddText,
  fc.constantFrom(
    '<!DOCTYPE bpmn [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>&b;',
    '<!DOCTYPE x SYSTEM "file:///etc/passwd">',
    '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1:1/x.dtd"> %p;]>',
    '&a;&lt;&#0;&#x110000;&#xD800;',
    '<![CDATA[',
    ']]>',
    '<!--',
    '<?xml version="1.1" encoding="UTF-16"?>',
    '<bpmn:process id="__proto__" isExecutable="true"/>',
    ' id="constructor" id="twice"',
    ' xmlns:bpmn="http://other"',
    '<bpmn:subProcess id="Inner">',
    '</bpmn:definitions>',
    '<zeebe:taskDefinition type="=1 +" retries="many"/>',
    '<bpmn:multiInstanceLoopCharacteristics/>',
    '\u0000',
    '\ufeff',
  ),
);

type Mutation =
  | { kind: 'cut'; at: number; length: number }
  | { kind: 'insert'; at: number; scrap: string }
  | { kind: 'copy'; at: number; length: number; to: number }
  | { kind: 'value'; nth: number; value: string };

const percent = fc.nat(1000);
const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.record({ kind: fc.constant('cut' as const), at: percent, length: fc.nat(200) }),
  fc.record({ kind: fc.constant('insert' as const), at: percent, scrap }),
  fc.record({ kind: fc.constant('copy' as const), at: percent, length: fc.nat(300), to: percent }),
  fc.record({ kind: fc.constant('value' as const), nth: fc.nat(80), value: fc.oneof(oddText, oddName).map(escapeXml) }),
);

function mutate(text: string, mutations: readonly Mutation[]): string {
  return mutations.reduce((current, one) => {
    const place = (at: number) => Math.floor((current.length * at) / 1000);
    if (one.kind === 'cut') return current.slice(0, place(one.at)) + current.slice(place(one.at) + one.length);
    if (one.kind === 'insert') return current.slice(0, place(one.at)) + one.scrap + current.slice(place(one.at));
    if (one.kind === 'copy') {
      const piece = current.slice(place(one.at), place(one.at) + one.length);
      return current.slice(0, place(one.to)) + piece + current.slice(place(one.to));
    }
    let seen = -1;
    return current.replace(/"[^"]*"/g, (found) => {
      seen += 1;
      return seen === one.nth ? `"${one.value}"` : found;
    });
  }, text);
}

const mutated = (text: string) => fc.array(mutation, { minLength: 1, maxLength: 4 }).map((all) => mutate(text, all));

const fileName = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('a.bpmn', 'a.dmn', 'a.form', 'a.rpa') },
  {
    weight: 1,
    arbitrary: fc.constantFrom('', '.bpmn', '../../x.bpmn', 'a.exe', 'a.bpmn20.xml', '名.form', '__proto__.form'),
  },
);

const upload = fc.oneof(
  { weight: 4, arbitrary: mutated(WHOLE).map((content) => ({ name: 'a.bpmn', content })) },
  { weight: 2, arbitrary: mutated(TABLE).map((content) => ({ name: 'a.dmn', content })) },
  { weight: 1, arbitrary: mutated(FORM).map((content) => ({ name: 'a.form', content })) },
  { weight: 1, arbitrary: mutated(SCRIPT).map((content) => ({ name: 'a.rpa', content })) },
  { weight: 1, arbitrary: oddJson.map((content) => ({ name: 'a.form', content })) },
  {
    weight: 1,
    arbitrary: fc.record({ name: fileName, content: fc.oneof(oddText, fc.constantFrom(WHOLE, TABLE, FORM)) }),
  },
);

export const brokenDeployment: fc.Arbitrary<Deploy> = fc
  .array(upload, { minLength: 1, maxLength: 3 })
  .map((files) => ({ kind: 'deploy', files }));

/** FEEL that is wrong, odd, or asks for more than a machine has. */
const feel: fc.Arbitrary<string> = fc.letrec<{ term: string }>((tie) => ({
  term: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    fc.constantFrom('x', 'y.z', '1', '-0', '"a"', 'null', 'true', '[]', '{}', '@"2026-01-01"', '?', 'item', 'nobody'),
    fc.constantFrom('__proto__', 'constructor', 'x.__proto__', '{__proto__: 1}', '{"constructor": 2}.constructor'),
    fc.constantFrom(
      '1e999',
      '9999999999999999999999',
      '1/0',
      '[1..0]',
      '"\\ud800"',
      '0.1 + 0.2',
      'PT1H',
      '1 +',
      '((',
      '"',
    ),
    fc
      .tuple(
        fc.constantFrom('+', '-', '*', '/', '**', '=', '<', 'and', 'or', 'in', 'between 1 and', '.', ','),
        tie('term'),
        tie('term'),
      )
      .map(([operator, a, b]) => `${a} ${operator} ${b}`),
    fc
      .tuple(
        fc.constantFrom(
          'not',
          'count',
          'sum',
          'date',
          'duration',
          'string',
          'from json',
          'to json',
          'split',
          'matches',
        ),
        fc.array(tie('term'), { maxLength: 3 }),
      )
      .map(([name, args]) => `${name}(${args.join(', ')})`),
    tie('term').map((inner) => `(${inner})`),
    tie('term').map((inner) => `for i in ${inner} return i`),
    tie('term').map((inner) => `some i in ${inner} satisfies i > 1`),
    fc.tuple(tie('term'), tie('term')).map(([a, b]) => `${a}[${b}]`),
    fc.tuple(tie('term'), tie('term'), tie('term')).map(([a, b, c]) => `if ${a} then ${b} else ${c}`),
    fc.tuple(fc.string({ maxLength: 6 }), tie('term')).map(([name, value]) => `{${name}: ${value}}`),
  ),
})).term;

const hungry = fc.constantFrom(
  'for i in 1..1000000000 return i',
  'count(for i in 1..100000, j in 1..100000 return i + j)',
  'some i in 1..1000000000 satisfies i < 0',
  'matches("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "(a+)+$")',
  `${'('.repeat(40)}1${')'.repeat(40)}`,
  `${'['.repeat(40)}1${']'.repeat(40)}`,
  `${'if ('.repeat(40)}1`,
  `${'('.repeat(5_000)}1${')'.repeat(5_000)}`,
  `${'['.repeat(5_000)}1${']'.repeat(5_000)}`,
  `from json("${'['.repeat(5_000)}${']'.repeat(5_000)}")`,
  `1${' + 1'.repeat(20_000)}`,
  `if true then ${'if true then '.repeat(2_000)}1`,
);

function expressionProcess(expression: string, place: string): string {
  const source = `=${expression}`;
  const script = `<zeebe:script expression="${escapeXml(source)}" resultVariable="result"/>`;
  const nodes = {
    script: node('scriptTask', 'One', { ext: script }),
    mapping: service('One', 'fuzz', { ext: mapping(input('a', source)) }),
    timer: node('intermediateCatchEvent', 'One', { inner: timer('timeDuration', source) }),
    items: service('One', 'fuzz', { inner: loop({ collection: source, element: 'item' }) }),
    job: service('One', source, { retries: source }),
    message: node('intermediateCatchEvent', 'One', { inner: onMessage('M') }),
  } as const;
  const one = nodes[place as keyof typeof nodes];
  return diagram('expression', [start(), one, end()], ['Start > One', 'One > End'], [message('M', 'm', source)]);
}

const variables = fc.oneof(
  fc.constant('{}'),
  oddJson.filter((json) => json.startsWith('{')),
);

export const brokenRun: fc.Arbitrary<Run> = fc.oneof(
  fc
    .tuple(
      fc.oneof({ weight: 6, arbitrary: feel }, { weight: 1, arbitrary: hungry }, { weight: 1, arbitrary: oddText }),
      fc.constantFrom('script', 'mapping', 'timer', 'items', 'job', 'message'),
      variables,
    )
    .map(([expression, place, given]) => ({
      kind: 'run' as const,
      file: { name: 'a.bpmn', content: expressionProcess(expression, place) },
      processId: 'expression',
      variables: given,
    })),
  fc.tuple(mutated(WHOLE), variables).map(([content, given]) => ({
    kind: 'run' as const,
    file: { name: 'a.bpmn', content },
    processId: 'whole',
    variables: given,
  })),
);
