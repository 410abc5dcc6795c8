import { decisionTable, diagram, end, node, start } from '../support/diagram.ts';
import type { Stage } from '../support/stage.ts';
import { file, type Scenario } from './scenario.ts';

const date = (iso: string) => `date("${iso}")`;
const moment = (iso: string) => `date and time("${iso}")`;

/** A column of a decision table: what is asked, the inputs it is asked about, and one rule per cell. */
interface Column {
  kind: string;
  expression?: string;
  inputs: unknown[];
  cells: string[];
}

const COLUMNS: Column[] = [
  {
    kind: 'boolean',
    inputs: [true, false, null, 'true', 1],
    cells: [
      'true',
      'false',
      'not(true)',
      'not(false)',
      'not (true)',
      '(true)',
      'true, false',
      'not(true, false)',
      'null',
      'not(null)',
      'not(true, null)',
      '-',
      'yes',
      'not(yes)',
      'not(not(yes))',
      'yes = true',
      'not(yes = true)',
      '? = true',
      'not(? = true)',
      '?',
      'not(?)',
      '1 < 2',
      '2 < 1',
      'three < 2',
      'true and yes',
      'true or null',
      'true and null',
      'false and missing',
      'if yes then true else false',
      'missing',
      'not(missing)',
    ],
  },
  {
    kind: 'number',
    inputs: [3, 0, -1, 2.5, 101, null, '3', true],
    cells: [
      '3',
      '-1',
      'three',
      '3.0',
      'not(3)',
      'not(three)',
      '> 2',
      '>= three',
      '< 0, > 100',
      'not(> 3)',
      'not(< 0, > 100)',
      '[1..3]',
      '(1..3)',
      '[1..3)',
      ']1..3[',
      '[three..three]',
      'not([1..3])',
      'not([1..3], 0)',
      '[1..3], 0',
      '1, 2, 3',
      'not(1, 2, 3)',
      '[1, 2, 3]',
      'not([1, 2, 3])',
      'few',
      'not(few)',
      'few[1]',
      '>= 1, null',
      'null, 3',
      'not(null)',
      '> missing',
      '[1..missing]',
      'not([1..missing])',
      '> "a"',
      '"3"',
      'three - 1, three',
      '? > 2',
      'not(? > 2)',
      '? = 3 or ? = 0',
      'modulo(?, 2) = 0',
      'abs(?)',
    ],
  },
  {
    kind: 'text',
    inputs: ['a', 'b', 'c', '', '登簿', null, 5],
    cells: [
      '"a"',
      '"a", "b"',
      'not("a")',
      'not("a", "b")',
      'not("a", null)',
      '["a".."b"]',
      '("a".."c")',
      'not(["a".."b"])',
      '> "a"',
      '>= "b", "登簿"',
      'letter',
      'not(letter)',
      '["a", "b"]',
      'not(["a", "b"])',
      '""',
      'not("")',
      'null, "a"',
      'upper case("a")',
      'lower case("A")',
      '"登" + "簿"',
      'starts with(?, "a")',
      'not(starts with(?, "a"))',
      'contains(?, "登")',
      'string length(?) > 0',
      '? in ["a", "b"]',
      '? != null',
      'missing',
    ],
  },
  {
    kind: 'date',
    expression: 'date(x)',
    inputs: ['2026-11-23', '2026-11-22', '2019-01-01', 'no date', null],
    cells: [
      date('2026-11-23'),
      '@"2026-11-23"',
      `not(${date('2026-11-23')})`,
      `>= ${date('2026-11-23')}`,
      `< ${date('2026-11-23')}`,
      `[${date('2019-01-01')}..${date('2026-11-22')}]`,
      `(${date('2019-01-01')}..${date('2026-11-23')})`,
      `not([${date('2019-01-01')}..${date('2026-11-22')}])`,
      '< @"2020-01-01", > @"2026-11-22"',
      '"2026-11-23"',
      '> "2026-01-01"',
      moment('2026-11-23T00:00:00'),
      `> ${moment('2020-01-01T00:00:00')}`,
      `${date('2026-10-23')} + duration("P1M")`,
      '>= date("never")',
      '?.year = 2026',
      'day of week(?) = "Monday"',
      'not(null)',
    ],
  },
  {
    kind: 'moment',
    expression: 'date and time(x)',
    inputs: ['2026-11-23T09:00:00+08:00', '2026-11-23T01:00:00Z', '2026-11-23T09:00:00', null],
    cells: [
      moment('2026-11-23T09:00:00+08:00'),
      moment('2026-11-23T01:00:00Z'),
      `not(${moment('2026-11-23T01:00:00Z')})`,
      `> ${moment('2026-11-23T00:00:00Z')}`,
      `>= ${moment('2026-11-23T09:00:00+08:00')}`,
      `> ${moment('2026-11-23T00:00:00')}`,
      `[${moment('2026-11-23T00:00:00Z')}..${moment('2026-11-24T00:00:00Z')}]`,
      `> ${date('2026-11-22')}`,
    ],
  },
  {
    kind: 'duration',
    expression: 'duration(x)',
    inputs: ['P1D', 'PT24H', 'PT1H', 'P1Y', 'P12M', null],
    cells: [
      'duration("P1D")',
      '@"P1D"',
      'not(duration("P1D"))',
      '> duration("PT2H")',
      '[duration("PT1H")..duration("P2D")]',
      'duration("P1Y")',
      '>= duration("P11M")',
    ],
  },
  {
    kind: 'time',
    expression: 'time(x)',
    inputs: ['09:00:00', '17:30:00', '09:00:00+08:00', null],
    cells: ['time("09:00:00")', 'not(time("09:00:00"))', '< time("12:00:00")', '[time("08:30:00")..time("17:30:00")]'],
  },
  {
    kind: 'list',
    inputs: [[1, 2], [], [[1, 2]], ['a'], 1, null],
    cells: [
      '[1, 2]',
      '[[1, 2]]',
      '[]',
      'not([])',
      'few',
      'not(few)',
      '1',
      'not(1)',
      '> 1',
      'list contains(?, 1)',
      'count(?) = 0',
      'some one in ? satisfies one = 1',
      'not(null)',
    ],
  },
  {
    kind: 'context',
    inputs: [{ a: 1 }, {}, { a: { b: 2 } }, 1, null],
    cells: ['{a: 1}', 'thing', 'not(thing)', '?.a = 1', '?.a > 0', '?.a.b = 2', 'not(null)'],
  },
];

