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
