import { describe, expect, test } from 'vitest';
import { catalogue } from '../../registry/index.ts';
import { tables } from './support/decide.ts';

interface Sale {
  contractDate: string;
  price: number;
  area: number;
  homes: number;
  years: number;
  only?: boolean;
  original?: number;
}

/** The four tables in the order of sub-tax.bpmn, with its input mappings. Yuan in, fen out. */
function taxes(sale: Sale) {
  const priceFen = sale.price * 100;
  const { contractDate } = sale;
  const use = 'residential';
  const vat = tables.vat({ contractDate, use, holdingYears: sale.years, priceFen });
  const vatFen = (vat?.amountFen as number) ?? 0;
  const priceExVatFen = priceFen - vatFen;
  return {
    vat,
    surcharges: tables.surcharges({ contractDate, vatFen, areaClass: 'city' }),
    deed: tables.deed({
      contractDate,
      use,
      relation: 'sale',
      familyHousingCountAfter: sale.homes,
      area: sale.area,
      priceExVatFen,
    }),
    income: tables.income({
      use,
      fiveYearsOnlyHome: sale.only ?? false,
      originalValueFen: sale.original === undefined ? null : sale.original * 100,
      reasonableCostsFen: null,
      priceExVatFen,
    }),
  };
}

describe('the six cases of domain §6.4', () => {
  // VAT, urban, education, local education, deed tax, income tax: yuan as printed in the specification
  const cases: [string, Sale, string[]][] = [
    [
      '2026, 95 ㎡, 1st home, held 3 y',
      { contractDate: '2026-03-01', price: 2_000_000, area: 95, homes: 1, years: 3 },
      ['0', '0', '0', '0', '20000.00', '20000.00'],
    ],
    [
      '2026, 95 ㎡, 1st home, held 1 y',
      { contractDate: '2026-03-01', price: 2_000_000, area: 95, homes: 1, years: 1 },
      ['58252.43', '2038.84', '873.79', '582.52', '19417.48', '19417.48'],
    ],
    [
      '2019, 95 ㎡ (> 90), 1st home, held 1 y',
      { contractDate: '2019-09-02', price: 2_000_000, area: 95, homes: 1, years: 1 },
      ['95238.10', '3333.33', '1428.57', '952.38', '28571.43', '19047.62'],
    ],
    [
      '2026, 150 ㎡, 2nd home, 满五唯一',
      { contractDate: '2026-03-01', price: 3_600_000, area: 150, homes: 2, years: 6, only: true },
      ['0', '0', '0', '0', '72000.00', '0'],
    ],
    [
      '2026, 150 ㎡, 2nd home, held 1 y',
      { contractDate: '2026-03-01', price: 3_600_000, area: 150, homes: 2, years: 1 },
      ['104854.37', '3669.90', '1572.82', '1048.54', '69902.91', '34951.46'],
    ],
    [
      '2026, 80 ㎡, 3rd home, held 2 y',
      { contractDate: '2026-03-01', price: 1_500_000, area: 80, homes: 3, years: 2 },
      ['0', '0', '0', '0', '45000.00', '15000.00'],
    ],
  ];
  test.each(cases)('%s', (_name, sale, yuan) => {
    const { vat, surcharges, deed, income } = taxes(sale);
    const fen = yuan.map((amount) => Math.round(Number(amount) * 100));
    expect([
      vat?.amountFen,
      surcharges?.urbanFen,
      surcharges?.educationFen,
      surcharges?.localEducationFen,
      deed?.amountFen,
      income?.amountFen,
    ]).toEqual(fen);
  });
});

