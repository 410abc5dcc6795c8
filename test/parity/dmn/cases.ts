import { type Decision, dmn, type Table, table } from './write-dmn.ts';

type Variables = Record<string, unknown>;

/** A DMN file, and the decisions that are asked with their variables. */
export interface DecisionCase {
  name: string;
  xml: string;
  asked: [decisionId: string, variables: Variables][];
}

const POLICIES = ['UNIQUE', 'ANY', 'FIRST', 'RULE ORDER', 'COLLECT', 'PRIORITY', 'OUTPUT ORDER'];
const AGGREGATIONS = ['SUM', 'MIN', 'MAX', 'COUNT'];
const NUMBERS: Variables[] = [{ n: 0 }, { n: 2 }, { n: 3 }, { n: null }, { n: 'x' }, {}];

/** One file with one decision, asked with each of the variables. */
function one(name: string, decision: Omit<Decision, 'id'>, asked: Variables[]): DecisionCase {
  return {
    name,
    xml: dmn('file', [{ id: 'asked', ...decision }]),
    asked: asked.map((variables) => ['asked', variables]),
  };
}
const tableCase = (name: string, logic: Table, asked: Variables[]): DecisionCase => one(name, { table: logic }, asked);

const rules = (...outputs: string[]): string[][] => outputs.map((output, at) => [at === 0 ? '> 1' : '> 2', output]);

const hitPolicies: DecisionCase[] = POLICIES.flatMap((hitPolicy) => {
  const values = '"low", "middle", "high"';
  return [
    tableCase(
      `${hitPolicy}, one output`,
      { hitPolicy, inputs: ['n'], outputs: [{ name: 'out', values }], rules: rules('"middle"', '"low"', '"high"') },
      NUMBERS,
    ),
    tableCase(
      `${hitPolicy}, the same output twice`,
      { hitPolicy, inputs: ['n'], outputs: [{ name: 'out', values }], rules: rules('"low"', '"low"') },
      NUMBERS,
    ),
    tableCase(
      `${hitPolicy}, two outputs`,
      {
        hitPolicy,
        inputs: ['n'],
        outputs: [
          { name: 'a', label: 'First', values },
          { name: 'b', values },
        ],
        rules: [
          ['> 1', '"middle"', '"low"'],
          ['> 2', '"low"', '"high"'],
          ['> 2', '"low"', '"low"'],
        ],
      },
      NUMBERS,
    ),
    tableCase(
      `${hitPolicy}, without allowed values`,
      { hitPolicy, inputs: ['n'], outputs: ['out'], rules: rules('1', '{a: 1}', '[n]') },
      NUMBERS,
    ),
    tableCase(
      `${hitPolicy}, outputs that cannot be compared`,
      { hitPolicy, inputs: ['n'], outputs: [{ name: 'out', values }], rules: rules('"low"', '5', 'null') },
      NUMBERS,
    ),
    tableCase(
      `${hitPolicy}, equal contexts and lists`,
      { hitPolicy, inputs: ['n'], outputs: [{ name: 'out', values }], rules: rules('{a: [1]}', '{a: [1.0]}') },
      NUMBERS,
    ),
    tableCase(
      `${hitPolicy}, a default output`,
      {
        hitPolicy,
        inputs: ['n'],
        outputs: [{ name: 'out', values, byDefault: '"low"' }],
        rules: rules('"high"', '"middle"'),
      },
      NUMBERS,
    ),
  ];
});

const aggregated = (hitPolicy: string, aggregation: string, name: string, outputs: string[]): DecisionCase =>
  tableCase(
    `${hitPolicy} ${aggregation}, ${name}`,
    { hitPolicy, aggregation, inputs: ['n'], outputs: ['out'], rules: rules(...outputs) },
    NUMBERS,
  );

