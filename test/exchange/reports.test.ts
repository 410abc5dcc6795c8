import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { type DueReport, dayOf, demoCity } from '../../registry/index.ts';
import { application, mortgage, registered, registrar, sale, seizure } from '../registry/support/play.ts';
import { openRegister } from '../registry/support/setup.ts';

const clerk = { userId: 'archivist', role: 'archivist' as const, district: null };

describe('the reporting queue', () => {
  const fixture = openRegister();

  const due = () => fixture.registry.exchange.claimReports(50);
  const only = async (): Promise<DueReport> => {
    const reports = await due();
    expect(reports).toHaveLength(1);
    return reports[0] as DueReport;
  };
  const accept = async (report: DueReport) =>
    fixture.registry.exchange.reportAccepted(report.entryId, report.contentHash, `RPT-${report.entryId}`);

  test('existing stock is not reported, a sale is, with its holders and the title it follows', async () => {
    expect(await due()).toEqual([]);
    const unit = demoCity.units.plainSale;
    const [certificateNo] = await registered(fixture.registry, sale(unit));
    const report = await only();
    const { data, head } = report.message;
    expect(head).toMatchObject({ kind: 'REGISTRATION', district: '330203', unitCodes: unit.unitCode });
    expect(data.FDCQ2).toMatchObject([
      { QSZT: '2', DJLX: expect.any(String) },
      { QSZT: '1', DJLX: '200', BDCQZH: certificateNo, FDCJYJG: '2000000.00', GHYT: '10' },
    ]);
    const now = data.FDCQ2?.find((row) => row.QSZT === '1');
    expect(data.QLR?.filter((row) => row.BSM === now?.BSM)).toMatchObject([
      { QLRMC: demoCity.people.chen.name, ZJZL: '1', ZJH: demoCity.people.chen.idNo, GYFS: '0', QLRLX: '1' },
    ]);
    expect(data.ZXDJ).toHaveLength(1);
    expect(data.XGDJGL).toMatchObject([{ BSM: now?.BSM, YBSM: data.ZXDJ?.[0]?.BSM }]);
    // Leased: nobody else gets it meanwhile.
    expect(await due()).toEqual([]);
    await accept(report);
    expect(await fixture.registry.exchange.countReports(null)).toMatchObject({ PENDING: 0, ACCEPTED: 1 });
  });

  test('a mortgage goes in 万元, exact to the fen', async () => {
    await registered(fixture.registry, mortgage(demoCity.units.mortgageable));
    const report = await only();
    expect(report.message.data.DYAQ).toMatchObject([
      {
        DYFS: '1',
        BDBZZQSE: '90.000000',
        DYBDCLX: '2',
        SFCZJZZR: '0',
        SW: '1',
        BDCDJZMH: expect.stringContaining('证明'),
      },
    ]);
    await accept(report);
  });

  test('a seizure, its queue, its end and the promotion are a report each', async () => {
    const unit = demoCity.saleUnits('330203')[3]!;
    const enter = async () => {
      fixture.clock.advance(1_000);
      const result = await fixture.registry.seizures.enterSeizure(seizure(unit), registrar);
      if (result.kind === 'refused') throw new Error(result.message);
      return result.entries[0]!.rightId;
    };
    const first = await enter();
    const second = await enter();
    const [one, two] = await due();
    expect(one?.message.data.CFDJ).toMatchObject([{ CFLX: '1', BSM: first }]);
    expect(two?.message.data.CFDJ).toMatchObject([{ CFLX: '2', BSM: second, LHSX: '1' }]);
    expect(two?.message.data.CFDJ?.[0]).not.toHaveProperty('CFQSSJ');
    for (const report of [one, two]) await accept(report as DueReport);
    fixture.clock.advance(1_000);
    await fixture.registry.seizures.liftSeizure(
      {
        noticeNo: 'lift-601',
        rightId: first,
        authority: demoCity.court.authority,
        documentNo: '（2026）浙0203执601号',
      },
      registrar,
    );
    const lift = await only();
    expect(lift.message.head.kind).toBe('SEIZURE_LIFT');
    expect(lift.message.data.CFDJ).toMatchObject([
      { BSM: first, QSZT: '2', JFYY: expect.stringContaining('解除查封') },
      { BSM: second, CFLX: '1', QSZT: '1', CFQSSJ: expect.any(String) },
    ]);
    expect(lift.message.data.ZXDJ).toMatchObject([{ BSM: first }]);
    await accept(lift);
  });

  test('a reissue names the new certificate', async () => {
    const unit = demoCity.units.rename;
    const [certificateNo] = await registered(
      fixture.registry,
      application(
        'BDC-31',
        unit,
        { acquirers: unit.owners },
        { targets: [{ certificateNo: unit.certificateNo }], reissue: { cause: 'damaged', oldReturned: true } },
      ),
    );
    const report = await only();
    expect(report.message.data.FDCQ2).toMatchObject([{ BDCQZH: certificateNo }]);
    await accept(report);
  });

  test('what cannot be sent comes again later and later', async () => {
    await registered(fixture.registry, mortgage(demoCity.saleUnits('330203')[5]!));
    const report = await only();
    await fixture.registry.exchange.reportFailed(report.entryId, 'no answer');
    expect(await due()).toEqual([]);
    fixture.clock.advance(1_000);
    const again = await only();
    expect(again).toMatchObject({ entryId: report.entryId, attempts: 2, contentHash: report.contentHash });
    await fixture.registry.exchange.reportFailed(report.entryId, 'no answer');
    fixture.clock.advance(1_000);
    expect(await due()).toEqual([]);
    fixture.clock.advance(1_000);
    await accept(await only());
  });

  test('a reject waits for a clerk: survey data is completed by an entry of its own, then both are sent', async () => {
    const unit = demoCity.saleUnits('330203')[7]!;
    await registered(fixture.registry, mortgage(unit));
    const report = await only();
    const finding = {
      table: 'ZRZ',
      field: 'ZCS',
      unitCode: unit.unitCode,
      code: 'MISSING',
      message: 'ZRZ.ZCS：必填项为空',
    };
    await fixture.registry.exchange.reportRejected(report.entryId, report.contentHash, [finding]);
    expect(await fixture.registry.exchange.listReports({ state: 'REJECTED' })).toMatchObject([
      { entryId: report.entryId, unitCodes: [unit.unitCode], findings: [{ ...finding, remedy: 'complete' }] },
    ]);
    const before = await fixture.registry.units.unitPage(unit.unitCode);
    const asOf = fixture.clock.now();
    fixture.clock.advance(60_000);
    await expect(
      fixture.registry.exchange.completeFacts({
        unitCode: unit.unitCode,
        facts: { innerArea: 1 },
        basis: '测绘成果 2026-1',
        by: clerk,
      }),
    ).rejects.toMatchObject({ code: 'COMPLETION_INVALID' });
    await fixture.registry.exchange.completeFacts({
      unitCode: unit.unitCode,
      facts: { totalFloors: 33, structure: '钢结构' },
      basis: '测绘成果 2026-1',
      by: clerk,
    });
    const after = await fixture.registry.units.unitPage(unit.unitCode);
    expect(after?.unit).toMatchObject({ totalFloors: 33, structure: '钢结构' });
    expect(after?.registerVersion).toBe((before?.registerVersion ?? 0) + 1);
    const then = await fixture.registry.units.unitPage(unit.unitCode, { at: asOf });
    expect(then?.unit).toEqual(before?.unit);
    const both = await due();
    expect(both.map((one) => one.entryId)).toContain(report.entryId);
    expect(both).toHaveLength(2);
    for (const one of both) expect(one.message.data.ZRZ).toMatchObject([{ ZCS: '33', FWJG: '1' }]);
    for (const one of both) await accept(one);
    expect(await fixture.registry.exchange.listReports({ state: 'REJECTED' })).toEqual([]);
  });

  test('the daily comparison finds what the platform lost, and sends it again', async () => {
    const day = dayOf(fixture.clock.now());
    const { rows } = await fixture.pool.query<{ entry_id: string; content_hash: string }>(
      'SELECT entry_id, content_hash FROM registry.upper_reports ORDER BY entry_id',
    );
    const there = rows.map((row) => ({ messageNo: `entry-${row.entry_id}`, contentHash: row.content_hash }));
    expect(await fixture.registry.exchange.reconcile(day, there)).toMatchObject({
      entered: rows.length,
      accepted: rows.length,
      pending: 0,
      rejected: 0,
      missing: [],
      unknown: [],
      different: [],
    });
    const [lost, changed, ...rest] = there;
    const other = { messageNo: changed?.messageNo ?? '', contentHash: createHash('sha256').digest('hex') };
    const result = await fixture.registry.exchange.reconcile(day, [
      other,
      ...rest,
      { messageNo: 'entry-999999', contentHash: other.contentHash },
    ]);
    expect(result).toMatchObject({
      missing: [lost?.messageNo],
      different: [changed?.messageNo],
      unknown: ['entry-999999'],
    });
    const again = await only();
    expect(`entry-${again.entryId}`).toBe(lost?.messageNo);
    expect(again.attempts).toBeGreaterThan(1); // else the platform would repeat its old answer to the same key
    await accept(again);
  });

  test('a correction that was accepted takes the place of what it put right', async () => {
    const unit = demoCity.saleUnits('330203')[9]!;
    await registered(fixture.registry, mortgage(unit));
    const report = await only();
    const finding = { table: 'H', field: 'FWYT1', unitCode: unit.unitCode, code: 'ENUM', message: 'H.FWYT1：不符' };
    await fixture.registry.exchange.reportRejected(report.entryId, report.contentHash, [finding]);
    expect((await fixture.registry.exchange.getReport(report.entryId))?.findings).toMatchObject([
      { remedy: 'correct' },
    ]);
    await registered(
      fixture.registry,
      application(
        'BDC-29',
        unit,
        { acquirers: unit.owners },
        {
          operation: 'facts',
          correction: { error: '用途错误', evidenceNo: '规划1号', holderConsents: true },
          facts: { reason: '登记错误', basisNo: '规划1号', use: 'commercial' },
        },
      ),
    );
    const correction = await only();
    expect(correction.message.data.H).toMatchObject([{ FWYT1: '31' }]);
    await accept(correction);
    expect(await fixture.registry.exchange.getReport(report.entryId)).toMatchObject({ state: 'REPLACED' });
    await expect(fixture.registry.exchange.resendReport(report.entryId, clerk, '再报')).rejects.toMatchObject({
      code: 'REPORT_NOT_REJECTED',
    });
  });
});