describe('boundaries', () => {
  const deedRate = (contractDate: string, area: number, homes: number) =>
    taxes({ contractDate, price: 1_000_000, area, homes, years: 3 }).deed?.rate;

  test('scenario 15 of §5.13: 140 ㎡ is the lower class, and the contract date decides', () => {
    expect(deedRate('2026-03-01', 140, 2)).toBe(0.01);
    expect(deedRate('2026-03-01', 140.01, 2)).toBe(0.02);
    expect(deedRate('2024-11-30', 100, 2)).toBe(0.02);
    expect(deedRate('2024-12-01', 100, 2)).toBe(0.01);
  });
  test('90 ㎡ before December 2024, four classes', () => {
    expect(deedRate('2019-09-02', 90, 1)).toBe(0.01);
    expect(deedRate('2019-09-02', 90.01, 1)).toBe(0.015);
    expect(deedRate('2019-09-02', 90, 2)).toBe(0.01);
    expect(deedRate('2019-09-02', 90.01, 2)).toBe(0.02);
    expect(deedRate('2019-09-02', 60, 3)).toBe(0.03);
  });
  test('VAT: two full years are exempt, 2025-12-31 is the last day of 5 %', () => {
    const vat = (contractDate: string, years: number) =>
      taxes({ contractDate, price: 1_000_000, area: 90, homes: 1, years }).vat;
    expect(vat('2025-12-31', 1)?.rate).toBe(0.05);
    expect(vat('2026-01-01', 1)?.rate).toBe(0.03);
    expect(vat('2026-01-01', 2)?.amountFen).toBe(0);
  });
  test('nothing that the tables do not know is guessed: null sends the case to an officer', () => {
    expect(tables.vat({ contractDate: '2026-03-01', use: 'commercial', holdingYears: 3, priceFen: 1 })).toBeNull();
    expect(tables.vat({ contractDate: '2016-04-30', use: 'residential', holdingYears: 3, priceFen: 1 })).toBeNull();
    expect(deedRate('2016-02-21', 80, 1)).toBeUndefined();
  });
  test('income tax: 20 % of the gain with proof of the price paid, never below zero', () => {
    const sale = { contractDate: '2026-03-01', price: 2_000_000, area: 95, homes: 1, years: 3 };
    expect(taxes({ ...sale, original: 1_500_000 }).income).toMatchObject({ rate: 0.2, amountFen: 10_000_000 });
    expect(taxes({ ...sale, original: 2_500_000 }).income).toMatchObject({ amountFen: 0 });
  });
  test('surcharges: full rates when the relief has ended, five and one per cent outside the city', () => {
    const at = (contractDate: string, areaClass: string) =>
      tables.surcharges({ contractDate, vatFen: 10_000, areaClass })?.urbanFen;
    expect([at('2027-12-31', 'city'), at('2028-01-01', 'city')]).toEqual([350, 700]);
    expect([at('2026-03-01', 'county'), at('2026-03-01', 'other')]).toEqual([250, 50]);
  });
  test('an amount that ends in half a fen is rounded up', () => {
    // 2.5 % would be 250 bp; 1 % of 1.50 yuan is 1.5 fen
    expect(
      tables.deed({
        contractDate: '2026-03-01',
        use: 'residential',
        relation: 'sale',
        familyHousingCountAfter: 1,
        area: 90,
        priceExVatFen: 150,
      })?.amountFen,
    ).toBe(2);
  });
});

describe('transfers that are no sale', () => {
  const all = (taxRelation: string, priceFen = 100_000_000) => {
    const common = { contractDate: '2026-03-01', use: 'residential', taxRelation, priceFen, priceExVatFen: priceFen };
    return [
      tables.vat({ ...common, holdingYears: 1 }),
      tables.deed({ ...common, relation: 'sale', familyHousingCountAfter: 1, area: 90 }),
      tables.income({ ...common, fiveYearsOnlyHome: false, originalValueFen: null, reasonableCostsFen: null }),
    ].map((line) => line?.amountFen);
  };
  test.each(['inheritance_statutory', 'spouse_change', 'divorce'])('%s is exempt', (relation) => {
    expect(all(relation)).toEqual([0, 0, 0]);
    expect(all(relation, 0)).toEqual([0, 0, 0]);
  });
  test('a gift and a bequest pay 3 % deed tax; VAT and income tax are an officer’s question', () => {
    expect(all('gift')).toEqual([undefined, 3_000_000, undefined]);
    expect(all('bequest')).toEqual([undefined, 3_000_000, undefined]);
    expect(all('gift', 0)[1]).toBeUndefined();
  });
  test('a new home: only the buyer’s deed tax; a court’s transfer is taxed as a sale', () => {
    expect(all('new_home')).toEqual([0, 1_000_000, 0]);
    expect(all('judicial')).toEqual(all('sale'));
  });
  test('a change of shares is assessed by an officer', () => {
    expect(all('share_change')).toEqual([undefined, undefined, undefined]);
  });
});

