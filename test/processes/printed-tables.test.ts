import { describe, expect, test } from 'vitest';
import { tables } from './support/decide.ts';

// The tables of domain §6 row by row, as they are printed: the number of a row is in the name of its test.

type Variables = Record<string, unknown>;

describe('契税', () => {
  const home = { use: 'residential', relation: 'sale', priceExVatFen: 100_000_000 };
  const now = { ...home, contractDate: '2024-12-01' };
  const before = { ...home, contractDate: '2024-11-30' };
  const rows: [string, Variables, number | null][] = [
    ['§6.1-1 法定继承人继承', { ...now, relation: 'inheritance_statutory' }, 0],
    ['§6.1-2 婚姻存续期间夫妻间变更', { ...now, relation: 'spouse_change' }, 0],
    ['§6.1-3 离婚分割', { ...now, relation: 'divorce' }, 0],
    ['§6.1-4 房屋赠与', { ...now, relation: 'gift' }, 0.03],
    ['§6.1-4 遗赠非法定继承人', { ...now, taxRelation: 'bequest' }, 0.03],
    ['§6.1-5 非住宅', { ...now, use: 'commercial' }, 0.03],
    ['§6.1-6 first home, 140 ㎡', { ...now, familyHousingCountAfter: 1, area: 140 }, 0.01],
    ['§6.1-7 first home, more', { ...now, familyHousingCountAfter: 1, area: 140.01 }, 0.015],
    ['§6.1-8 second home, 140 ㎡', { ...now, familyHousingCountAfter: 2, area: 140 }, 0.01],
    ['§6.1-9 second home, more', { ...now, familyHousingCountAfter: 2, area: 140.01 }, 0.02],
    ['§6.1-10 2016-02-22 … 2024-11-30, first, 90 ㎡', { ...before, familyHousingCountAfter: 1, area: 90 }, 0.01],
    ['§6.1-11 the same, more', { ...before, familyHousingCountAfter: 1, area: 90.01 }, 0.015],
    ['§6.1-12 the same, second, 90 ㎡', { ...before, familyHousingCountAfter: 2, area: 90 }, 0.01],
    ['§6.1-13 the same, second, more', { ...before, familyHousingCountAfter: 2, area: 90.01 }, 0.02],
    ['§6.1-14 third home', { ...now, familyHousingCountAfter: 3, area: 60 }, 0.03],
    ['§6.1-14 fourth home, before', { ...before, familyHousingCountAfter: 4, area: 200 }, 0.03],
    [
      '§6.1-15 otherwise: no rate, an officer decides',
      { ...before, contractDate: '2016-02-21', familyHousingCountAfter: 1, area: 90 },
      null,
    ],
  ];
  test.each(rows)('%s', (name, variables, rate) => {
    const line = tables.deed({ familyHousingCountAfter: 1, area: 100, ...variables });
    expect(line?.rate ?? null).toBe(rate);
    if (rate === null) return;
    expect(line?.rule).toBe(`deed-${/-(\d+)/.exec(name)?.[1]}`);
    expect(line?.amountFen).toBe(Math.round(100_000_000 * rate));
  });
});

describe('增值税', () => {
  const rows: [string, Variables, number | null][] = [
    ['§6.2-1 from 2026-01-01, under two years', { contractDate: '2026-01-01', holdingYears: 1 }, 0.03],
    ['§6.2-2 from 2026-01-01, two years', { contractDate: '2026-01-01', holdingYears: 2 }, 0],
    ['§6.2-3 2016-05-01 … 2025-12-31, under two years', { contractDate: '2016-05-01', holdingYears: 1 }, 0.05],
    ['§6.2-3 to its last day', { contractDate: '2025-12-31', holdingYears: 1 }, 0.05],
    ['§6.2-4 the same, two years', { contractDate: '2025-12-31', holdingYears: 2 }, 0],
    ['§6.2-5 非住宅: a task for the tax office', { contractDate: '2026-01-01', holdingYears: 3, use: 'office' }, null],
  ];
  test.each(rows)('%s', (name, variables, rate) => {
    const line = tables.vat({ use: 'residential', priceFen: 210_000_000, ...variables });
    expect(line?.rate ?? null).toBe(rate);
    if (rate === null) return;
    expect(line?.rule).toBe(`vat-${/-(\d+)/.exec(name)?.[1]}`);
    // price ÷ (1 + rate) × rate, half up to the fen
    expect(line?.amountFen).toBe(Math.round((210_000_000 / (1 + rate)) * rate));
  });
});