/** What cells may name beside the input. */
const KNOWN = { yes: true, three: 3, few: [1, 2], letter: 'b', thing: { a: 1 } };

/** COLLECT answers the cells that hold. */
const table = ({ kind, expression = 'x', cells }: Column) =>
  file(
    `${kind}.dmn`,
    decisionTable(
      `cells_${kind}`,
      [{ label: 'x', expression }],
      cells.map((cell) => [cell, `"${cell.replaceAll('"', "'")}"`]),
      'COLLECT',
    ),
  );

/** One rule that holds above 1. `output` = children of its output element, `attributes` = of the table. */
function above1(id: string, hitPolicy: string, { attributes = '', output = '' } = {}) {
  const xml = decisionTable(id, [{ label: 'n', expression: 'n' }], [['> 1', 'n']], hitPolicy);
  const withAttributes = xml.replace('<decisionTable ', `<decisionTable ${attributes} `);
  return file(`${id}.dmn`, withAttributes.replace(/(<output [^>]*)\/>/, `$1>${output}</output>`));
}
const otherwise = (text: string) => `<defaultOutputEntry id="otherwise"><text>${text}</text></defaultOutputEntry>`;

async function evaluateAll(stage: Stage, decisionIds: string[], variables: Record<string, unknown>[]): Promise<void> {
  for (const id of decisionIds) for (const one of variables) await stage.evaluate(id, one);
}

export const decisions: Scenario[] = [
  ...COLUMNS.map(
    (column): Scenario => ({
      name: `cells over ${column.kind}`,
      async play(stage) {
        await stage.deploy(table(column));
        await evaluateAll(
          stage,
          [`cells_${column.kind}`],
          column.inputs.map((x) => ({ ...KNOWN, x })),
        );
        await stage.evaluate(`cells_${column.kind}`, KNOWN);
      },
    }),
  ),
  {
    name: 'cells that cannot be read',
    async play(stage) {
      for (const [at, cell] of ['= 3', '!= "a"', 'not(-)', 'between 1 and 3', '"a", -', '> ', '[1..]'].entries()) {
        await stage.deploy(
          file(`unread${at}.dmn`, decisionTable(`unread${at}`, [{ label: 'n', expression: 'n' }], [[cell, '1']])),
        );
      }
    },
  },
  {
    name: 'no rule matches: null under every hit policy, or what the outputs are by default',
    async play(stage) {
      const policies = ['UNIQUE', 'FIRST', 'ANY', 'RULE ORDER', 'COLLECT'];
      const aggregators = ['SUM', 'MIN', 'MAX', 'COUNT'];
      const idOf = (name: string) => `none_${name.toLowerCase().replace(' ', '_')}`;
      await stage.deploy(
        ...policies.map((policy) => above1(idOf(policy), policy)),
        ...aggregators.map((name) => above1(idOf(name), 'COLLECT', { attributes: `aggregation="${name}"` })),
        above1('none_by_default', 'COLLECT', { output: otherwise('n + 10') }),
      );
      const ids = [...policies, ...aggregators].map(idOf);
      await evaluateAll(stage, [...ids, 'none_by_default'], [{ n: 0 }, { n: 2 }, {}]);
    },
  },
  {
    name: 'a gateway asks whether a table found anything',
    async play(stage) {
      const asks = (processId: string, condition: string) =>
        file(
          `${processId}.bpmn`,
          diagram(
            processId,
            [
              start(),
              node('businessRuleTask', 'Check', {
                ext: '<zeebe:calledDecision decisionId="none_collect" resultVariable="found"/>',
              }),
              node('exclusiveGateway', 'Any'),
              end('Yes'),
              end('No'),
            ],
            ['Start > Check', 'Check > Any', `Any > Yes : ${condition}`, 'Any > No : default'],
          ),
        );
      await stage.deploy(
        above1('none_collect', 'COLLECT'),
        asks('present', '=found != null'),
        asks('counted', '=count(found) > 0'),
      );
      for (const n of [0, 2]) {
        await stage.start('present', { n });
        await stage.start('counted', { n });
      }
    },
  },
];