describe('registration fee, §6.5', () => {
  const fee = (itemCode: string, use = 'residential', acceptedOn = '2026-03-01', certificateCount = 1) =>
    tables.fee({ itemCode, use, acceptedOn, certificateCount })?.amountFen;
  const joined = (itemCode: string, more: Record<string, unknown>) =>
    tables.fee({ itemCode, use: 'residential', acceptedOn: '2026-03-01', certificateCount: 1, ...more })?.amountFen;

  test.each([
    ['second-hand home', fee('BDC-10'), 8_000],
    ['shop', fee('BDC-10', 'commercial'), 55_000],
    ['parking space', fee('BDC-32', 'parking'), 8_000],
    ['parking space before July 2019', fee('BDC-32', 'parking', '2019-06-30'), 55_000],
    ['change of name', fee('BDC-07'), 0],
    ['change of name before July 2019', fee('BDC-07', 'residential', '2019-06-30'), 8_000],
    ['mortgage of a home', fee('BDC-17', 'residential', '2026-03-01', 2), 8_000],
    ['mortgage of a shop', fee('BDC-17', 'office'), 55_000],
    ['cancellation', fee('BDC-21'), 0],
    ['objection', fee('BDC-30'), 4_000],
    ['objection cancelled', joined('BDC-30', { operation: 'cancel' }), 0],
    ['change of address', joined('BDC-07', { operation: 'address' }), 0],
    ['two certificates for co-owners', fee('BDC-10', 'residential', '2026-03-01', 2), 9_000],
    ['an item without a rule', fee('BDC-99'), undefined],
    ['common parts: no certificate, no fee', fee('BDC-06'), 0],
    ['60 homes and 2 shops, each one 件', joined('BDC-05', { pieces80: 60, pieces550: 2 }), 60 * 8_000 + 2 * 55_000],
    ['shops only', joined('BDC-05', { pieces80: 0, pieces550: 2 }), 110_000],
    ['commercial land granted', fee('BDC-01', 'commercial'), 55_000],
    ['gift of a shop', fee('BDC-12', 'office'), 55_000],
    ['parking space bought with the home', joined('BDC-32', { use: 'parking', withHome: true }), 0],
    ['small enterprise', joined('BDC-17', { use: 'office', smallEnterprise: true }), 0],
    ['home with a new mortgage: two pieces', joined('BDC-10', { combined: ['BDC-17'], certificateCount: 2 }), 16_000],
    ['the same with a certificate more', joined('BDC-10', { combined: ['BDC-17'], certificateCount: 3 }), 17_000],
    ['home, old mortgage cancelled', joined('BDC-10', { combined: ['BDC-21'] }), 8_000],
    ['inherited and sold: two pieces, one certificate', joined('BDC-10', { combined: ['BDC-11'] }), 16_000],
    ['the same with a new mortgage', joined('BDC-10', { combined: ['BDC-11', 'BDC-17'], certificateCount: 2 }), 24_000],
    ['a shop inherited and sold', joined('BDC-10', { use: 'office', combined: ['BDC-11'] }), 110_000],
    ['a parking space inherited and sold', joined('BDC-10', { use: 'parking', combined: ['BDC-11'] }), 16_000],
    ['带押过户 with a new mortgage', joined('BDC-35', { operation: 'segment', certificateCount: 2 }), 16_000],
    ['带押过户 with the old mortgage changed', joined('BDC-35', { operation: 'change', certificateCount: 2 }), 8_000],
    ['mortgage transferred', fee('BDC-20'), 8_000],
    ['site mortgage converted', joined('BDC-23', { operation: 'convert' }), 0],
    ['easement', joined('BDC-28', { operation: 'establish' }), 8_000],
    ['easement cancelled', joined('BDC-28', { operation: 'cancel' }), 0],
    ['residence right', fee('BDC-33'), 8_000],
    ['residence right changed', joined('BDC-34', { operation: 'change' }), 0],
    ['two certificates exchanged', fee('BDC-31', 'residential', '2026-03-01', 2), 2_000],
  ])('%s', (_name, actual, expected) => {
    expect(actual).toBe(expected);
  });
});

const enabled = catalogue.filter((item) => item.enabled);

