import { describe, expect, test } from 'vitest';
import { evaluateDmn } from '../../engine/dmn/index.ts';
import { decisionTable } from '../parity/support/diagram.ts';

const table = (hitPolicy: string, rules: string[][], extra = '') =>
  decisionTable('d', [{ label: 'n', expression: 'n' }], rules, hitPolicy).replace('hitPolicy=', `${extra} hitPolicy=`);
const rows = [
  ['< 10', '1'],
  ['< 100', '2'],
  ['-', '3'],
];

describe('hit policies', () => {
  test.each([
    ['FIRST', 5, 1],
    ['FIRST', 500, 3],
    ['RULE ORDER', 50, [2, 3]],
    ['COLLECT', 5, [1, 2, 3]],
    ['COLLECT', 50, [2, 3]],
  ])('%s of %i is %j', (policy, n, expected) => {
    expect(evaluateDmn(table(policy, rows), 'd', { n })).toEqual(expected);
  });

  test.each([
    ['SUM', 6],
    ['MIN', 1],
    ['MAX', 3],
    ['COUNT', 3],
  ])('COLLECT %s', (aggregation, expected) => {
    expect(evaluateDmn(table('COLLECT', rows, `aggregation="${aggregation}"`), 'd', { n: 5 })).toBe(expected);
  });

  test('nothing matches', () => {
    const none = [['> 100', '1']];
    expect(evaluateDmn(table('UNIQUE', none), 'd', { n: 1 })).toBeNull();
    expect(evaluateDmn(table('COLLECT', none), 'd', { n: 1 })).toBeNull();
    expect(evaluateDmn(table('COLLECT', none, 'aggregation="COUNT"'), 'd', { n: 1 })).toBeNull();
  });

  test('nothing matches: the output is its default', () => {
    const otherwise = table('COLLECT', [['> 100', '1']]).replace(
      /(<output [^>]*)\/>/,
      '$1><defaultOutputEntry><text>n + 1</text></defaultOutputEntry></output>',
    );
    expect(evaluateDmn(otherwise, 'd', { n: 1 })).toBe(2);
    expect(evaluateDmn(otherwise, 'd', { n: 101 })).toEqual([1]);
  });

  test('UNIQUE and ANY refuse what contradicts', () => {
    expect(() => evaluateDmn(table('UNIQUE', rows), 'd', { n: 5 })).toThrow(
      /decision 'd': multiple values aren't allowed/,
    );
    expect(() => evaluateDmn(table('ANY', rows), 'd', { n: 5 })).toThrow(/different values aren't allowed/);
    expect(
      evaluateDmn(
        table('ANY', [
          ['< 10', '1'],
          ['< 100', '1'],
        ]),
        'd',
        { n: 5 },
      ),
    ).toBe(1);
  });

  test('PRIORITY and OUTPUT ORDER follow the list of output values', () => {
    const ranked = (policy: string) =>
      table(policy, [
        ['-', '"low"'],
        ['-', '"high"'],
      ]).replace(/(<output [^>]*)\/>/, '$1><outputValues><text>"high","low"</text></outputValues></output>');
    expect(evaluateDmn(ranked('PRIORITY'), 'd', { n: 1 })).toBe('high');
    expect(evaluateDmn(ranked('OUTPUT ORDER'), 'd', { n: 1 })).toEqual(['high', 'low']);
  });
});

describe('cells', () => {
  test.each([
    ['"a","b"', 'b', true],
    ['not("a")', 'a', false],
    ['[1..3)', 3, false],
    ['> 2, null', null, true],
    ['true', true, true],
    ['? * 2 > 5', 3, true],
    ['>= limit', 7, true],
    ['"1"', 1, false],
    ['not(true)', false, false],
    ['not(false)', true, true],
    ['2 < 1', false, true],
    ['> 2', '3', false],
    ['not(> 2)', '3', false],
    ['not([1..3])', null, false],
    ['? in [1..3]', true, false],
    ['[2, 3]', 3, true],
    ['([1..3])', 3, true],
    ['([1..3])', 'two', false],
    ['01', 1, true],
    ['"two\nlines"', 'two\nlines', true],
  ])('%s for %j is %s', (cell, n, matches) => {
    expect(
      evaluateDmn(
        table('FIRST', [
          [cell, '"hit"'],
          ['-', '"miss"'],
        ]),
        'd',
        { n, limit: 7 },
      ),
    ).toBe(matches ? 'hit' : 'miss');
  });
});

test('a decision sees what it requires, by the name of its variable', () => {
  const dmn = `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="drg" name="drg" namespace="n">
 <decision id="unit_price" name="Price"><variable id="v1" name="price"/>
  <literalExpression id="l1"><text>area * unit</text></literalExpression></decision>
 <decision id="tax" name="Tax"><variable id="v2" name="tax"/>
  <informationRequirement id="r"><requiredDecision href="#unit_price"/></informationRequirement>
  <literalExpression id="l2"><text>if unit_price = null then price * 0.03 else null</text></literalExpression></decision>
</definitions>`;
  expect(evaluateDmn(dmn, 'tax', { area: 100, unit: 20 })).toBe(60);
});

test('several outputs are a context', () => {
  const two = table('UNIQUE', [['-', '1']])
    .replace('<rule', '<output id="o2" name="note"/><rule')
    .replace('</outputEntry>', '</outputEntry><outputEntry id="x"><text>"n " + string(n)</text></outputEntry>');
  expect(evaluateDmn(two, 'd', { n: 1 })).toEqual({ result: 1, note: 'n 1' });
});

test.each([
  ['a cell that cannot be parsed', table('UNIQUE', [['-', '1 +']]), /- Element: d\n {4}- ERROR: FEEL expression/],
  ['a cell that begins with =', table('UNIQUE', [['= 3', '1']]), /- ERROR: FEEL unary tests/],
  ['an aggregator over text', table('COLLECT', [['-', '"a"']], 'aggregation="SUM"'), /expected number but found '"a"'/],
])('%s is refused', (_what, dmn, message) => {
  expect(() => evaluateDmn(dmn, 'd', { n: 1 })).toThrow(message);
});
