import { dmn } from '../write-dmn.ts';
import { type DecisionCase, EVERY_KIND, one } from './case.ts';

const literal = (text: string): DecisionCase => one(`the expression ${text}`, { literal: text }, [EVERY_KIND, {}]);

export const expressions: DecisionCase[] = [
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
