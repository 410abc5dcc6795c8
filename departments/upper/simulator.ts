/**
 * Simulated upper platform with the checks such a platform makes. What it rejected is at `GET /rejects`; `PUT /rejected-units` names
 * units that its own library does not know, `DELETE` the other way; `POST /forget` loses a report, as after a restored backup.
 * It keeps numbers and hashes, never a holder.
 */
import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import { shanghaiDate } from '../shared/shanghai-time.ts';
import { UnitCode } from '../shared/wire.ts';
import type { SimulatorOptions } from '../simulation/options.ts';
import { createSimulatorKit, refuse } from '../simulation/simulator.ts';
import { businessFindings } from './business-checks.ts';
import { checkMessage } from './check-message.ts';
import { type ReportRequest, upperOperations } from './contract.ts';
import type { Finding, Message } from './message.ts';
import { fromXml } from './xml.ts';

interface Report {
  readonly reportNo: string;
  readonly messageNo: string;
  readonly contentHash: string;
  readonly caseNo: string | null;
  /** Local day of the entry. */
  readonly day: string;
  readonly acceptedAt: string;
  readonly tables: Readonly<Record<string, number>>;
}
interface Reject {
  readonly messageNo: string;
  readonly caseNo: string | null;
  readonly findings: readonly Finding[];
  readonly at: string;
}

const Units = Type.Object({ unitCodes: Type.Array(UnitCode) });
const MessageNo = Type.Object({ messageNo: Type.String({ maxLength: 80 }) });

export async function upperSimulator(app: FastifyInstance, options: SimulatorOptions) {
  const kit = createSimulatorKit(app, 'upper', options);
  const reports = kit.table<Report>('reports');
  const rejects = kit.table<Reject>('rejects');
  const rejectedUnits = kit.table<true>('rejectedUnits');

  function findingsOf(message: Message): Finding[] {
    const unknown = message.head.unitCodes
      .split('、')
      .filter((code) => rejectedUnits.get(code))
      .map(
        (unitCode): Finding => ({
          table: null,
          field: null,
          unitCode,
          code: 'UNIT_UNKNOWN_ABOVE',
          message: '不动产单元在上级库中不存在或图属不一致',
        }),
      );
    return [...checkMessage(message), ...businessFindings(message, options.clock.now()), ...unknown];
  }

  kit.serve(upperOperations.report, (request) => {
    const message = read(request);
    if (typeof message === 'string')
      return refuse('REPORT_REJECTED', `上级平台退回：${message}。请检查报文后重新上报。`);
    const { messageNo } = message.head;
    const known = reports.get(messageNo);
    if (known && known.contentHash === request.contentHash) return accepted(known);
    const caseNo = message.head.caseNo || null;
    const findings = findingsOf(message);
    if (findings.length > 0) {
      rejects.set(messageNo, { messageNo, caseNo, findings, at: kit.now() });
      return { result: 'rejected' as const, findings };
    }
    rejects.delete(messageNo);
    const report: Report = {
      reportNo: known?.reportNo ?? kit.nextNumber('RPT'),
      messageNo,
      contentHash: request.contentHash,
      caseNo,
      day: shanghaiDate(new Date(message.head.registeredAt)),
      acceptedAt: kit.now(),
      tables: Object.fromEntries(Object.entries(message.data).map(([table, rows]) => [table, rows.length])),
    };
    reports.set(messageNo, report);
    return accepted(report);
  });

  kit.serve(upperOperations.acceptedOfDay, (_body, { day }) => ({
    day,
    accepted: reports
      .values()
      .filter((report) => report.day === day)
      .map(({ messageNo, contentHash }) => ({ messageNo, contentHash })),
  }));

  app.get('/rejects', async () => ({ rejects: rejects.values() }));
  app.get('/reports', async () => ({ reports: reports.values() }));
  app.put('/rejected-units', { schema: { body: Units } }, async (request) => {
    const { unitCodes } = request.body as Type.Static<typeof Units>;
    for (const code of unitCodes) rejectedUnits.set(code, true);
    return { unitCodes: unitCodes.length };
  });
  app.delete('/rejected-units', { schema: { body: Units } }, async (request) => {
    const { unitCodes } = request.body as Type.Static<typeof Units>;
    for (const code of unitCodes) rejectedUnits.delete(code);
    return { unitCodes: unitCodes.length };
  });
  app.post('/forget', { schema: { body: MessageNo } }, async (request) => {
    reports.delete((request.body as Type.Static<typeof MessageNo>).messageNo);
    return {};
  });
}

const accepted = ({ reportNo, acceptedAt }: Report) => ({ result: 'accepted' as const, reportNo, acceptedAt });

/** The message of either form, or why it cannot be read. */
function read(request: ReportRequest): Message | string {
  if (request.format === 'json') return request.message ?? '报文为空';
  try {
    return fromXml(request.xml ?? '');
  } catch {
    return 'XML 报文不能解析';
  }
}
