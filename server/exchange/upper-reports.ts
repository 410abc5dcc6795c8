import { checkMessage } from '../../departments/upper/check-message.ts';
import type { ReportRequest } from '../../departments/upper/contract.ts';
import { toXml } from '../../departments/upper/xml.ts';
import type { DueReport } from '../../registry/index.ts';
import type { ServerDeps } from '../deps.ts';
import { type Loop, startLoop } from '../loops/loop.ts';

const BATCH = 20;
const IDLE_MS = 1_000;

/**
 * 上报: sends every entry of the register to the platform above (domain S12). The message is read from the register here, checked
 * against the platform's dictionary and posted; nothing of it is logged. A rejected one goes into the data-quality queue; no case
 * ever waits for it. Leased in the register, so several servers share the work.
 */
export function startUpperReports(
  deps: Pick<ServerDeps, 'registry' | 'departments' | 'log'> & { config: Pick<ServerDeps['config'], 'upperFormat'> },
): Loop {
  return startLoop({
    name: 'upper-reports',
    log: deps.log,
    round: async () => {
      const due = await deps.registry.exchange.claimReports(BATCH);
      for (const report of due) await send(deps, report);
      return due.length === BATCH ? 0 : IDLE_MS;
    },
  });
}

async function send(
  { registry, departments, log, config }: Parameters<typeof startUpperReports>[0],
  { entryId, attempts, message, contentHash }: DueReport,
): Promise<void> {
  const { exchange } = registry;
  const wrong = checkMessage(message);
  if (wrong.length > 0) {
    log.warn({ entryId, findings: wrong.length }, 'a report does not fit the dictionary and was not sent');
    return exchange.reportRejected(entryId, contentHash, wrong);
  }
  const body: ReportRequest =
    config.upperFormat === 'xml'
      ? { contentHash, format: 'xml', xml: toXml(message) }
      : { contentHash, format: 'json', message };
  // The same message may be judged again after the platform has mended its own library, so each attempt has a key of its own.
  const key = `report:${entryId}:${contentHash.slice(0, 16)}:${attempts}`;
  const answer = await departments.upper.report(body, { idempotencyKey: key, traceId: `entry-${entryId}` });
  if (answer.kind === 'unavailable') return exchange.reportFailed(entryId, answer.technical.message);
  if (answer.kind === 'refused') {
    const finding = { table: null, field: null, unitCode: null, code: answer.code, message: answer.message };
    return exchange.reportRejected(entryId, contentHash, [finding]);
  }
  if (answer.value.result === 'accepted') return exchange.reportAccepted(entryId, contentHash, answer.value.reportNo);
  log.warn({ entryId, findings: answer.value.findings.length }, 'the platform rejected a report');
  return exchange.reportRejected(entryId, contentHash, answer.value.findings);
}
