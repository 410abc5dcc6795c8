import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import writeWorkbook from 'write-excel-file/node';
import { demoCity, stockTemplates } from '../../registry/index.ts';
import { tryOut } from '../../server/stock/take-in.ts';
import { application } from '../registry/support/play.ts';
import { changeRule } from '../registry/support/rules.ts';
import { openRegister } from '../registry/support/setup.ts';
import {
  buildingRow,
  house,
  parcelOf,
  parcelRow,
  stockFolder,
  type Tables,
  together,
  unitOf,
  writeCsv,
} from './stock-files.ts';

const seizureRow = (code: string, row: { 查封类型: string; 送达时间: string; 期限?: number }, no = 1) => ({
  不动产单元号: code,
  查封机关: '北仑区人民法院',
  查封文号: `（2026）浙0206执${no}号`,
  期限: 36,
  被执行人: '演示人',
  被执行人证件种类: '身份证',
  被执行人证件号: '330299199003070013',
  ...row,
});

const admin = { userId: 'sysadmin', role: 'sysadmin' as const, district: null };
const clerk = { userId: 'archivist', role: 'archivist' as const, district: null };
const reviewer = { userId: 'supervisor-330206', role: 'supervisor' as const, district: '330206' as const };

// The event chain is compared with every row of the book when the register is dropped.
const fixture = openRegister();

const dryRun = (tables: Tables) => tryOut(fixture.registry, writeCsv(tables), admin);
const land = (nth: number): Tables => ({ 宗地: [parcelRow(nth)], 自然幢: [buildingRow(nth)] });
const codesOf = async (batchId: string, name: string) =>
  (await fixture.registry.stock.listFindings(batchId)).filter((one) => one.house === name).map((one) => one.code);

