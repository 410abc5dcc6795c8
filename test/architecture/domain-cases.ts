/**
 * Where each vector and scenario of the domain specification is a test: the file, and words of the test's title or the vector
 * itself as the specification prints it. `law-named.test.ts` fails when one is gone.
 */

interface Scenario {
  /** Number in domain §5.13. */
  no: number;
  file: string;
  title: string;
}

const acceptance = (name: string) => `test/acceptance/${name}.ts`;

export const scenarios: Scenario[] = [
  { no: 1, file: 'test/races/two-courts.test.ts', title: '§5.13-1 ' },
  { no: 1, file: acceptance('court'), title: '§5.13-1 ' },
  { no: 2, file: acceptance('court'), title: '§5.13-1 and 2: .*lift promotes' },
  { no: 3, file: acceptance('court-traps'), title: '§5.13-3 ' },
  { no: 4, file: acceptance('register-traps'), title: '§5.13-4 ' },
  { no: 5, file: acceptance('court-traps'), title: '§5.13-5 ' },
  { no: 6, file: acceptance('court-traps'), title: '§5.13-6 ' },
  { no: 7, file: acceptance('register-traps'), title: '§5.13-7 ' },
  { no: 8, file: acceptance('dated-traps'), title: '§5.13-8 ' },
  { no: 9, file: acceptance('dated-traps'), title: '§5.13-9 ' },
  { no: 10, file: acceptance('register-traps'), title: '§5.13-10 ' },
  { no: 11, file: acceptance('registration'), title: '§5.13-11 ' },
  { no: 12, file: acceptance('registration-ways'), title: '§5.13-12' },
  { no: 13, file: acceptance('yilutong'), title: '§5.13-13 ' },
  { no: 14, file: acceptance('tax-traps'), title: '§5.13-14 ' },
  { no: 15, file: acceptance('tax-traps'), title: '§5.13-15 ' },
  { no: 15, file: 'test/processes/decisions.test.ts', title: 'scenario 15 of §5.13' },
  { no: 16, file: acceptance('register-traps'), title: '§5.13-16 ' },
  { no: 17, file: 'test/registry/publicity.test.ts', title: '§5.13-17 ' },
  { no: 18, file: acceptance('register-traps'), title: '§5.13-18 ' },
];

interface Vectors {
  section: string;
  file: string;
  examples: string[];
}

const validators = 'test/registry/validators.test.ts';

/** Every item of §2.3: BDC-01…35, CT-01…07, AR-01…04. */
const codes = (series: string, last: number, width: number) =>
  Array.from({ length: last }, (_, i) => `${series}-${String(i + 1).padStart(width, '0')}`);
const items = [...codes('BDC', 35, 2), ...codes('CT', 7, 2), ...codes('AR', 4, 2)].map((code) =>
  code.startsWith('BDC') ? `\n${code} | ` : `['${code}', `,
);

/** Tables of §6 with the number of their rows; §6.3 and §6.4 are sentences. */
const printedTables: Vectors[] = Object.entries({ '§6.1': 15, '§6.2': 5, '§6.5': 12 }).map(([section, rows]) => ({
  section,
  file: 'test/processes/printed-tables.test.ts',
  examples: Array.from({ length: rows }, (_, i) => `'${section}-${i + 1} `),
}));