describe('城建税及附加', () => {
  const rows: [string, string, [number, number, number]][] = [
    ['§6.3 市区 7 %, 3 %, 2 %, each by half', 'city', [350, 150, 100]],
    ['§6.3 县城、镇 5 %', 'county', [250, 150, 100]],
    ['§6.3 其他 1 %', 'other', [50, 150, 100]],
  ];
  test.each(rows)('%s', (_name, areaClass, [urban, education, local]) => {
    const line = (contractDate: string, vatFen = 10_000) => tables.surcharges({ contractDate, vatFen, areaClass });
    expect(line('2026-01-01')).toMatchObject({ urbanFen: urban, educationFen: education, localEducationFen: local });
    expect(line('2028-01-01')).toMatchObject({ urbanFen: urban * 2, educationFen: 300, localEducationFen: 200 });
    expect(line('2026-01-01', 0)).toMatchObject({ urbanFen: 0, educationFen: 0, localEducationFen: 0 });
  });
  test('§6.3 six per cent of the VAT in the city', () => {
    const line = tables.surcharges({ contractDate: '2026-01-01', vatFen: 100_000, areaClass: 'city' });
    const parts = [line?.urbanFen, line?.educationFen, line?.localEducationFen] as number[];
    expect(parts.reduce((sum, part) => sum + part, 0)).toBe(6_000);
  });
});

describe('个人所得税', () => {
  const sale = { use: 'residential', fiveYearsOnlyHome: false, originalValueFen: null, reasonableCostsFen: null };
  const rows: [string, Variables, number, number][] = [
    [
      '§6.4 20 % of price less original value and costs',
      { originalValueFen: 60_000_000, reasonableCostsFen: 5_000_000 },
      0.2,
      7_000_000,
    ],
    ['§6.4 1 % without proof of the original value', {}, 0.01, 1_000_000],
    ['§6.4 满五唯一', { fiveYearsOnlyHome: true, originalValueFen: 60_000_000 }, 0, 0],
  ];
  test.each(rows)('%s', (_name, variables, rate, amountFen) => {
    expect(tables.income({ ...sale, priceExVatFen: 100_000_000, ...variables })).toMatchObject({ rate, amountFen });
  });
  test('§6.4 非住宅: a task for the tax office', () => {
    expect(tables.income({ ...sale, use: 'office', priceExVatFen: 100_000_000 })).toBeNull();
  });
});

describe('登记费', () => {
  const shop = { use: 'commercial' };
  const rows: [string, Variables, number][] = [
    ['§6.5-1 注销', { itemCode: 'BDC-21' }, 0],
    ['§6.5-1 预告', { itemCode: 'BDC-24' }, 0],
    ['§6.5-2 变更', { itemCode: 'BDC-07' }, 0],
    ['§6.5-2 更正, also the registry’s own error', { itemCode: 'BDC-29', operation: 'facts' }, 0],
    ['§6.5-2 before 2019-07-01', { itemCode: 'BDC-07', acceptedOn: '2019-06-30' }, 80],
    ['§6.5-3 小微企业', { itemCode: 'BDC-10', ...shop, smallEnterprise: true }, 0],
    ['§6.5-4 车位 as its own unit', { itemCode: 'BDC-32', use: 'parking' }, 80],
    ['§6.5-4 储藏室 as its own unit', { itemCode: 'BDC-32', use: 'storage' }, 80],
    ['§6.5-5 together with the home', { itemCode: 'BDC-32', use: 'parking', withHome: true }, 0],
    ['§6.5-6 住宅', { itemCode: 'BDC-10' }, 80],
    ['§6.5-7 非住宅', { itemCode: 'BDC-10', ...shop }, 550],
    ['§6.5-8 抵押权 on 住宅, two units of one contract', { itemCode: 'BDC-17', certificateCount: 2 }, 80],
    ['§6.5-8 抵押权 on 非住宅', { itemCode: 'BDC-17', ...shop }, 550],
    ['§6.5-9 异议, half', { itemCode: 'BDC-30' }, 40],
    ['§6.5-9 异议, half of 非住宅', { itemCode: 'BDC-30', ...shop }, 275],
    ['§6.5-10 地役权 by use', { itemCode: 'BDC-28', operation: 'establish' }, 80],
    ['§6.5-10 地役权 by use, 非住宅', { itemCode: 'BDC-28', operation: 'establish', ...shop }, 550],
    ['§6.5-11 居住权', { itemCode: 'BDC-33' }, 80],
    ['§6.5-12 换证', { itemCode: 'BDC-31' }, 10],
    ['§6.5-12 each certificate more', { itemCode: 'BDC-10', certificateCount: 3 }, 100],
  ];
  test.each(rows)('%s', (_name, variables, yuan) => {
    const line = tables.fee({ acceptedOn: '2026-03-01', use: 'residential', certificateCount: 1, ...variables });
    expect(line?.amountFen).toBe(yuan * 100);
  });
});
