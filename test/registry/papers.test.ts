import { describe, expect, it } from 'vitest';
import { type DemoUnit, type District, demoCity } from '../../registry/index.ts';
import { rangeOf } from '../../registry/papers/serials.ts';
import { enter, readyForBook, sale } from './support/play.ts';
import { openRegister } from './support/setup.ts';

const fixture = openRegister({ seeds: ['users'] });

const district = '330205' as const;
const by = `certclerk-${district}`;
const homes = demoCity.saleUnits(district);
let used = 20;

/** A registered sale that waits for its paper. */
async function certificate(unit: DemoUnit = homes[used++]!, buyer = demoCity.people.chen) {
  const { registry } = fixture;
  const caseNo = await readyForBook(registry, sale(unit, buyer));
  await enter(registry, caseNo);
  const [one] = await registry.certificates.listByCase(caseNo);
  return { caseNo, certificateNo: one!.certificateNo, unit };
}
const receive = (firstSerial: string, lastSerial: string, more: Partial<{ district: District; kind: 'proof' }> = {}) =>
  fixture.registry.papers.receive({ district, kind: 'certificate', firstSerial, lastSerial, by, ...more });
const nextAfter = (serial: string) => String(Number(serial) + 1);
let delivered = 33_000_120_000;
/** So many blank sheets that nobody had before, and none right behind them; their serials. */
async function delivery<Sheets extends number>(sheets: Sheets, to: District = district): Promise<SerialsOf<Sheets>> {
  const serials = Array.from({ length: sheets }, (_, i) => String(delivered + 1 + i));
  delivered += sheets + 1;
  await receive(serials[0]!, serials.at(-1)!, { district: to });
  return serials as SerialsOf<Sheets>;
}
type SerialsOf<Sheets extends number, Found extends string[] = []> = Found['length'] extends Sheets
  ? Found
  : SerialsOf<Sheets, [...Found, string]>;
const serialOf = async (caseNo: string) => {
  const [one] = await fixture.registry.certificates.listByCase(caseNo);
  return one?.paperSerial;
};
const print = (
  one: { caseNo: string; certificateNo: string },
  serial: string,
  decision: 'printed' | 'void' = 'printed',
) =>
  fixture.registry.certificates.recordPrint({
    caseNo: one.caseNo,
    certificateNo: one.certificateNo,
    serial,
    decision,
    by,
  });
const batch = async (first: string) =>
  (await fixture.registry.papers.batches(district)).find((one) => one.firstSerial === first)!;

describe('ranges', () => {
  it.each([
    ['33000120001', '33000121000', 1000],
    ['ZJ-0099', 'ZJ-0103', 5],
    ['zj 0001', 'ZJ0001', 1],
  ])('%s to %s are %i sheets', (first, last, sheets) => {
    const range = rangeOf(first, last);
    expect(range.last - range.first + 1).toBe(sheets);
  });

  it.each([
    ['33000120002', '33000120001', '不小于'],
    ['330001', '33000120001', '位数'],
    ['A0001', 'B0002', '前缀'],
    ['ABC', 'ABD', '末尾是数字'],
    ['0000000001', '0009999999', '不超过'],
  ])('%s to %s are refused: %s', (first, last, words) => {
    expect(() => rangeOf(first, last)).toThrow(words);
  });
});