describe('taking in existing stock', () => {
  test('a dry run writes nothing; the import writes whole houses, and the same files again nothing', async () => {
    const files = writeCsv(together(land(1), house(1, 1), house(1, 2)));
    const batch = await tryOut(fixture.registry, files, admin);
    expect(batch).toMatchObject({ state: 'CHECKED', rows: 8, houses: 2, byState: { READY: 2 }, byCode: [] });
    expect(await fixture.registry.units.unitPage(unitOf(1, 1))).toBeNull();
    const done = await fixture.registry.stock.importBatch(batch.batchId, admin);
    expect(done).toMatchObject({ state: 'IMPORTED', imported: 2, byState: { IMPORTED: 2 } });
    const page = await fixture.registry.units.unitPage(unitOf(1, 1));
    expect(page).toMatchObject({
      unit: { area: 80, innerArea: 65, structure: '混合结构', completedOn: '1998-06-30' },
      ownership: { regType: 200, mode: 'single', priceFen: 45_000_050, registeredAt: new Date('2008-05-06T02:00:00Z') },
    });
    const again = await tryOut(fixture.registry, files.toReversed(), admin);
    expect(again).toMatchObject({ batchId: batch.batchId, state: 'IMPORTED', imported: 2 });
    expect(await fixture.registry.stock.importBatch(batch.batchId, admin)).toMatchObject({ imported: 2 });
    expect((await fixture.registry.units.unitPage(unitOf(1, 1)))?.registerVersion).toBe(1);
  });

  test.each([
    ['areas that do not add up', { unit: { 套内面积: '70.00' } }, 'AREA_SUM'],
    ['an area with three decimals', { unit: { 建筑面积: '80.123' } }, 'AREA'],
    ['a use nobody knows', { unit: { 房屋用途: '10' } }, 'ENUM'],
    ['a date that does not exist', { ownership: { 登记时间: '2009-02-29' } }, 'INSTANT'],
    ['a time to come', { ownership: { 登记时间: '2027-01-01' } }, 'FUTURE'],
    ['a wrong check digit', { holder: { 证件号: '330299199003070012' } }, 'CITIZEN_ID_CHECK'],
    ['an impossible birthday', { holder: { 证件号: '33029919780229003X' } }, 'CITIZEN_ID_BIRTH_DATE'],
    ['a name with a character that nobody sees', { holder: { 权利人名称: '演\u200b示人' } }, 'NAME_UNSEEN'],
    ['shares of a single owner', { holder: { 权利比例: '1/2' } }, 'MODE'],
    ['shares that are not the whole', { ownership: { 共有方式: '按份共有' }, holder: { 权利比例: '1/2' } }, 'SHARES'],
    ['a right without holder', { holder: { 权利证号: '甬房权证仑字第999999号' } }, 'HOLDER_MISSING'],
    [
      'a certificate of the future',
      { ownership: { 不动产权证号: '浙（2031）宁波市北仑不动产权第0000001号' } },
      'CERTIFICATE_NO',
    ],
    ['a required cell that is empty', { holder: { 证件号: '' } }, 'MISSING'],
  ])('holds %s', async (_what, wrong, code) => {
    const batch = await dryRun(together(land(2), house(2, 1), house(2, 2, wrong)));
    expect(batch.byState).toEqual({ READY: 1, HELD: 1 });
    expect(await codesOf(batch.batchId, unitOf(2, 2))).toContain(code);
  });

  test('two houses with one certificate number, one code twice, land without house, house without building', async () => {
    const same = {
      ownership: { 不动产权证号: '甬房权证仑字第77777号' },
      holder: { 权利证号: '甬房权证仑字第77777号' },
    };
    const batch = await dryRun(
      together(
        land(3),
        { 宗地: [parcelRow(4)] },
        house(3, 1, same),
        house(3, 2, same),
        house(3, 3),
        house(3, 3),
        house(4, 1),
      ),
    );
    expect(batch.byState).toEqual({ HELD: 4 });
    expect(await codesOf(batch.batchId, unitOf(3, 1))).toEqual(['CERTIFICATE_TAKEN']);
    expect(await codesOf(batch.batchId, unitOf(3, 3))).toContain('UNIT_DUPLICATE');
    expect(await codesOf(batch.batchId, unitOf(4, 1))).toEqual(['BUILDING_MISSING']);
    const alone = await dryRun({ 宗地: [parcelRow(5)] });
    expect(await codesOf(alone.batchId, parcelOf(5))).toEqual(['LAND_WITHOUT_HOUSE']);
  });

  test('a seizure is as long as the law of its day of delivery allows', async () => {
    const code = unitOf(60, 1);
    const codesFor = async (at: string, months: number) => {
      const row = seizureRow(code, { 查封类型: '查封', 送达时间: at, 期限: months });
      const { batchId } = await dryRun(together(land(60), house(60, 1), { 查封: [row] }));
      return codesOf(batchId, code);
    };
    expect(await codesFor('2026-06-01', 37)).toContain('TERM');
    await changeRule(fixture, { name: 'seizure.term_months', value: 24 });
    expect(await codesFor('2026-06-02', 36)).not.toContain('TERM');
    expect(await codesFor('2026-11-24', 36)).toContain('TERM');
  });

  test('mortgages and seizures come with their order; the queue is by name, not by number', async () => {
    const code = unitOf(6, 1);
    const seizure = (no: number, type: string, at: string) => seizureRow(code, { 查封类型: type, 送达时间: at }, no);
    const rights: Tables = {
      抵押权: [
        {
          不动产单元号: code,
          登记证明号: '浙（2020）宁波市北仑不动产证明第0009001号',
          抵押方式: '最高额抵押',
          债权数额: 900000,
          债务履行起始: '2020年1月5日',
          债务履行结束: '2030-01-04',
          登记时间: '2020-01-06',
          担保范围: '全部债权',
          抵押合同号: 'DY-9001',
          是否限制转让: '是',
        },
      ],
      权利人: [
        {
          不动产单元号: code,
          权利证号: '浙(2020)宁波市北仑不动产证明第0009001号',
          权利人名称: demoCity.institutions.bank.name,
          证件种类: '统一社会信用代码',
          证件号: demoCity.institutions.bank.idNo,
          权利人类型: '企业',
        },
      ],
      查封: [seizure(2, '轮候查封', '2026-06-02 09:00:00.500'), seizure(1, '查封', '2026-06-01')],
    };
    const wrong = await dryRun(together(land(6), house(6, 1), { 查封: [seizure(1, '2', '2026-06-01')] }));
    expect(await codesOf(wrong.batchId, code)).toContain('ENUM');
    const batch = await dryRun(together(land(6), house(6, 1), rights));
    expect(batch).toMatchObject({ byState: { READY: 1 }, byCode: [] });
    await fixture.registry.stock.importBatch(batch.batchId, admin);
    expect(await fixture.registry.units.unitPage(code)).toMatchObject({
      registerVersion: 4,
      mortgages: [{ mortgageKind: 'maximum', amountFen: 90_000_000, restrictsTransfer: true, rank: 1 }],
      seizures: [
        { documentNo: '（2026）浙0206执1号', queueNo: null },
        { queueNo: 1, startsAt: null },
      ],
    });
    // The held house of the earlier files is out of the way.
    expect(await fixture.registry.stock.listHouses({ batchId: wrong.batchId })).toMatchObject([
      { state: 'SUPERSEDED' },
    ]);
  });

  test('a 15-digit number is matched with the person of today and kept as history', async () => {
    const code = unitOf(7, 1);
    const batch = await dryRun(together(land(7), house(7, 1, { holder: { 证件号: '330299900307001' } })));
    expect(await codesOf(batch.batchId, code)).toEqual(['OLD_ID_NUMBER']);
    await fixture.registry.stock.importBatch(batch.batchId, admin);
    const { rows } = await fixture.pool.query(
      `SELECT h.id_no, o.id_no AS old, p.id_no AS person FROM registry.old_id_numbers o JOIN registry.right_holders h USING (right_id, seq)
       JOIN registry.persons p USING (person_id) JOIN registry.rights r USING (right_id) WHERE r.unit_code = $1`,
      [code],
    );
    expect(rows).toEqual([{ id_no: '330299199003070013', old: '330299900307001', person: '330299199003070013' }]);
    expect((await fixture.registry.quality.assess(code))?.findings.map((one) => one.code)).toContain('OLD_ID_NUMBER');
  });

  test('a workbook says the same as CSV', async () => {
    const tables = together(land(8), house(8, 1));
    const sheets = Object.entries(tables).map(([name, rows]) => {
      const headers = stockTemplates.find((one) => one.name === name)!.columns.map((column) => column.header);
      return {
        sheet: name,
        data: [headers, ...(rows ?? []).map((row) => headers.map((header) => row[header] ?? null))],
      };
    });
    const path = join(stockFolder(), 'stock.xlsx');
    await writeWorkbook(sheets as never).toFile(path);
    const batch = await tryOut(fixture.registry, [{ path, name: 'stock.xlsx' }], admin);
    expect(batch).toMatchObject({ rows: 5, byState: { READY: 1 }, byCode: [] });
  });

  test('CSV as office programs save it in GB 18030 is read too', async () => {
    const [file] = writeCsv({ 宗地: [] });
    // 宗地代码,坐落,宗地面积,土地用途,权利性质 and one row, in GB 18030
    const header = [
      0xd7, 0xda, 0xb5, 0xd8, 0xb4, 0xfa, 0xc2, 0xeb, 0x2c, 0xd7, 0xf8, 0xc2, 0xe4, 0x2c, 0xd7, 0xda, 0xb5, 0xd8, 0xc3,
      0xe6, 0xbb, 0xfd, 0x2c, 0xcd, 0xc1, 0xb5, 0xd8, 0xd3, 0xc3, 0xcd, 0xbe, 0x2c, 0xc8, 0xa8, 0xc0, 0xfb, 0xd0, 0xd4,
      0xd6, 0xca, 0x0a,
    ];
    const row = [0x2c, 0xb1, 0xb1, 0xc2, 0xd8, 0x2c, 0x31, 0x2c, 0xd7, 0xa1, 0x2c, 0xb3, 0xf6, 0xc8, 0xc3, 0x0a];
    writeFileSync(file!.path, Buffer.concat([Buffer.from(header), Buffer.from(parcelOf(77)), Buffer.from(row)]));
    const batch = await tryOut(fixture.registry, [file!], admin);
    expect(batch.rows).toBe(1);
    expect(await codesOf(batch.batchId, parcelOf(77))).toEqual(['LAND_WITHOUT_HOUSE']);
  });

  test('a file of no template is refused with what to do', async () => {
    const [file] = writeCsv({ 宗地: [] });
    writeFileSync(file!.path, '甲,乙\n1,2\n');
    await expect(tryOut(fixture.registry, [file!], admin)).rejects.toMatchObject({ code: 'STOCK_TEMPLATE' });
  });

  test('nothing is half imported: a failure in the last house takes everything back', async () => {
    const batch = await dryRun(together(land(9), house(9, 1), house(9, 2)));
    // Between dry run and import somebody registers the number of the second house.
    await fixture.pool.query(
      "UPDATE registry.stock_rows SET content = jsonb_set(content, '{values,use}', '\"castle\"') WHERE batch_id = $1 AND house = $2 AND kind = 'unit'",
      [batch.batchId, unitOf(9, 2)],
    );
    await expect(fixture.registry.stock.importBatch(batch.batchId, admin)).rejects.toThrow();
    expect(await fixture.registry.units.unitPage(unitOf(9, 1))).toBeNull();
    expect(await fixture.registry.stock.getBatch(batch.batchId)).toMatchObject({ state: 'CHECKED', imported: 0 });
  });
});

