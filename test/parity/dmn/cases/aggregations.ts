import { type DecisionCase, NUMBERS, rules, tableCase } from './case.ts';

const AGGREGATIONS = ['SUM', 'MIN', 'MAX', 'COUNT'];

const aggregated = (hitPolicy: string, aggregation: string, name: string, outputs: string[]): DecisionCase =>
  tableCase(
    `${hitPolicy} ${aggregation}, ${name}`,
    { hitPolicy, aggregation, inputs: ['n'], outputs: ['out'], rules: rules(...outputs) },
    NUMBERS,
  );

export const aggregations: DecisionCase[] = [
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