const aggregations: DecisionCase[] = [
  ...AGGREGATIONS.flatMap((aggregation) => [
    aggregated('COLLECT', aggregation, 'numbers', ['10', '20.5', '0.1', 'n']),
    aggregated('COLLECT', aggregation, 'nothing but null', ['null', 'missing']),
    aggregated('COLLECT', aggregation, 'numbers and null', ['1', 'null', '2']),
    aggregated('COLLECT', aggregation, 'texts', ['"b"', '"a"']),
    aggregated('COLLECT', aggregation, 'a number and a text', ['1', '"a"']),
    aggregated('COLLECT', aggregation, 'booleans', ['true', 'false']),
    aggregated('COLLECT', aggregation, 'dates', ['date("2026-02-01")', 'date("2026-01-01")']),
    aggregated('COLLECT', aggregation, 'durations', ['duration("P1D")', 'duration("PT1H")']),
    aggregated('COLLECT', aggregation, 'lists', ['[1, 2]', '[3]']),
    aggregated('COLLECT', aggregation, 'the same twice', ['5', '5']),
    tableCase(
      `COLLECT ${aggregation}, two outputs`,
      { hitPolicy: 'COLLECT', aggregation, inputs: ['n'], outputs: ['a', 'b'], rules: [['> 1', '1', '2']] },
      [{ n: 2 }],
    ),
  ]),
  aggregated('FIRST', 'SUM', 'an aggregation that means nothing', ['1', '2']),
  aggregated('COLLECT', 'MEDIAN', 'an aggregation that there is not', ['1', '2']),
  tableCase(
    'a hit policy that there is not',
    { hitPolicy: 'LAST', inputs: ['n'], outputs: ['out'], rules: rules('1') },
    [{ n: 2 }],
  ),
  tableCase('no hit policy', { inputs: ['n'], outputs: ['out'], rules: rules('1', '2') }, NUMBERS),
];

const BIG = [
  {
    n: 3,
    xs: [1, 2],
    text: 'a',
    day: '2026-11-23',
    at: '2026-11-23T09:00:00+08:00',
    time: '09:00:00',
    flag: true,
    c: { a: 1 },
  },
];

/** The cells that hold, by their text. */
const cells = (name: string, expression: string, texts: string[], asked: Variables[]): DecisionCase =>
  tableCase(
    `cells over ${name}`,
    {
      hitPolicy: 'COLLECT',
      inputs: [expression],
      outputs: ['cell'],
      rules: texts.map((cell) => [cell, `"${cell.replaceAll('"', "'")}"`]),
    },
    asked,
  );