describe('the stock', () => {
  it('begins with the first delivery: before it any serial is taken, after it only those in stock', async () => {
    const elsewhere = '330206'; // where no other test has received any
    const [home, another] = demoCity.saleUnits(elsewhere);
    const before = await certificate(home);
    await print(before, 'OLD-0001');
    expect(await fixture.registry.papers.suggest(before.caseNo)).toEqual([]);
    const [first, second] = await delivery(2, elsewhere);
    const after = await certificate(another);
    await expect(print(after, 'OLD-0002')).rejects.toMatchObject({ code: 'SERIAL_NOT_IN_STOCK' });
    await expect(print(after, nextAfter(second))).rejects.toMatchObject({ code: 'SERIAL_NOT_IN_STOCK' });
    expect(await fixture.registry.papers.suggest(after.caseNo)).toEqual([
      { certificateNo: after.certificateNo, serial: first },
    ]);
    await print(after, first);
    expect(await serialOf(after.caseNo)).toBe(first);
    expect(await fixture.registry.papers.suggest(after.caseNo)).toEqual([]);
  });

  it('has no sheet twice, whoever received it, also when two say so at once', async () => {
    const sheets = await delivery(10);
    const [first, last] = [sheets[0]!, sheets.at(-1)!];
    await expect(receive(last, nextAfter(last))).rejects.toMatchObject({ code: 'PAPER_RANGE_TAKEN' });
    await expect(receive(first, first, { district: '330212' })).rejects.toMatchObject({ code: 'PAPER_RANGE_TAKEN' });
    // a zero before it makes another number of it
    await receive(`0${first}`, `0${last}`, { district: '330212' });
    const both = await Promise.allSettled([receive('77000001', '77000100'), receive('77000100', '77000200')]);
    expect(both.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
  });

  it('is of one district and one kind', async () => {
    await delivery(1);
    await receive('88000001', '88000010', { kind: 'proof' });
    await receive('99000001', '99000010', { district: '330212' });
    const one = await certificate();
    await expect(print(one, '88000001')).rejects.toMatchObject({ code: 'SERIAL_NOT_IN_STOCK' });
    await expect(print(one, '99000001')).rejects.toMatchObject({ code: 'SERIAL_NOT_IN_STOCK' });
  });

  it('gives a sheet to one of two clerks that print at once', async () => {
    const [sheet] = await delivery(1);
    const [one, other] = [await certificate(), await certificate()];
    const both = await Promise.allSettled([print(one, sheet), print(other, sheet)]);
    expect(both.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(both.find((result) => result.status === 'rejected')).toMatchObject({ reason: { code: 'SERIAL_USED' } });
  });

  it('spoilt, printed again: the certificate keeps its number, the sheets are void', async () => {
    const [spoilt, printed, again, blank] = await delivery(4);
    const one = await certificate();
    await print(one, spoilt, 'void');
    await print(one, printed);
    const { registry } = fixture;
    const reprint = { district, serial: printed, newSerial: again, reason: '套印偏移', by };
    await registry.papers.reprint(reprint);
    expect(await serialOf(one.caseNo)).toBe(again);
    const [kept] = await registry.certificates.listByCase(one.caseNo);
    expect(kept).toMatchObject({ certificateNo: one.certificateNo, status: 'LIVE' });
    await expect(registry.papers.reprint(reprint)).rejects.toMatchObject({ code: 'REPRINT_NOT_POSSIBLE' });
    await expect(registry.papers.reprint({ ...reprint, serial: again, newSerial: printed })).rejects.toMatchObject({
      code: 'SERIAL_USED',
    });
    // what failed left nothing
    expect(await serialOf(one.caseNo)).toBe(again);
    await registry.certificates.recordDelivery({ caseNo: one.caseNo, way: 'window', by });
    await expect(registry.papers.reprint({ ...reprint, serial: again, newSerial: blank })).rejects.toMatchObject({
      code: 'REPRINT_NOT_POSSIBLE',
      message: expect.stringContaining('换发'),
    });
  });

  it('loses blank sheets with a reason, and never prints on them', async () => {
    const { papers } = fixture.registry;
    const [wet, last] = await delivery(2);
    await receive('66000001', '66000001', { district: '330212' });
    await papers.writeOff({ district, serials: [wet], state: 'damaged', reason: '受潮', by });
    await expect(print(await certificate(), wet)).rejects.toMatchObject({ code: 'SERIAL_USED' });
    await expect(
      papers.writeOff({ district, serials: [last, '66000001'], state: 'lost', reason: '盘点缺失', by }),
    ).rejects.toMatchObject({ code: 'SERIAL_NOT_IN_STOCK' });
    expect(await batch(wet)).toMatchObject({ blank: 1, damaged: 1, lost: 0 });
  });

  it('adds up, sheet by sheet', async () => {
    const { papers } = fixture.registry;
    const [first, spoilt, printed, again, wet, lost, returned] = await delivery(9);
    await print(await certificate(), first);
    const one = await certificate();
    await print(one, spoilt, 'void');
    await print(one, printed);
    await papers.reprint({ district, serial: printed, newSerial: again, reason: '套印偏移', by });
    await papers.writeOff({ district, serials: [wet], state: 'damaged', reason: '受潮', by });
    await papers.writeOff({ district, serials: [lost], state: 'lost', reason: '盘点缺失', by });
    await papers.writeOff({ district, serials: [returned], state: 'returned', reason: '版式更新', by });
    const counts = { received: 9, blank: 2, printed: 2, void: 2, damaged: 1, lost: 1, returned: 1, destroyed: 0 };
    expect(await batch(first)).toMatchObject(counts);
  });

  it('destroys what is void or damaged, by two people, once', async () => {
    const { papers } = fixture.registry;
    const [spoilt, printed, wet] = await delivery(3);
    const one = await certificate();
    await print(one, spoilt, 'void');
    await print(one, printed);
    await papers.writeOff({ district, serials: [wet], state: 'damaged', reason: '受潮', by });
    const destroy = (more: Partial<Parameters<typeof papers.destroy>[0]> = {}) =>
      papers.destroy({ district, serials: [spoilt, wet], witness: `supervisor-${district}`, by, ...more });
    await expect(destroy({ witness: by })).rejects.toMatchObject({ code: 'DESTRUCTION_REFUSED' });
    await expect(destroy({ witness: 'supervisor-330212' })).rejects.toMatchObject({ code: 'DESTRUCTION_REFUSED' });
    await expect(destroy({ serials: [printed] })).rejects.toMatchObject({ code: 'DESTRUCTION_REFUSED' });
    await destroy();
    await expect(destroy()).rejects.toMatchObject({ code: 'DESTRUCTION_REFUSED' });
    expect(await batch(spoilt)).toMatchObject({ void: 1, damaged: 1, destroyed: 2 });
  });

  it('is guarded by the database itself', async () => {
    const { pool } = fixture;
    const [spoilt, blank] = await delivery(2);
    const one = await certificate();
    await print(one, spoilt, 'void');
    const sql = (text: string, values: unknown[] = []) => expect(pool.query(text, values)).rejects;
    const insert = (serial: string, certificateNo: string | null, decision: string) =>
      sql(
        "INSERT INTO registry.certificate_papers (serial, certificate_no, decision, reason, user_id, at) VALUES ($1, $2, $3, 'x', 'x', now())",
        [serial, certificateNo, decision],
      );
    await insert('NOT-IN-STOCK-1', one.certificateNo, 'printed').toMatchObject({ code: 'YT031' });
    await insert('NOT-IN-STOCK-1', null, 'lost').toMatchObject({ code: 'YT031' });
    await insert(blank, null, 'printed').toMatchObject({ constraint: 'blank_sheets' });
    await sql("UPDATE registry.certificate_papers SET decision = 'void'").toMatchObject({ code: 'YT005' });
    await sql('DELETE FROM registry.paper_batches').toMatchObject({ code: 'YT005' });
    await sql("INSERT INTO registry.paper_voids VALUES ($1, 'x', now(), 'x')", [spoilt]).toMatchObject({
      code: 'YT031',
    });
    await sql("INSERT INTO registry.certificate_recalls VALUES ($1, 'returned', NULL, now(), 'x')", [
      one.certificateNo,
    ]).toMatchObject({ code: 'YT031' });
  });
});

describe('a cancelled certificate', () => {
  it('is outstanding until it is taken back or declared void, which the public is told', async () => {
    const { registry } = fixture;
    const first = await certificate(homes[18]!);
    await certificate({ ...first.unit, owners: [demoCity.people.chen] }, demoCity.people.zhou);
    const isOutstanding = async () =>
      (await registry.papers.outstanding(district)).some((one) => one.certificateNo === first.certificateNo);
    expect(await isOutstanding()).toBe(true);
    const announcement = '门户网站公告〔2026〕12 号';
    const recall = { district, certificateNo: first.certificateNo, way: 'announced' as const, announcement, by };
    await registry.papers.recall(recall);
    await registry.papers.recall({ ...recall, way: 'returned' });
    expect(await isOutstanding()).toBe(false);
    expect(await registry.certificates.findState(first.certificateNo)).toMatchObject({
      status: 'CANCELLED',
      announcedVoid: { announcement },
    });
    await expect(
      registry.papers.recall({ ...recall, certificateNo: (await certificate()).certificateNo }),
    ).rejects.toMatchObject({ code: 'CERTIFICATE_UNKNOWN' });
  });
});
