import { type DecisionCase, EVERY_KIND, NUMBERS, rules, tableCase } from './case.ts';

export const tables: DecisionCase[] = [
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
    [...NUMBERS, EVERY_KIND],
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
];
