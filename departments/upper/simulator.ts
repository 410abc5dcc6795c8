/**
 * Simulated upper platform with the checks such a platform makes. What it rejected is at `GET /rejects`;
 * `PUT /rejected-units` names units whose reports it will not take.
 */
import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import { UnitCode } from '../shared/wire.ts';
import type { SimulatorOptions } from '../simulation/options.ts';
import { createSimulatorKit, refuse } from '../simulation/simulator.ts';
import type { ReportRequest } from './contract.ts';
import { upperOperations } from './contract.ts';

interface Report {
  readonly reportNo: string;
  readonly caseNo: string | null;
  readonly acceptedAt: string;
}
interface Reject {
  readonly eventId: string;
  readonly caseNo: string | null;
  readonly findings: readonly string[];
  readonly at: string;
}

const Units = Type.Object({ unitCodes: Type.Array(UnitCode) });

export async function upperSimulator(app: FastifyInstance, options: SimulatorOptions) {
  const kit = createSimulatorKit(app, 'upper', options);
  const reports = kit.table<Report>('reports');
  const rejects = kit.table<Reject>('rejects');
  const rejectedUnits = kit.table<true>('rejectedUnits');

  function findingsOf(report: ReportRequest): string[] {
    const findings: string[] = [];
    if (report.unitCode !== undefined) {
      if (!/^[0-9A-Z]{28}$/.test(report.unitCode)) findings.push('不动产单元号不是 28 位');
      if (rejectedUnits.get(report.unitCode)) findings.push('不动产单元在上级库中不存在或图属不一致');
    }
    if (report.registeredAt !== undefined) {
      const at = Date.parse(report.registeredAt);
      if (Number.isNaN(at)) findings.push('登簿时间格式不正确');
      else if (at > options.clock.now().getTime() + 60_000) findings.push('登簿时间晚于上报时间');
    }
    for (const certificateNo of report.certificateNos ?? []) {
      if (!/第\d+号$/.test(certificateNo)) findings.push('不动产权证书（登记证明）号格式不正确');
    }
    return findings;
  }

  kit.serve(upperOperations.report, (request) => {
    const known = reports.get(request.eventId);
    if (known) return { reportNo: known.reportNo, acceptedAt: known.acceptedAt };
    const caseNo = request.caseNo ?? null;
    const findings = findingsOf(request);
    if (findings.length > 0) {
      rejects.set(request.eventId, { eventId: request.eventId, caseNo, findings, at: kit.now() });
      return refuse('REPORT_REJECTED', `上级平台退回：${findings.join('；')}。请更正数据后重新上报。`);
    }
    rejects.delete(request.eventId);
    const report: Report = { reportNo: kit.nextNumber('RPT'), caseNo, acceptedAt: kit.now() };
    reports.set(request.eventId, report);
    return { reportNo: report.reportNo, acceptedAt: report.acceptedAt };
  });

  app.get('/rejects', async () => ({ rejects: rejects.values() }));
  app.put('/rejected-units', { schema: { body: Units } }, async (request) => {
    const { unitCodes } = request.body as Type.Static<typeof Units>;
    for (const code of unitCodes) rejectedUnits.set(code, true);
    return { unitCodes: unitCodes.length };
  });
}