describe('list of materials, §2.3', () => {
  const list = (more: Record<string, unknown>) =>
    tables.materials({ channel: 'window', hasLoan: false, ruleProfile: 'current', unitMortgaged: false, ...more });
  const ids = (rows: Record<string, unknown>[]) => rows.map((row) => row.materialId);

  test('second-hand sale: nothing is asked for that can be shared', () => {
    const rows = list({ itemCode: 'BDC-10' });
    expect(ids(rows)).toEqual(['application', 'identity', 'authorisation', 'certificate', 'contract', 'marriage']);
    expect(rows.find((row) => row.materialId === 'marriage')).toMatchObject({ source: 'shared', required: false });
  });
  test('the 2019 rules ask for the mortgagee’s consent (物权法 §191), the Civil Code only when agreed', () => {
    const consent = (ruleProfile: string) =>
      list({ itemCode: 'BDC-10', ruleProfile, unitMortgaged: true }).find((row) => row.materialId === 'consent')
        ?.required;
    expect([consent('2019'), consent('current')]).toEqual([true, false]);
  });
  test('every 60-minute item has a list of its own and, once accepted, a fee', () => {
    for (const { code, operations } of enabled)
      for (const { code: operation } of operations) {
        const rows = list({ itemCode: code, operation });
        expect(rows.length, `${code} ${operation}`).toBeGreaterThan(3);
        const fee = tables.fee({
          itemCode: code,
          operation,
          use: code === 'BDC-32' ? 'parking' : 'commercial',
          acceptedOn: '2026-03-01',
          certificateCount: 1,
        });
        expect(fee?.amountFen, `${code} ${operation}`).toBeGreaterThanOrEqual(0);
      }
  });
  test('V11: a new home is registered with at most four papers, shared ones that cannot be had included', () => {
    for (const channel of ['window', 'online', 'bank']) {
      const papers = list({ itemCode: 'BDC-09', channel, hasLoan: true }).filter((row) => row.source !== 'generated');
      expect(papers.length).toBeLessThanOrEqual(4);
      expect(papers.filter((row) => row.source !== 'shared').length).toBeLessThanOrEqual(2);
    }
  });
  test('a loan entered together asks for one sheet more, a cancelled mortgage for the proof of payoff', () => {
    const extra = (combined: string[]) =>
      ids(list({ itemCode: 'BDC-10', combined })).filter((id) => !ids(list({ itemCode: 'BDC-10' })).includes(id));
    expect(extra(['BDC-17'])).toEqual(['contract_info']);
    expect(extra(['BDC-21', 'BDC-18'])).toEqual(['contract_info', 'claim_ended']);
  });
  test('an inheritance that is sold at once asks for what the inheritance alone asks for', () => {
    for (const publicity of [null, 'inheritance']) {
      const sale = ids(list({ itemCode: 'BDC-10', publicity }));
      const both = ids(list({ itemCode: 'BDC-10', combined: ['BDC-11'], publicity }));
      const alone = ids(list({ itemCode: 'BDC-11', publicity }));
      expect([...both].sort()).toEqual([...new Set([...sale, ...alone])].sort());
    }
  });
  test('an objection asks for the proof of the error, its cancellation for what ends it; a new address for its own proof', () => {
    const base = ids(list({ itemCode: 'BDC-99' }));
    const extra = (itemCode: string, operation: string | null) =>
      ids(list({ itemCode, operation })).filter((id) => !base.includes(id));
    expect(extra('BDC-30', null)).toEqual(['error_proof']);
    expect(extra('BDC-30', 'establish')).toEqual(['error_proof']);
    expect(extra('BDC-30', 'cancel')).toEqual(['proof', 'end_proof']);
    expect(extra('BDC-07', 'rename')).toEqual(['certificate', 'change_proof']);
    expect(extra('BDC-07', 'address')).toEqual(['certificate', 'address_proof']);
  });
  test('no item asks for a valuation (INV-35)', () => {
    for (const { code } of enabled)
      expect(list({ itemCode: code }).some((row) => String(row.name).includes('评估'))).toBe(false);
  });
  test('no material twice, whatever the situation', () => {
    for (const itemCode of enabled.map((item) => item.code))
      for (const channel of ['window', 'bank'])
        for (const hasLoan of [channel === 'bank'])
          for (const ruleProfile of ['current', '2019'])
            for (const unitMortgaged of [true, false]) {
              const rows = ids(list({ itemCode, channel, hasLoan, ruleProfile, unitMortgaged }));
              expect(new Set(rows).size).toBe(rows.length);
            }
  });
});