describe('房地挂接', () => {
  const old = '仑房0012345';
  test('a house without land waits; a clerk links it, another person reviews, and it enters the book', async () => {
    const there = await dryRun(together(land(40), house(40, 1)));
    await fixture.registry.stock.importBatch(there.batchId, admin);
    const batch = await dryRun(together(house(40, 2, { code: old }), house(99, 1)));
    expect(batch.byState).toEqual({ UNLINKED: 2 });
    expect(await codesOf(batch.batchId, unitOf(99, 1))).toEqual(['LAND_MISSING']);
    const link = { batchId: batch.batchId, house: old, basis: '房产档案 2008-12', by: clerk };
    await expect(fixture.registry.stock.proposeLink({ ...link, unitCode: unitOf(99, 1) })).rejects.toThrow(
      /没有这宗地/,
    );
    await expect(fixture.registry.stock.proposeLink({ ...link, unitCode: unitOf(40, 1) })).rejects.toThrow(/已有簿页/);
    const linkId = await fixture.registry.stock.proposeLink({ ...link, unitCode: unitOf(40, 2) });
    await expect(
      fixture.registry.stock.decideLink({ linkId, decision: 'approve', opinion: '相符', by: clerk }),
    ).rejects.toMatchObject({ code: 'SEPARATION_OF_DUTIES' });
    await fixture.registry.stock.decideLink({ linkId, decision: 'approve', opinion: '相符', by: reviewer });
    expect(await fixture.registry.units.unitPage(unitOf(40, 2))).toMatchObject({ ownership: { regType: 200 } });
    const waiting = (await fixture.registry.stock.listHouses({ states: ['UNLINKED'] })).map((one) => one.house);
    expect(waiting).toContain(unitOf(99, 1));
    expect(waiting).not.toContain(old);
  });
});

