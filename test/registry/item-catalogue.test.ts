import { describe, expect, it } from 'vitest';
import { courtItems } from '../../registry/court/court-items.ts';
import { catalogue, type Item } from '../../registry/index.ts';
import { queryItems } from '../../registry/queries/query-items.ts';
import { decide } from '../processes/support/decide.ts';

// Domain §2.3 as it is printed: item, 登记类型·权利, channels, SLA, T, X.
const printed = `
BDC-01 | 100·3       | W O     | 5WD                     | –   | ✓
BDC-02 | 300·3       | W O     | 60m / 5WD               | –   | –
BDC-03 | 200·3       | W O     | 5WD                     | ✓   | ✓
BDC-04 | 400·3       | W O     | 60m                     | –   | –
BDC-05 | 100·4       | W O     | 5WD (实地查看)          | –   | –
BDC-06 | 100·4       | W O     | 5WD                     | –   | –
BDC-07 | 300·4       | W O N A | 60m                     | –   | –
BDC-08 | 300·4       | W O     | 60m / 5WD               | –   | –
BDC-09 | 200·4       | W O B   | 60m                     | ✓   | ✓
BDC-10 | 200·4       | W O B A | 60m                     | ✓   | ✓
BDC-11 | 200·4       | W O N   | 60m / 15WD 公示         | –   | e
BDC-12 | 200·4       | W O N A | 60m                     | –   | ✓
BDC-13 | 200·4       | W O N   | 60m                     | –   | e
BDC-14 | 200·4       | W C O   | 60m                     | –   | ✓
BDC-15 | 200·4       | W O     | 5WD                     | –   | ✓
BDC-16 | 400·4       | W O     | 60m / 5WD               | –   | –
BDC-17 | 100·抵押    | W O B N | 60m                     | –   | –
BDC-18 | 100·抵押    | W O B   | 60m                     | –   | –
BDC-19 | 300·抵押    | W O B   | 60m                     | –   | –
BDC-20 | 200·抵押    | W O B   | 60m                     | –   | –
BDC-21 | 400·抵押    | W O B   | 60m                     | –   | –
BDC-22 | 100·抵押    | W O B   | 5WD (实地查看)          | –   | –
BDC-23 | 200/300/400·抵押 | W O B | 60m                  | –   | –
BDC-24 | 700·预告    | W O B   | 60m                     | ✓   | –
BDC-25 | 700·预告    | W O B   | 60m                     | –   | –
BDC-26 | 700·预告    | W O B A | 60m                     | ✓   | –
BDC-27 | 200/300/400·预告 | W O B | 60m                  | –   | –
BDC-28 | 100/200/300/400·19 | W O | 60m / 5WD            | –   | –
BDC-29 | 500·4       | W O     | 60m / 5WD / 15WD 公告   | –   | –
BDC-30 | 600·4       | W O     | IMM                     | –   | –
BDC-31 | 900·4       | W O N A | 60m / 15WD 公告         | –   | –
BDC-32 | 200·4       | W O A   | 60m                     | ✓   | ✓
BDC-33 | 100·JZQ     | W O     | 60m                     | –   | –
BDC-34 | 300/400·JZQ | W O     | 60m                     | –   | –
BDC-35 | 100/200·4   | W O B   | 60m                     | ✓   | ✓`
  .trim()
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim()) as [string, string, string, string, string, string]);

const letters = { window: 'W', online: 'O', bank: 'B', court: 'C', notary: 'N', agency: 'A' } as const;
const rights: Record<string, string> = { mortgage: '抵押', caution: '预告' };
const taxes = { none: '–', payable: '✓', exempt: 'e' } as const;
const find = (code: string) => catalogue.find((item) => item.code === code) as Item;