const tables: DecisionCase[] = [
  tableCase('no rules', { inputs: ['n'], outputs: ['out'], rules: [] }, NUMBERS),
  tableCase('no inputs', { inputs: [], outputs: ['out'], rules: [['1 + n']] }, NUMBERS),
  tableCase('no outputs', { inputs: ['n'], outputs: [], rules: [['> 1']] }, [{ n: 2 }]),
  tableCase('an empty input expression', { inputs: [''], outputs: ['out'], rules: [['-', '1']] }, [{}]),
  tableCase('an empty output', { inputs: ['n'], outputs: ['out'], rules: [['> 1', '']] }, NUMBERS),
  tableCase('an output without a name', { inputs: ['n'], outputs: [''], rules: [['> 1', '1']] }, NUMBERS),
  tableCase('two outputs, one without a name', { inputs: ['n'], outputs: ['a', ''], rules: [['> 1', '1', '2']] }, [
    { n: 2 },
  ]),
  tableCase('two outputs of one name', { inputs: ['n'], outputs: ['a', 'a'], rules: [['> 1', '1', '2']] }, [{ n: 2 }]),
  tableCase(
    'two inputs',
    {
      hitPolicy: 'FIRST',
      inputs: ['n', 'text'],
      outputs: ['out'],
      rules: [
        ['> 1', '"a"', '1'],
        ['-', '-', '2'],
      ],
    },
    [...NUMBERS, ...BIG],
  ),
  tableCase(
    'labels and types',
    {
      hitPolicy: 'COLLECT',
      inputs: [{ expression: 'n', label: 'How many', type: 'number' }],
      outputs: [{ name: 'out', label: 'What', type: 'string' }],
      rules: rules('1', '"a"'),
    },
    NUMBERS,
  ),
  tableCase(
    'a type that the value has not',
    {
      inputs: [{ expression: 'n', type: 'boolean' }],
      outputs: [{ name: 'out', type: 'number' }],
      rules: [
        ['> 1', '"text"'],
        ['true', 'true'],
      ],
    },
    [...NUMBERS, { n: true }],
  ),
  ...['string', 'number', 'integer', 'long', 'double', 'boolean', 'date', 'time', 'dateTime', 'nonsense'].map((type) =>
    tableCase(
      `an input of type ${type}`,
      {
        hitPolicy: 'COLLECT',
        inputs: [{ expression: 'n', type }],
        outputs: [{ name: 'out', type }],
        rules: [
          ['-', 'n'],
          ['-', '1.5'],
        ],
      },
      [{ n: 1 }, { n: '2026-11-23' }, { n: true }, { n: null }, {}],
    ),
  ),
  tableCase(
    'allowed values of an input',
    { inputs: [{ expression: 'n', type: 'string', values: '"a", "b"' }], outputs: ['out'], rules: [['-', 'n']] },
    [{ n: 'a' }, { n: 'c' }, { n: 1 }, {}],
  ),
  tableCase(
    'allowed values of an output',
    { inputs: ['n'], outputs: [{ name: 'out', type: 'string', values: '"a", "b"' }], rules: [['-', 'n']] },
    [{ n: 'a' }, { n: 'c' }, {}],
  ),
  tableCase(
    'an input expression that fails',
    { inputs: ['assert(n, n > 0, "n must be positive")'], outputs: ['out'], rules: [['-', '1']] },
    NUMBERS,
  ),
  tableCase(
    'an input expression with an exception',
    { inputs: ['modulo(1, n)'], outputs: ['out'], rules: [['-', '1']] },
    NUMBERS,
  ),
  tableCase(
    'a cell that fails',
    {
      inputs: ['n'],
      outputs: ['out'],
      rules: [
        ['assert(?, ? > 0)', '1'],
        ['-', '2'],
      ],
    },
    NUMBERS,
  ),
  tableCase(
    'a cell with an exception',
    {
      inputs: ['n'],
      outputs: ['out'],
      rules: [
        ['modulo(1, ?) = 0', '1'],
        ['-', '2'],
      ],
    },
    NUMBERS,
  ),
  tableCase(
    'an output that fails',
    { inputs: ['n'], outputs: ['out'], rules: [['-', 'assert(n, n > 0, "no " + string(n))']] },
    NUMBERS,
  ),
  tableCase(
    'an output with an exception',
    { inputs: ['n'], outputs: ['out'], rules: [['-', 'modulo(1, n)']] },
    NUMBERS,
  ),
  tableCase(
    'a default output that fails',
    { inputs: ['n'], outputs: [{ name: 'out', byDefault: 'assert(n, n > 0)' }], rules: [['> 1', '1']] },
    NUMBERS,
  ),
  tableCase(
    'a default for one of two outputs',
    { inputs: ['n'], outputs: [{ name: 'a', byDefault: '1' }, 'b'], rules: [['> 1', '1', '2']] },
    [{ n: 0 }, { n: 2 }],
  ),
  tableCase(
    'defaults for two outputs',
    {
      inputs: ['n'],
      outputs: [
        { name: 'a', byDefault: '1' },
        { name: 'b', byDefault: 'n' },
      ],
      rules: [['> 1', '1', '2']],
    },
    [{ n: 0 }, { n: 2 }],
  ),
  tableCase(
    'an input of every type',
    { hitPolicy: 'COLLECT', inputs: ['n', 'string(n)'], outputs: ['out'], rules: [['-', '-', 'n']] },
    [{ n: 1 }, { n: 1.5 }, { n: 'a' }, { n: true }, { n: null }, { n: [1] }, { n: { a: 1 } }, {}],
  ),
  tableCase('an output that sees the others', { inputs: ['n'], outputs: ['a', 'b'], rules: [['-', '1', 'a + 1']] }, [
    { n: 1 },
    { n: 1, a: 5 },
  ]),
  cells(
    'functions of the input',
    'n',
    [
      'list contains([3, "a"], ?)',
      'list contains(?, 3)',
      'is defined(?)',
      'not(is defined(?))',
      'sum(?) = 3',
      'sum([?]) = 3',
      'min(?, 5) = 3',
      'odd(?)',
      'abs(?) = 3',
      'string(?) = "3"',
      'get or else(?, 5) = 5',
      'get or else(?, 5) = 3',
      'count([?]) = 1',
      '[3][item = ?] = [3]',
      'if ? = 3 then true else false',
      'some x in [1, 3] satisfies x = ?',
      '{a: ?}.a = 3',
      '? in [1, 3]',
      '? between 1 and 5',
      '? instance of number',
      'append([], ?) = [3]',
      'index of([3], ?) = [1]',
      '-? = -3',
      '? + 1 = 4',
      '(?)',
      '? = n',
      'contains(?, "a")',
      '?.a = 1',
      '?[1] = 1',
      'string length(?) = 1',
      'all(? = 3)',
      'not(? = 3)',
      'modulo(?, 2) = 1',
      '? != null',
      '? = null',
      '?',
      '[?]',
      'max([?, 1]) = 3',
    ],
    [...NUMBERS, { n: true }, { n: [3] }, { n: { a: 1 } }, { n: 'a' }],
  ),
  cells(
    'moments',
    'date and time(n)',
    [
      '> @"2026-01-01T00:00:00Z"',
      '> @"2026-01-01T00:00:00"',
      '@"2026-11-23T09:00:00+08:00"',
      '@"2026-11-23T01:00:00Z"',
      '?.hour = 9',
      'date(?) = date("2026-11-23")',
      '< now()',
      'time(?) > time("08:00:00+08:00")',
      '?.time offset = duration("PT8H")',
    ],
    [
      { n: '2026-11-23T09:00:00+08:00' },
      { n: '2026-11-23T09:00:00' },
      { n: '2026-11-23T09:00:00@Asia/Shanghai' },
      { n: null },
    ],
  ),
  cells(
    'durations',
    'duration(n)',
    [
      '> duration("PT1H")',
      'duration("P1D")',
      '@"PT24H"',
      '> duration("P1M")',
      '?.days = 1',
      '? * 2 = duration("P2D")',
      '[duration("PT1H")..duration("P2D")]',
    ],
    [{ n: 'P1D' }, { n: 'P1Y' }, { n: 'x' }, { n: null }],
  ),
  cells(
    'texts',
    'n',
    [
      '"a"',
      '"a","b"',
      'not("a")',
      '""',
      'upper case(?) = "A"',
      '? = "a"',
      '"a" + ""',
      'matches(?, "[a-c]")',
      '> "a"',
      '["a".."c"]',
      'n',
      'other',
      'not(other)',
      '? in ["a", "b"]',
      '["a", "b"]',
      '"a" or "b"',
      '? = "a" or ? = "b"',
      'null',
      'not(null)',
      '"null"',
      '- 1',
      '"\\"quoted\\""',
    ],
    [{ n: 'a' }, { n: 'b', other: 'b' }, { n: '' }, { n: null }, { n: 5 }, {}],
  ),
  cells(
    'booleans',
    'n',
    [
      'true',
      'false',
      'not(true)',
      'not(false)',
      'true, false',
      '?',
      'not(?)',
      '? = true',
      'n',
      '1 = 1',
      '1 = 2',
      'null',
      'true and ?',
      'flag',
      'not(flag)',
    ],
    [{ n: true }, { n: false }, { n: null }, { n: 'true' }, { n: 1, flag: true }, { flag: false }],
  ),
  cells(
    'lists',
    'n',
    [
      '[1, 2]',
      '1',
      'list contains(?, 1)',
      'count(?) > 1',
      'some x in ? satisfies x > 1',
      '?[1] = 1',
      '[]',
      '[[1, 2]]',
      'not([1, 2])',
      'null',
      'sum(?) = 3',
      '? = [1, 2]',
      'every x in ? satisfies x > 0',
      'is empty(?)',
    ],
    [{ n: [1, 2] }, { n: [] }, { n: null }, { n: 1 }, { n: ['a'] }],
  ),
  cells(
    'contexts',
    'n',
    [
      '{a: 1}',
      '?.a = 1',
      '?.b.c = 2',
      '?.z = null',
      'get value(?, "a") = 1',
      'null',
      'not(null)',
      '? = {a: 1}',
      'n',
      'count(get entries(?)) = 1',
      'is defined(?.a)',
    ],
    [{ n: { a: 1 } }, { n: { a: 1, b: { c: 2 } } }, { n: {} }, { n: null }, { n: 1 }],
  ),
  ...[
    '= 3',
    '!= 3',
    '> > 3',
    'not(',
    '3 4',
    '-, 3',
    '"a',
    '[1..',
    'x y',
    'not(-)',
    '1, , 2',
    'between 1 and 3',
    '-5..5',
    '> 1 and < 5',
    'in (1, 2)',
    '? >',
    '// nothing',
  ].map((cell) => tableCase(`the cell ${cell}`, { inputs: ['n'], outputs: ['out'], rules: [[cell, '1']] }, [{ n: 3 }])),
];

