import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoUnit, demoCity } from '../../registry/index.ts';
import { rangeOf } from '../../registry/papers/serials.ts';
import { enter, readyForBook, sale } from './support/play.ts';
import { createRegistryFixture, type RegistryFixture } from './support/setup.ts';

let fixture: RegistryFixture;
beforeAll(async () => {
  fixture = await createRegistryFixture();
  await fixture.registry.users.seedDemoUsers();
});
afterAll(() => fixture.drop());

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
const receive = (firstSerial: string, lastSerial: string, more: Partial<{ district: '330212'; kind: 'proof' }> = {}) =>
  fixture.registry.papers.receive({ district, kind: 'certificate', firstSerial, lastSerial, by, ...more });
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
    const before = await certificate();
    await print(before, 'OLD-0001');
    expect(await fixture.registry.papers.suggest(before.caseNo)).toEqual([]);
    await receive('33000120001', '33000120010');
    const after = await certificate();
    await expect(print(after, 'OLD-0002')).rejects.toMatchObject({ code: 'SERIAL_NOT_IN_STOCK' });
    await expect(print(after, '33000120011')).rejects.toMatchObject({ code: 'SERIAL_NOT_IN_STOCK' });
    expect(await fixture.registry.papers.suggest(after.caseNo)).toEqual([
      { certificateNo: after.certificateNo, serial: '33000120001' },
    ]);
    await print(after, '33000120001');
    expect(await serialOf(after.caseNo)).toBe('33000120001');
    expect(await fixture.registry.papers.suggest(after.caseNo)).toEqual([]);
  });

  it('has no sheet twice, whoever received it, also when two say so at once', async () => {
    await expect(receive('33000120010', '33000120020')).rejects.toMatchObject({ code: 'PAPER_RANGE_TAKEN' });
    await expect(receive('33000119999', '33000120001', { district: '330212' })).rejects.toMatchObject({
      code: 'PAPER_RANGE_TAKEN',
    });
    await receive('0330001', '0330010', { district: '330212' });
    const both = await Promise.allSettled([receive('77000001', '77000100'), receive('77000100', '77000200')]);
    expect(both.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
  });

  it('is of one district and one kind', async () => {
    await receive('88000001', '88000010', { kind: 'proof' });
    const one = await certificate();
    await expect(print(one, '88000001')).rejects.toMatchObject({ code: 'SERIAL_NOT_IN_STOCK' });
    await expect(print(one, '0330001')).rejects.toMatchObject({ code: 'SERIAL_NOT_IN_STOCK' });
  });

  it('gives a sheet to one of two clerks that print at once', async () => {
    const [one, other] = [await certificate(), await certificate()];
    const both = await Promise.allSettled([print(one, '33000120002'), print(other, '33000120002')]);
    expect(both.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(both.find((result) => result.status === 'rejected')).toMatchObject({ reason: { code: 'SERIAL_USED' } });
  });

  it('spoilt, printed again: the certificate keeps its number, the sheets are void', async () => {
    const one = await certificate();
    await print(one, '33000120003', 'void');
    await print(one, '33000120004');
    const { registry } = fixture;
    const reprint = { district, serial: '33000120004', newSerial: '33000120005', reason: '套印偏移', by };
    await registry.papers.reprint(reprint);
    expect(await serialOf(one.caseNo)).toBe('33000120005');
    const [again] = await registry.certificates.listByCase(one.caseNo);
    expect(again).toMatchObject({ certificateNo: one.certificateNo, status: 'LIVE' });
    await expect(registry.papers.reprint(reprint)).rejects.toMatchObject({ code: 'REPRINT_NOT_POSSIBLE' });
    await expect(
      registry.papers.reprint({ ...reprint, serial: '33000120005', newSerial: '33000120004' }),
    ).rejects.toMatchObject({ code: 'SERIAL_USED' });
    // what failed left nothing
    expect(await serialOf(one.caseNo)).toBe('33000120005');
    await registry.certificates.recordDelivery({ caseNo: one.caseNo, way: 'window', by });
    await expect(
      registry.papers.reprint({ ...reprint, serial: '33000120005', newSerial: '33000120006' }),
    ).rejects.toMatchObject({ code: 'REPRINT_NOT_POSSIBLE', message: expect.stringContaining('换发') });
  });

  it('loses blank sheets with a reason, and never prints on them', async () => {
    const { papers } = fixture.registry;
    await papers.writeOff({ district, serials: ['33000120007'], state: 'damaged', reason: '受潮', by });
    await papers.writeOff({ district, serials: ['33000120008'], state: 'lost', reason: '盘点缺失', by });
    await papers.writeOff({ district, serials: ['33000120009'], state: 'returned', reason: '版式更新', by });
    const one = await certificate();
    await expect(print(one, '33000120007')).rejects.toMatchObject({ code: 'SERIAL_USED' });
    await expect(
      papers.writeOff({ district, serials: ['33000120010', '0330001'], state: 'lost', reason: '盘点缺失', by }),
    ).rejects.toMatchObject({ code: 'SERIAL_NOT_IN_STOCK' });
  });

  it('adds up, sheet by sheet', async () => {
    expect(await batch('33000120001')).toMatchObject({
      received: 10,
      blank: 2,
      printed: 3,
      void: 2,
      damaged: 1,
      lost: 1,
      returned: 1,
      destroyed: 0,
    });
    for (const one of await fixture.registry.papers.batches(district))
      expect(one.blank + one.printed + one.void + one.damaged + one.lost + one.returned).toBe(one.received);
  });

  it('destroys what is void or damaged, by two people, once', async () => {
    const { papers } = fixture.registry;
    const serials = ['33000120003', '33000120004', '33000120007'];
    const destroy = (more: Partial<Parameters<typeof papers.destroy>[0]> = {}) =>
      papers.destroy({ district, serials, witness: `supervisor-${district}`, by, ...more });
    await expect(destroy({ witness: by })).rejects.toMatchObject({ code: 'DESTRUCTION_REFUSED' });
    await expect(destroy({ witness: 'supervisor-330212' })).rejects.toMatchObject({ code: 'DESTRUCTION_REFUSED' });
    await expect(destroy({ serials: ['33000120005'] })).rejects.toMatchObject({ code: 'DESTRUCTION_REFUSED' });
    await destroy();
    await expect(destroy()).rejects.toMatchObject({ code: 'DESTRUCTION_REFUSED' });
    expect(await batch('33000120001')).toMatchObject({ void: 2, damaged: 1, destroyed: 3 });
  });

  it('is guarded by the database itself', async () => {
    const { pool } = fixture;
    const one = await certificate();
    const sql = (text: string, values: unknown[] = []) => expect(pool.query(text, values)).rejects;
    const insert = (serial: string, certificateNo: string | null, decision: string) =>
      sql(
        "INSERT INTO registry.certificate_papers (serial, certificate_no, decision, reason, user_id, at) VALUES ($1, $2, $3, 'x', 'x', now())",
        [serial, certificateNo, decision],
      );
    await insert('NOT-IN-STOCK-1', one.certificateNo, 'printed').toMatchObject({ code: 'YT031' });
    await insert('NOT-IN-STOCK-1', null, 'lost').toMatchObject({ code: 'YT031' });
    await insert('33000120010', null, 'printed').toMatchObject({ constraint: 'blank_sheets' });
    await sql("UPDATE registry.certificate_papers SET decision = 'void'").toMatchObject({ code: 'YT005' });
    await sql('DELETE FROM registry.paper_batches').toMatchObject({ code: 'YT005' });
    await sql("INSERT INTO registry.paper_voids VALUES ('33000120003', 'x', now(), 'x')").toMatchObject({
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