export const vectors: Vectors[] = [
  {
    section: '§3.1',
    file: validators,
    examples: [
      '330203001002GB00012F00010023',
      '330212005001GB00345W00000000',
      '330206002003GX00007F00020001',
      '330203 001002 GB00012 F00010023',
      '330203001002GB00012F0001002',
      '330203001002GB00012W00000001',
      '330203001002KB00012F00010023',
      '330203001002GB00000F00010023',
      '330204001002GB00012F00010023',
      '330110001002GB00012F00010023',
    ],
  },
  {
    section: '§3.2',
    file: validators,
    examples: [
      '浙（2019）宁波市海曙不动产权第0000123号',
      '浙（2019）宁波市不动产证明第0004567号',
      '浙(2021)宁波市鄞州不动产权第0000001号',
      '浙（2019）宁波市海曙不动产权第123号',
      '浙（2013）宁波市不动产权第0000123号',
      '浙2019宁波市不动产权第0000123号',
      '甬（2019）宁波市不动产权第0000123号',
      '甬房权证海曙字第2012XXXXXXX号',
      '甬国用（2012）第XX号',
    ],
  },
  {
    section: '§3.3',
    file: validators,
    examples: [
      '11010519491231002X',
      '440524188001010014',
      '330299199003070013',
      '330299198512310025',
      '33029919780229003X',
      '330299200002290044',
      '33029919810412002X',
      '330299199003070012',
      '33029919900307001',
      '330299209001010013',
      '3302991990O3070013',
      '330299199911300056',
      '33029920100615006X',
      '330299196606060072',
      '330299197208150181',
      '330299199304210112',
      '330299198808081209',
    ],
  },
  {
    section: '§3.4',
    file: validators,
    examples: [
      '91330299MAXXXX0150',
      '91330299MAXXXX023T',
      '91330299MAXXXX0743',
      '12330299MAXXXX031T',
      '11330299MAXXXX04XM',
      '52330299MAXXXX058E',
      '92330299MAXXXX0665',
      '91330299MAXXXX0151',
      '91330299MAXXXS0150',
      '91330299MAXXXX015',
      '99330299MAXXXX0150',
      '913302990MAXXXX0150',
    ],
  },
  {
    section: '§3.5',
    file: validators,
    examples: [
      '（2019）浙0203执123号',
      '（2019）浙02执保45号之一',
      "it.each([\n    ['20261123330203000001'", // 业务号: 20 digits
      'mobile %s → %s',
      '70.01, shared: 19.48', // 套内 + 分摊 = 建筑面积 ± 0.01
      "toBe('SHARE_DECIMAL')", // 份额: n/d, not a float
    ],
  },
  { section: '§3.5, 抵押期间', file: 'test/registry/case-filing.test.ts', examples: ["termTo: '2020-01-01'"] },
  { section: '§3.5, 证件种类', file: 'test/exchange/codebooks.test.ts', examples: ['§3.5 证件种类 ZJZL'] },
  { section: '§2.3', file: 'test/registry/item-catalogue.test.ts', examples: items },
  ...printedTables,
  {
    section: '§6.4, the six cases',
    file: 'test/processes/decisions.test.ts',
    examples: [
      "['0', '0', '0', '0', '20000.00', '20000.00']",
      "['58252.43', '2038.84', '873.79', '582.52', '19417.48', '19417.48']",
      "['95238.10', '3333.33', '1428.57', '952.38', '28571.43', '19047.62']",
      "['0', '0', '0', '0', '72000.00', '0']",
      "['104854.37', '3669.90', '1572.82', '1048.54', '69902.91', '34951.46']",
      "['0', '0', '0', '0', '45000.00', '15000.00']",
    ],
  },
  {
    section: '§7, classes, pauses, days',
    file: 'test/registry/sla-classes.test.ts',
    examples: [
      ...["'OFF 01-01; 02-04", "'OFF 01-01; 01-28", "'OFF 01-01…03; 02-15"],
      ...["['IMM', 10,", "['60m', 60, 45]", "['1WD', ", "['5WD', ", "['15WD', "],
      ...['supplement', 'tax_payment', 'fee_payment', 'publicity', 'onsite', 'escalation', 'outage'].map(
        (c) => `'${c}'`,
      ),
      ...['§7 the statutory 30 working days', '§7 a seizure ends on the same date'],
    ],
  },
  {
    section: '§7, days: 异议 15 and 预告 90 by the calendar, 公示 15 by working days',
    file: 'test/registry/lapses.test.ts',
    examples: ['is ended on day 91', 'and not a day before'],
  },
  {
    section: '§7, days of the public notice',
    file: 'test/registry/publicity.test.ts',
    examples: ['notice of fifteen working days'],
  },
  {
    section: '§7, an uncovered year fails loudly',
    file: 'test/registry/sla.test.ts',
    examples: ['says from 1 December on', 'refuses an acceptance whose due date falls into a year without a calendar'],
  },
  {
    section: '§7, working minutes over 调休',
    file: 'test/registry/calendar.test.ts',
    examples: [
      "['2026-02-13', '16:40', 60, '2026-02-14T09:10:00+08:00']",
      "['2026-02-14', '16:30', 60, '2026-02-24T09:00:00+08:00']",
      '250',
      '248',
    ],
  },
];