const TABLE: Table = {
  hitPolicy: 'FIRST',
  inputs: ['n'],
  outputs: ['out'],
  rules: [
    ['> 1', '"many"'],
    ['-', '"few"'],
  ],
};

const graphs: DecisionCase[] = [
  {
    name: 'a chain of decisions',
    xml: dmn('file', [
      { id: 'first', literal: 'n + 1' },
      { id: 'second', requires: ['first'], literal: 'first * 2' },
      { id: 'third', requires: ['second'], table: { ...TABLE, inputs: ['second'] } },
    ]),
    asked: ['first', 'second', 'third'].flatMap((id) => [
      [id, { n: 1 }] as [string, Variables],
      [id, {}],
      [id, { n: 'x' }],
    ]),
  },
  {
    name: 'a decision that two others require',
    xml: dmn('file', [
      { id: 'base', literal: 'n' },
      { id: 'left', requires: ['base'], literal: 'base + 1' },
      { id: 'right', requires: ['base'], literal: 'base + 2' },
      { id: 'top', requires: ['left', 'right'], literal: 'left + right' },
    ]),
    asked: [
      ['top', { n: 1 }],
      ['top', {}],
    ],
  },
  {
    name: 'variables of decisions',
    xml: dmn('file', [
      { id: 'first', name: 'The first', variable: 'result of first', literal: 'n' },
      { id: 'second', name: 'The second', variable: 'other', requires: ['first'], literal: '`result of first`' },
      { id: 'third', requires: ['first'], literal: 'first' },
      { id: 'fourth', requires: ['second'], literal: 'other' },
      { id: 'fifth', requires: ['second'], literal: 'second' },
    ]),
    asked: ['first', 'second', 'third', 'fourth', 'fifth'].map((id) => [id, { n: 7 }]),
  },
  {
    name: 'a variable with the name of a required decision',
    xml: dmn('file', [
      { id: 'first', literal: '1' },
      { id: 'second', requires: ['first'], literal: 'first' },
    ]),
    asked: [
      ['second', { first: 99 }],
      ['first', { first: 99 }],
    ],
  },
  {
    name: 'a required decision with several outputs',
    xml: dmn('file', [
      { id: 'first', table: { inputs: ['n'], outputs: ['a', 'b'], rules: [['> 1', '1', '2']] } },
      { id: 'second', requires: ['first'], literal: 'first.a + first.b' },
      { id: 'third', requires: ['first'], table: { ...TABLE, inputs: ['first.a'] } },
    ]),
    asked: [
      ['second', { n: 2 }],
      ['second', { n: 0 }],
      ['third', { n: 2 }],
      ['third', { n: 0 }],
    ],
  },
  {
    name: 'a required decision that fails',
    xml: dmn('file', [
      { id: 'first', literal: 'assert(n, n > 0, "positive")' },
      { id: 'between', requires: ['first'], literal: '5' },
      { id: 'second', requires: ['between'], literal: 'between' },
      {
        id: 'unique',
        table: {
          inputs: ['n'],
          outputs: ['out'],
          rules: [
            ['-', '1'],
            ['-', '2'],
          ],
        },
      },
      { id: 'third', requires: ['unique'], literal: 'unique' },
    ]),
    asked: [
      ['second', { n: 1 }],
      ['second', { n: -1 }],
      ['third', { n: 1 }],
    ],
  },
  {
    name: 'a decision that requires what there is not',
    xml: dmn('file', [{ id: 'first', requires: ['nowhere'], literal: '1' }]),
    asked: [['first', {}]],
  },
  {
    name: 'a decision that requires itself',
    xml: dmn('file', [{ id: 'first', requires: ['first'], literal: '1' }]),
    asked: [['first', {}]],
  },
  {
    name: 'decisions in a circle',
    xml: dmn('file', [
      { id: 'first', requires: ['second'], literal: '1' },
      { id: 'second', requires: ['first'], literal: '1' },
    ]),
    asked: [['first', {}]],
  },
  { name: 'no decision', xml: dmn('file', []), asked: [] },
  { name: 'a decision without logic', xml: dmn('file', [{ id: 'first' }]), asked: [['first', {}]] },
  {
    name: 'input data',
    xml: dmn('file', [{ id: 'first', literal: 'n' }], '<inputData id="data" name="n"/>'),
    asked: [['first', { n: 1 }]],
  },
  {
    name: 'an id with a dash',
    xml: dmn('file', [
      { id: 'the-first', literal: '1' },
      { id: 'second', requires: ['the-first'], literal: '`the-first`' },
    ]),
    asked: [
      ['the-first', {}],
      ['second', {}],
    ],
  },
  {
    name: 'the decision that is asked is not there',
    xml: dmn('file', [{ id: 'first', literal: '1' }]),
    asked: [
      ['nowhere', {}],
      ['', {}],
    ],
  },
  {
    name: 'a decision that others require, asked alone',
    xml: dmn('file', [
      { id: 'first', literal: 'n' },
      { id: 'second', requires: ['first'], literal: 'first' },
    ]),
    asked: [['first', { n: 1 }]],
  },
];

