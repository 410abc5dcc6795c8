import { dmn, table } from '../write-dmn.ts';
import { type DecisionCase, FEW_OR_MANY, one } from './case.ts';

const entry = (id: string, name: string, text: string) =>
  `<contextEntry id="${id}"><variable id="${id}_v" name="${name}"/><literalExpression id="${id}_l"><text>${text}</text></literalExpression></contextEntry>`;
export const literal = (id: string, text: string) =>
  `<literalExpression id="${id}"><text>${text}</text></literalExpression>`;
const boxedAs = (name: string, logic: string): DecisionCase => one(name, { logic }, [{ n: 1 }, {}]);
export const knowledge = (id: string, parameters: string[], logic: string, knows: string[] = []) =>
  `<businessKnowledgeModel id="${id}" name="${id}"><variable id="${id}_variable" name="${id}"/><encapsulatedLogic id="${id}_logic">${parameters.map((name) => `<formalParameter id="${id}_${name}" name="${name}"/>`).join('')}${logic}</encapsulatedLogic>${knows.map((other) => `<knowledgeRequirement id="${id}_knows"><requiredKnowledge href="#${other}"/></knowledgeRequirement>`).join('')}</businessKnowledgeModel>`;

export const boxed: DecisionCase[] = [
  boxedAs('a boxed context', `<context id="ctx">${entry('e1', 'a', 'n')}${entry('e2', 'b', 'a + 1')}</context>`),
  boxedAs(
    'a boxed context with a result',
    `<context id="ctx">${entry('e1', 'a', 'n')}<contextEntry id="e2">${literal('l', 'a + 1')}</contextEntry></context>`,
  ),
  boxedAs('a boxed list', `<list id="list">${literal('l1', 'n')}${literal('l2', '2')}</list>`),
  boxedAs(
    'a relation',
    `<relation id="rel"><column id="c1" name="a"/><column id="c2" name="b"/><row id="r1">${literal('l1', 'n')}${literal('l2', '2')}</row></relation>`,
  ),
  boxedAs(
    'a function definition',
    `<functionDefinition id="fn"><formalParameter id="p" name="x"/>${literal('l1', 'x + 1')}</functionDefinition>`,
  ),
  boxedAs(
    'an invocation of nothing',
    `<invocation id="inv">${literal('l1', 'nowhere')}<binding id="b"><parameter id="p" name="x"/>${literal('l2', 'n')}</binding></invocation>`,
  ),
  {
    name: 'a business knowledge model',
    xml: dmn(
      'file',
      [
        { id: 'asked', knows: ['twice'], literal: 'twice(n)' },
        { id: 'other', literal: 'twice(n)' },
      ],
      knowledge('twice', ['x'], literal('twice_l', 'x * 2')),
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
          logic: `<invocation id="inv">${literal('l1', 'twice')}<binding id="b"><parameter id="p" name="x"/>${literal('l2', 'n')}</binding></invocation>`,
        },
      ],
      knowledge('twice', ['x'], literal('twice_l', 'x * 2')),
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
      knowledge('size', ['x'], table('size', { ...FEW_OR_MANY, inputs: ['x'] })),
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
      knowledge('twice', ['x'], literal('twice_l', 'x * 2')) +
        knowledge('four', ['x'], literal('four_l', 'twice(twice(x))'), ['twice']),
    ),
    asked: [['asked', { n: 2 }]],
  },
];
