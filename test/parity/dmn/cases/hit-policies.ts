import { type DecisionCase, NUMBERS, rules, tableCase } from './case.ts';

const POLICIES = ['UNIQUE', 'ANY', 'FIRST', 'RULE ORDER', 'COLLECT', 'PRIORITY', 'OUTPUT ORDER'];

export const hitPolicies: DecisionCase[] = POLICIES.flatMap((hitPolicy) => {
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