const literal = (text: string): DecisionCase =>
  one(`the expression ${text}`, { literal: text }, [{ n: 1, ...BIG[0] }, {}]);
const ENTRY = (id: string, name: string, text: string) =>
  `<contextEntry id="${id}"><variable id="${id}_v" name="${name}"/><literalExpression id="${id}_l"><text>${text}</text></literalExpression></contextEntry>`;
const LITERAL = (id: string, text: string) => `<literalExpression id="${id}"><text>${text}</text></literalExpression>`;
const boxed = (name: string, logic: string): DecisionCase => one(name, { logic }, [{ n: 1 }, {}]);
const BKM = (id: string, parameters: string[], logic: string, knows: string[] = []) =>
  `<businessKnowledgeModel id="${id}" name="${id}"><variable id="${id}_variable" name="${id}"/><encapsulatedLogic id="${id}_logic">${parameters.map((name) => `<formalParameter id="${id}_${name}" name="${name}"/>`).join('')}${logic}</encapsulatedLogic>${knows.map((other) => `<knowledgeRequirement id="${id}_knows"><requiredKnowledge href="#${other}"/></knowledgeRequirement>`).join('')}</businessKnowledgeModel>`;

const expressions: DecisionCase[] = [
  ...[
    'n',
    'n + 1',
    '"text"',
    'null',
    'missing',
    '[n, 2]',
    '{a: n}',
    'date("2026-01-01")',
    'time("10:00:00")',
    '@"2026-01-01T10:00:00+08:00"',
    'duration("P1D")',
    'duration("P14M")',
    'function(x) x',
    '[1..3]',
    '0.1 + 0.2',
    '1 / 3',
    '10 ** 30',
    'assert(n, n > 5)',
    'assert(missing, missing != null, "it is missing")',
    'modulo(1, 0)',
    '?',
    'thing.a(1)',
    'xs[1]',
    'c.a',
    'if flag then 1 else 2',
    '=n',
    '',
    ' ',
    'n +',
    '-',
    'for x in xs return x',
    'string(at)',
    'day',
    '// nothing',
    'is defined(?)',
    'c',
    'xs',
    'text',
    '{f: function(x) x}',
    'log(0)',
    '1 < "a"',
  ].map(literal),
  boxed('a boxed context', `<context id="ctx">${ENTRY('e1', 'a', 'n')}${ENTRY('e2', 'b', 'a + 1')}</context>`),
  boxed(
    'a boxed context with a result',
    `<context id="ctx">${ENTRY('e1', 'a', 'n')}<contextEntry id="e2">${LITERAL('l', 'a + 1')}</contextEntry></context>`,
  ),
  boxed('a boxed list', `<list id="list">${LITERAL('l1', 'n')}${LITERAL('l2', '2')}</list>`),
  boxed(
    'a relation',
    `<relation id="rel"><column id="c1" name="a"/><column id="c2" name="b"/><row id="r1">${LITERAL('l1', 'n')}${LITERAL('l2', '2')}</row></relation>`,
  ),
  boxed(
    'a function definition',
    `<functionDefinition id="fn"><formalParameter id="p" name="x"/>${LITERAL('l1', 'x + 1')}</functionDefinition>`,
  ),
  boxed(
    'an invocation of nothing',
    `<invocation id="inv">${LITERAL('l1', 'nowhere')}<binding id="b"><parameter id="p" name="x"/>${LITERAL('l2', 'n')}</binding></invocation>`,
  ),
  {
    name: 'a business knowledge model',
    xml: dmn(
      'file',
      [
        { id: 'asked', knows: ['twice'], literal: 'twice(n)' },
        { id: 'other', literal: 'twice(n)' },
      ],
      BKM('twice', ['x'], LITERAL('twice_l', 'x * 2')),
    ),
    asked: [
      ['asked', { n: 2 }],
      ['asked', {}],
      ['other', { n: 2 }],
    ],
  },
  {
    name: 'a business knowledge model that is invoked',
    xml: dmn(
      'file',
      [
        {
          id: 'asked',
          knows: ['twice'],
          logic: `<invocation id="inv">${LITERAL('l1', 'twice')}<binding id="b"><parameter id="p" name="x"/>${LITERAL('l2', 'n')}</binding></invocation>`,
        },
      ],
      BKM('twice', ['x'], LITERAL('twice_l', 'x * 2')),
    ),
    asked: [
      ['asked', { n: 2 }],
      ['asked', {}],
    ],
  },
  {
    name: 'a business knowledge model with a table',
    xml: dmn(
      'file',
      [{ id: 'asked', knows: ['size'], literal: 'size(n)' }],
      BKM('size', ['x'], table('size', { ...TABLE, inputs: ['x'] })),
    ),
    asked: [
      ['asked', { n: 2 }],
      ['asked', { n: 0 }],
    ],
  },
  {
    name: 'a business knowledge model that knows another',
    xml: dmn(
      'file',
      [{ id: 'asked', knows: ['four'], literal: 'four(n)' }],
      BKM('twice', ['x'], LITERAL('twice_l', 'x * 2')) +
        BKM('four', ['x'], LITERAL('four_l', 'twice(twice(x))'), ['twice']),
    ),
    asked: [['asked', { n: 2 }]],
  },
  {
    name: 'an expression in another language',
    xml: dmn('file', [
      { id: 'asked', logic: '<literalExpression id="l" expressionLanguage="juel"><text>n</text></literalExpression>' },
    ]),
    asked: [['asked', { n: 1 }]],
  },
  {
    name: 'an expression that says it is FEEL',
    xml: dmn('file', [
      { id: 'asked', logic: '<literalExpression id="l" expressionLanguage="feel"><text>n</text></literalExpression>' },
    ]),
    asked: [['asked', { n: 1 }]],
  },
];

/** By subject. */
export const DECISIONS: Record<string, DecisionCase[]> = {
  'hit-policies': hitPolicies,
  aggregations,
  tables,
  graphs,
  expressions,
};