describe('items of registration (domain §2.3)', () => {
  it.each(printed)('%s %s, %s, %s, T %s, X %s', (code, kind, channels, sla, contract, tax) => {
    const item = find(code);
    expect(`${item.regTypes.join('/')}·${rights[item.right] ?? item.right}`).toBe(kind);
    expect(item.channels.map((channel) => letters[channel]).sort()).toEqual(channels.split(' ').sort());
    expect(item.needsContract ? '✓' : '–').toBe(contract);
    expect(taxes[item.taxFlow]).toBe(tax);
    expect(item.needsTax).toBe(tax !== '–');
    const [usual = '', ...longer] = sla.split(' / ');
    expect(item.slaClass).toBe(usual.split(' ')[0]);
    // Longer: an operation of its own class, or a view on the spot, which takes the case into the class of days.
    if (longer.includes('5WD') || usual.includes('实地查看'))
      expect(item.siteView !== 'none' || item.operations.some((one) => one.slaClass === '5WD')).toBe(true);
  });

  it('are the 32 of the list and the three of the Civil Code, each open, with materials, fee and effects', () => {
    expect(catalogue.map((item) => item.code)).toEqual(printed.map(([code]) => code));
    for (const { code, enabled, materials, feeClass, operations } of catalogue) {
      expect(enabled, code).toBe(true);
      expect(materials.length, code).toBeGreaterThan(0);
      expect(feeClass, code).toMatch(/^(none|ownership|mortgage|parking|objection|copy|residence|by_use)$/);
      for (const operation of operations) expect(operation.effects.length, code).toBeGreaterThan(0);
    }
    // 居住权 and 带押过户 are later law
    const civilCode = catalogue.filter((item) => !item.profiles.includes('2019')).map((item) => item.code);
    expect(civilCode).toEqual(['BDC-33', 'BDC-34', 'BDC-35']);
  });

  it('that take days do so by the item or by one of its operations', () => {
    expect(catalogue.filter((item) => item.slaClass === '5WD').map((item) => item.code)).toEqual(
      ['01', '03', '05', '06', '15', '22'].map((no) => `BDC-${no}`),
    );
    const longer = catalogue.flatMap(({ code, operations }) =>
      operations.filter((one) => one.slaClass).map((one) => `${code} ${one.code} ${one.slaClass}`),
    );
    expect(longer).toEqual(['BDC-02 change 5WD', 'BDC-08 divide 5WD', 'BDC-08 merge 5WD', 'BDC-28 establish 5WD']);
  });

  it('V11: a new home is transferred with at most four papers', () => {
    const papers = find('BDC-09').materials.filter((material) => !material.shared);
    expect(3 + papers.length).toBeLessThanOrEqual(4);
  });

  it('INV-35: nobody is asked for a valuation', () => {
    expect(JSON.stringify(catalogue)).not.toContain('评估');
  });
});

describe('the series of the institutions (domain §2.3)', () => {
  it.each([
    ['CT-01', 'query', 'IMM', 'query'],
    ['CT-02', 'seize', 'IMM', 'seizure'],
    ['CT-03', null, 'IMM', 'queued_seizure'],
    ['CT-04', 'pre_seize', 'IMM', 'pre_seizure'],
    ['CT-05', 'renew', 'IMM', 'renewal'],
    ['CT-06', 'lift', 'IMM', 'lift'],
    ['CT-07', 'dispose', '60m', 'disposal'],
  ])('%s: by notice %s, %s, leaves %s', (code, notice, slaClass, effect) => {
    const item = courtItems.find((one) => one.code === code);
    expect(item).toMatchObject({ notice, slaClass, effect, legalBasis: expect.stringMatching(/./) });
    // CT-07 = BDC-14 started by a court
    expect(item?.itemCode ?? null).toBe(code === 'CT-07' ? 'BDC-14' : null);
    if (item?.itemCode) expect(find(item.itemCode)).toMatchObject({ slaClass, feeClass: item.feeClass });
    else expect(item?.feeClass).toBe('none');
  });

  it.each(courtItems.flatMap(({ code, notice, papers }) => (notice ? [[code, notice, papers] as const] : [])))(
    '%s: the form check asks for the papers that the item names, and for no other',
    (_code, noticeKind, papers) => {
      const without = (...missing: string[]) =>
        decide('bdc-court-measure/court_form_check', 'court_form_check', {
          ...{ noticeKind, deliveredOn: '2026-11-23', termMonths: 36 },
          ...{ hasOrder: !missing.includes('order'), hasAssistance: !missing.includes('assistance') },
          ...{ hasTransferPaper: !missing.includes('transfer'), thirdPartyConfirmed: !missing.includes('third_party') },
          ...{ numbersGiven: true, officersComplete: true, documentNoValid: true, documentOfThisCourt: true },
          ...{ unitsKnown: true, respondentNamed: true, respondentOwns: true, courtInsists: false },
          targetOfThisCourt: true,
        }) ?? [];
      expect(without()).toEqual([]);
      const named = new Set<string>(papers.map((paper) => paper.kind));
      const required = new Set<string>(papers.filter((paper) => paper.required).map((paper) => paper.kind));
      for (const kind of ['order', 'assistance', 'transfer', 'third_party']) {
        const asked = Object.keys(without(kind)).length > 0;
        expect(asked, kind).toBe(required.has(kind));
        if (!named.has(kind)) expect(asked, kind).toBe(false);
      }
    },
  );

  it.each([
    ['AR-01', 'online window', null],
    ['AR-02', 'online window', '5WD'],
    ['AR-03', 'window', null],
    ['AR-04', 'system window', null],
    ['CT-01', 'court', null],
  ])('%s: %s, immediate, %s when papers must be fetched', (code, channels, slaWithRetrieval) => {
    const item = queryItems.find((one) => one.code === code);
    expect(item).toMatchObject({ slaClass: 'IMM', slaWithRetrieval, legalBasis: expect.stringMatching(/./) });
    expect([...(item?.channels ?? [])].sort().join(' ')).toBe(channels);
    expect(item?.materials.length).toBeGreaterThan(0);
    expect(item?.fields.length).toBeGreaterThan(0);
  });

  it('AR and CT are complete', () => {
    expect(queryItems.map((item) => item.code)).toEqual(['AR-01', 'AR-02', 'AR-03', 'AR-04', 'CT-01']);
    expect(courtItems.map((item) => item.code)).toEqual(Array.from({ length: 7 }, (_, i) => `CT-0${i + 1}`));
  });
});
