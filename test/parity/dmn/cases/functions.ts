import { dmn } from '../write-dmn.ts';
import { knowledge, literal } from './boxed.ts';
import { type DecisionCase, one } from './case.ts';

/** What a decision calls: the built-in functions that are not the same every day, Zeebe's own, and knowledge in odd ways. */
export const functions: DecisionCase[] = [
  ...[
    'now() > @"2020-01-01T00:00:00Z"',
    'now() instance of date and time',
    'today() > date("2020-01-01")',
    'today() = date(now())',
    '[now() > @"2020-01-01T00:00:00Z", today() instance of date]',
    'string length(uuid())',
    'random number() < 1',
    'cycle(3, duration("PT1H"))',
    'cycle(duration("PT1H"))',
    'last day of month(date("2026-02-01"))',
    'context put({a: 1}, "b", n)',
    'get or else(missing, n)',
    'trim(" a ")',
    'nowhere(n)',
  ].map((text) => one(`the function in ${text}`, { literal: text }, [{ n: 1 }])),
  {
    name: 'a business knowledge model that knows itself',
    xml: dmn(
      'file',
      [{ id: 'asked', knows: ['factorial'], literal: 'factorial(n)' }],
      knowledge('factorial', ['x'], literal('factorial_l', 'if x &lt; 2 then 1 else x * factorial(x - 1)'), [
        'factorial',
      ]),
    ),
    asked: [['asked', { n: 5 }]],
  },
  {
    name: 'a business knowledge model that does not know itself and calls itself',
    xml: dmn(
      'file',
      [{ id: 'asked', knows: ['factorial'], literal: 'factorial(n)' }],
      knowledge('factorial', ['x'], literal('factorial_l', 'if x &lt; 2 then 1 else x * factorial(x - 1)')),
    ),
    asked: [['asked', { n: 5 }]],
  },
  ...[
    ['named arguments', 'minus(b: n, a: 10)'],
    ['too few arguments', 'minus(n)'],
    ['too many arguments', 'minus(n, 1, 2)'],
    ['an argument that is not there', 'minus(missing, 1)'],
    ['an argument by a wrong name', 'minus(a: 1, c: 2)'],
  ].map(([how, text]) => ({
    name: `a business knowledge model with ${how}`,
    xml: dmn(
      'file',
      [{ id: 'asked', knows: ['minus'], literal: text }],
      knowledge('minus', ['a', 'b'], literal('minus_l', 'a - b')),
    ),
    asked: [['asked', { n: 3 }]] as DecisionCase['asked'],
  })),
  ...[
    ['without an argument', ''],
    ['with an argument of another name', `<binding id="b"><parameter id="p" name="y"/>${literal('l2', 'n')}</binding>`],
    [
      'with an argument too many',
      `<binding id="b"><parameter id="p" name="x"/>${literal('l2', 'n')}</binding><binding id="b2"><parameter id="p2" name="y"/>${literal('l3', 'n')}</binding>`,
    ],
  ].map(([how, bindings]) => ({
    name: `an invocation ${how}`,
    xml: dmn(
      'file',
      [
        {
          id: 'asked',
          knows: ['twice'],
          logic: `<invocation id="inv">${literal('l1', 'twice')}${bindings}</invocation>`,
        },
      ],
      knowledge('twice', ['x'], literal('twice_l', 'x * 2')),
    ),
    asked: [['asked', { n: 3 }]] as DecisionCase['asked'],
  })),
  {
    name: 'an invocation of what needs no argument',
    xml: dmn(
      'file',
      [{ id: 'asked', knows: ['answer'], logic: `<invocation id="inv">${literal('l1', 'answer')}</invocation>` }],
      knowledge('answer', [], literal('answer_l', '42')),
    ),
    asked: [['asked', {}]],
  },
  ...[
    ['that is not known', [], 'answer'],
    ['that there is not', ['answer'], 'nowhere'],
    ['by an expression', ['answer'], 'answer + 1'],
  ].map(([which, knows, text]) => ({
    name: `an invocation of knowledge ${which}`,
    xml: dmn(
      'file',
      [
        {
          id: 'asked',
          knows: knows as string[],
          logic: `<invocation id="inv">${literal('l1', text as string)}</invocation>`,
        },
      ],
      knowledge('answer', [], literal('answer_l', '42')),
    ),
    asked: [['asked', {}]] as DecisionCase['asked'],
  })),
  {
    name: 'business knowledge models in a circle',
    xml: dmn(
      'file',
      [{ id: 'asked', knows: ['left'], literal: '1' }],
      knowledge('left', [], literal('left_l', '1'), ['right']) +
        knowledge('right', [], literal('right_l', '1'), ['left']),
    ),
    asked: [['asked', {}]],
  },
  {
    name: 'a business knowledge model that nobody knows and that knows itself',
    xml: dmn('file', [{ id: 'asked', literal: '1' }], knowledge('left', [], literal('left_l', '1'), ['left'])),
    asked: [['asked', {}]],
  },
  {
    name: 'a business knowledge model that knows what there is not',
    xml: dmn(
      'file',
      [{ id: 'asked', knows: ['left'], literal: 'left()' }],
      knowledge('left', [], literal('left_l', '1'), ['nowhere']),
    ),
    asked: [['asked', {}]],
  },
  {
    name: 'a decision that knows what there is not',
    xml: dmn('file', [{ id: 'asked', knows: ['nowhere'], literal: '1' }]),
    asked: [['asked', {}]],
  },
  {
    name: 'a business knowledge model without logic',
    xml: dmn('file', [{ id: 'asked', knows: ['left'], literal: '1' }], knowledge('left', [], '')),
    asked: [['asked', {}]],
  },
];
