import { expect, test } from 'vitest';
import { rightTermsOf } from '../../workers/handlers/documents/right-terms.ts';

const said = (terms: Parameters<typeof rightTermsOf>[0]['terms']) =>
  Object.fromEntries(rightTermsOf({ mortgage: null, terms }).map(({ label, value }) => [label, value]));

test('a caution: the agreement, and when it lapses or that this is not known yet', () => {
  const caution = { agreementNo: 'YG-1', agreedOn: '2026-11-20' };
  expect(said({ caution: { ...caution, registrableFrom: '2027-03-01' } })).toEqual({
    预告协议: 'YG-1，2026-11-20 约定',
    可登记之日: '2027-03-01，其后 90 日内未申请登记的，预告登记失效',
  });
  expect(said({ caution })).toMatchObject({ 可登记之日: '尚未确定' });
});

test('an easement: both units, use, term, contract', () => {
  const easement = {
    servientUnitCode: '330203001001GB00001F00010001',
    dominantUnitCode: '330203001001GB00001F00010002',
    content: '通行',
    termFrom: '2026-12-01',
    termTo: '2046-11-30',
    contractNo: 'DY-9',
  };
  expect(said({ easement })).toMatchObject({
    供役地: expect.stringContaining('F00010001'),
    需役地: expect.stringContaining('F00010002'),
    利用内容: '通行',
    利用期限: '2026-12-01 至 2046-11-30',
    合同编号: 'DY-9',
  });
});

test('a right of residence without term or price is for life and free of charge (民法典 368, 370)', () => {
  const residence = { basis: 'will' as const, basisNo: 'YZ-3', scope: '南侧卧室', conditions: '' };
  expect(said({ residence })).toMatchObject({ 设立依据: '遗嘱 YZ-3', 居住期限: '终身', 使用费: '无偿' });
  expect(said({ residence: { ...residence, termTo: '2036-01-01', priceFen: 100_000 } })).toMatchObject({
    居住期限: '至 2036-01-01',
    使用费: expect.stringContaining('1,000.00'),
  });
});

test('an application without such a right says nothing about one', () => {
  expect(rightTermsOf({ mortgage: null, terms: {} })).toEqual([]);
});