describe('the quality of a page', () => {
  test('of a house with gaps is low: banks and online are told to go to the window, the window goes on', async () => {
    const code = unitOf(10, 1);
    const gaps = { unit: { 所在层: '', 室号: '', 套内面积: '', 分摊面积: '' }, holder: { 证件号: '330299900307001' } };
    const batch = await dryRun(
      together(
        { 宗地: [{ ...parcelRow(10), 使用期限止: '' }], 自然幢: [{ ...buildingRow(10), 竣工日期: '' }] },
        house(10, 1, gaps),
      ),
    );
    await fixture.registry.stock.importBatch(batch.batchId, admin);
    const quality = await fixture.registry.quality.assess(code);
    expect(quality).toMatchObject({ score: 40, blocked: true });
    const { rows } = await fixture.pool.query(
      "SELECT h.name, h.id_no FROM registry.rights r JOIN registry.right_holders h USING (right_id) WHERE r.unit_code = $1 AND r.kind = 'OWNERSHIP'",
      [code],
    );
    const owner = { ...demoCity.people.chen, name: rows[0].name, idNo: rows[0].id_no };
    const unit = { ...demoCity.units.plainSale, unitCode: code, owners: [owner] };
    const change = { operation: 'change', facts: { reason: '用途变更', basisNo: '规划1号', use: 'office' as const } };
    const what = application('BDC-08', unit, { acquirers: [owner] }, change);
    await expect(fixture.registry.cases.fileCase({ ...what, channel: 'online' }, clerk)).rejects.toMatchObject({
      code: 'QUALITY_TOO_LOW',
      message: expect.stringContaining('请到登记窗口办理'),
    });
    const { caseNo } = await fixture.registry.cases.fileCase(what, { ...clerk, role: 'window_acceptor' });
    const [first] = await fixture.registry.quality.listLow({});
    expect(first).toMatchObject({ unitCode: code, wantedBy: [caseNo] });
    await fixture.registry.exchange.completeFacts({
      unitCode: code,
      facts: { floor: 3, roomNo: '301', innerArea: 65, sharedArea: 15, completedOn: '1998-06-30' },
      basis: '测绘成果 2026-7',
      by: clerk,
    });
    expect(await fixture.registry.quality.assess(code)).toMatchObject({ score: 75, blocked: false });
  });

  test('of the demo city is good enough for every channel', async () => {
    let after: string | null = '';
    while (after !== null) after = await fixture.registry.quality.sweep(after, 300);
    const low = await fixture.registry.quality.listLow({ limit: 500 });
    expect(low.filter((one) => one.blocked && !one.unitCode.startsWith('330206009009'))).toEqual([]);
  });
});
