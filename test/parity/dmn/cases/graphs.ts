import { dmn } from '../write-dmn.ts';
import { type DecisionCase, FEW_OR_MANY, type Variables } from './case.ts';

export const graphs: DecisionCase[] = [
  {
    name: 'a chain of decisions',
    xml: dmn('file', [
      { id: 'first', literal: 'n + 1' },
      { id: 'second', requires: ['first'], literal: 'first * 2' },
      { id: 'third', requires: ['second'], table: { ...FEW_OR_MANY, inputs: ['second'] } },
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
      { id: 'third', requires: ['first'], table: { ...FEW_OR_MANY, inputs: ['first.a'] } },
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
