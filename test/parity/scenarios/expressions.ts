import { decisionTable, diagram, end, input, mapping, node, output, service, start } from '../support/diagram.ts';
import { file, type Scenario } from './scenario.ts';

const mapped = (...lines: string[]) =>
  file(
    'mapped.bpmn',
    diagram(
      'mapped',
      [start(), service('Work', 'work', { ext: mapping(...lines) }), end()],
      ['Start > Work', 'Work > End'],
    ),
  );

const fee = file(
  'fee.dmn',
  decisionTable(
    'registration_fee',
    [
      { label: 'item', expression: 'itemCode' },
      { label: 'area', expression: 'area' },
    ],
    [
      ['"BDC-10"', '<= 90', '80'],
      ['"BDC-10"', '> 90', '550'],
      ['"BDC-07"', '-', '0'],
    ],
  ),
);
const decide = (decisionId: string) =>
  node('businessRuleTask', 'CalcFee', {
    ext: `<zeebe:calledDecision decisionId="${decisionId}" resultVariable="fee"/>`,
  });
const feeProcess = (decisionId = 'registration_fee') =>
  file('fee.bpmn', diagram('fee', [start(), decide(decisionId), end()], ['Start > CalcFee', 'CalcFee > End']));

export const expressions: Scenario[] = [
  {
    name: 'input and output mappings with nested targets',
    async play(stage) {
      await stage.deploy(
        mapped(
          input('request.caseNo', '=caseNo'),
          input('request.party', '=party'),
          input('request.party.share', '=1/2'),
          output('answer.code', '=code'),
          output('answer.text', '="code " + string(code)'),
        ),
      );
      await stage.start('mapped', { caseNo: 'c1', party: { no: 1, share: 0 }, answer: { old: true } });
      const [job] = await stage.activate('work');
      await stage.complete(job, { code: 7, unused: 1 });
    },
  },
  {
    name: 'an input mapping that fails, and one that finds nothing',
    async play(stage) {
      await stage.deploy(
        mapped(
          input('nothing', '=missing'),
          input('days', '=duration(wait)'),
          input('sum', '=assert(amount, amount != null)'),
        ),
      );
      const instance = await stage.start('mapped', { wait: 'P1D' });
      await stage.setVariables(instance, { amount: 1 });
      await stage.resolveIncident();
      const [job] = await stage.activate('work');
      await stage.complete(job);
    },
  },
  {
    name: 'an output mapping that fails',
    async play(stage) {
      await stage.deploy(mapped(output('sum', '=assert(amount, amount > 0)')));
      await stage.start('mapped');
      const [job] = await stage.activate('work');
      await stage.complete(job, { amount: -1 });
      await stage.setVariables(stage.instanceOf('Work'), { amount: 2 });
      await stage.resolveIncident();
    },
  },
  {
    name: 'FEEL of many kinds',
    async play(stage) {
      const cases: Record<string, string> = {
        arithmetic: '=(area - 90) * 1.5 ** 2',
        division: '=10 / 3',
        byZero: '=1 / 0',
        rounding: '=decimal(2.345, 2)',
        texts: '=upper case("a") + substring("登记簿", 2) + string(12.5)',
        contains: '=contains("登簿", "簿") and starts with("BDC-10", "BDC")',
        lists: '=sort(distinct values([3, 1, 3]), function(x, y) x < y)',
        filter: '=[{n: 1}, {n: 5}][n > 2]',
        index: '=[10, 20, 30][-1]',
        some: '=some x in parts satisfies x > 2',
        every: '=every x in parts satisfies x > 2',
        loop: '=for x in parts return x * 2',
        range: '=for i in 1..3 return i',
        condition: '=if area > 100 then "large" else "small"',
        nothing: '=unknown.path.deeper',
        comparedToNull: '=unknown = null',
        nullPlus: '=unknown + 1',
        between: '=area between 100 and 200',
        within: '=5 in [1..5)',
        context: '={a: 1, b: a + 1}',
        put: '=context put({a: 1}, "b", 2)',
        entries: '=get entries({a: 1})',
        merge: '=context merge([{a: 1}, {b: 2}])',
        date: '=string(date("2026-01-31") + duration("P1M"))',
        dateTime: '=string(date and time("2026-01-31T08:00:00+08:00"))',
        difference: '=string(date("2026-03-01") - date("2026-02-01"))',
        years: '=string(years and months duration(date("2024-05-20"), date("2026-11-23")))',
        weekday: '=day of week(date("2026-11-23"))',
        number: '=number("1 000,5", " ", ",")',
        aggregate: '={s: sum(parts), m: mean(parts), c: count(parts), x: max(parts)}',
        flatten: '=flatten([[1, [2]], 3])',
        concatenate: '=concatenate([1], [2, 3])',
        listContains: '=list contains(parts, null)',
        instance: '=area instance of number',
        nested: '=party.address.city',
        notFunction: '=not(area > 100)',
        stringJoin: '=string join(["a", "b"], ",")',
        matches: '=matches("330203", "^3302[0-9]{2}$")',
        replace: '=replace("a-b", "-", "")',
        split: '=split("a;b", ";")',
        modulo: '=modulo(-5, 3)',
        floor: '=[floor(-1.5), ceiling(1.2), abs(-3)]',
        isDefined: '=is defined(unknown)',
        getOrElse: '=get or else(unknown, "none")',
      };
      await stage.deploy(mapped(...Object.entries(cases).map(([name, source]) => input(`v_${name}`, source))));
      await stage.start('mapped', { area: 120.5, parts: [1, 2, 3], party: { address: { city: '宁波' } } });
      await stage.activate('work');
    },
  },
  {
    name: 'operators over values of every type',
    async play(stage) {
      const sources = [
        'x > 2',
        '(x > 2) = true',
        'not(x > 2)',
        'x > 2 and yes',
        'yes and x > 2',
        'no and x > 2',
        'x > 2 or no',
        'x > 2 or yes',
        'x > 2 and x < 5',
        'not(x > 2 and yes)',
        'x = 3',
        'x != 3',
        'x = null',
        'x = [1, 2]',
        'x = {a: 1}',
        'x and yes',
        'x or no',
        'not(x)',
        'if x then 1 else 2',
        'if x > 2 then 1 else 2',
        'x between 1 and 3',
        'x in [1..3]',
        'x in (1..3)',
        'x in (1, 3)',
        'x in (> 2, < 0)',
        'x in [1, 2, 3]',
        'x in null',
        'x in (null, 3)',
        'not(x in [1..3])',
        '3 in [1..x]',
        '[x > 2, x < 5]',
        '{a: x > 2}',
        '[3, "3", null, x][item > 2]',
        '[{n: 3}, {n: "3"}, {m: 1}, {n: x}][n >= 1 and n < 9]',
        'some i in [1, x, 5] satisfies i > 4',
        'every i in [1, x] satisfies i >= 0',
        'for i in [1, x] return i > 2',
        'count(x) > 0',
        'list contains([1, 3], x)',
        'list contains(x, 1)',
        'all([x > 2, yes])',
        'any([x > 2, no])',
        'x.a > 0 and yes',
        'x >= "3" and yes',
        'yes > no',
        '- 1',
      ];
      await stage.deploy(mapped(...sources.map((source, at) => input(`v${at}`, `=${source}`))));
      for (const x of [3, 0, '3', 'a', true, null, [1, 2], { a: 1 }]) {
        await stage.start('mapped', { x, yes: true, no: false });
        await stage.activate('work');
      }
    },
  },
  {
    name: 'times and durations of different kinds',
    async play(stage) {
      const sources = [
        'date("2026-01-01") > date("2025-01-01")',
        'date("2026-01-01") > "2025"',
        'date("2026-01-01") = date and time("2026-01-01T00:00:00")',
        'duration("P1Y") > duration("P1D")',
        'duration("P1Y") = duration("P12M")',
        'duration("P1D") = duration("PT24H")',
        'date and time("2026-11-23T09:00:00+08:00") = date and time("2026-11-23T01:00:00Z")',
        'date and time("2026-11-23T09:00:00+08:00") > date and time("2026-11-23T00:59:00Z")',
        'date and time("2026-11-23T09:00:00") < date and time("2026-11-23T10:00:00Z")',
        'time("09:00:00") < time("10:00:00")',
        'time("09:00:00") < time("10:00:00Z")',
        'time("09:00:00+08:00") = time("01:00:00Z")',
      ];
      await stage.deploy(mapped(...sources.map((source, at) => input(`v${at}`, `=${source}`))));
      await stage.start('mapped');
      await stage.activate('work');
    },
  },
  {
    name: 'a decision table decides',
    async play(stage) {
      await stage.deploy(fee, feeProcess());
      await stage.start('fee', { itemCode: 'BDC-10', area: 89 });
      await stage.start('fee', { itemCode: 'BDC-10', area: 120 });
      await stage.start('fee', { itemCode: 'BDC-99', area: 120 });
      await stage.evaluate('registration_fee', { itemCode: 'BDC-07', area: 1 });
      await stage.evaluate('registration_fee', {});
      await stage.evaluate('no_such_decision', {});
    },
  },
  {
    name: 'hit policies first, collect and unique with two hits',
    async play(stage) {
      const rows = [
        ['> 1', '"a"'],
        ['> 2', '"b"'],
        ['-', '"c"'],
      ];
      const inputs = [{ label: 'n', expression: 'n' }];
      await stage.deploy(
        file('first.dmn', decisionTable('first', inputs, rows, 'FIRST')),
        file('collect.dmn', decisionTable('collect', inputs, rows, 'COLLECT')),
        file('unique.dmn', decisionTable('unique', inputs, rows, 'UNIQUE')),
        file('any.dmn', decisionTable('any', inputs, rows, 'ANY')),
        file('ruleorder.dmn', decisionTable('ruleorder', inputs, rows, 'RULE ORDER')),
      );
      for (const id of ['first', 'collect', 'unique', 'any', 'ruleorder']) {
        await stage.evaluate(id, { n: 3 });
        await stage.evaluate(id, { n: 0 });
      }
    },
  },
  {
    name: 'a decision that is not there, and one that fails',
    async play(stage) {
      const broken = file(
        'broken.dmn',
        decisionTable('broken', [{ label: 'n', expression: 'assert(n, n > 0)' }], [['-', '"ok"']]),
      );
      await stage.deploy(feeProcess('missing_decision'));
      await stage.start('fee');
      await stage.deploy(broken, feeProcess('broken'));
      const instance = await stage.start('fee', { n: -1 });
      await stage.setVariables(instance, { n: 1 });
      await stage.resolveIncident();
    },
  },
];
