import type { Finding, RegisterReport } from '../../registry/index.ts';
import { CHECKS, type PackageReport } from '../../server/archive-package/package-report.ts';

const count = (n: number) => n.toLocaleString('en');

/** For the administrator: what was checked, then one line for each difference. */
export function renderReport(report: RegisterReport, anchors: number): string {
  const seconds = Object.values(report.took).reduce((sum, ms) => sum + ms, 0) / 1000;
  return [
    `${count(report.events)} events in ${report.chains} chains, ${count(report.batches)} batches, ${count(report.rows)} rows, ${count(report.documents)} stored documents, ${anchors} anchors; ${seconds.toFixed(1)} s`,
    ...report.findings.map(line),
    ...(report.more ? ['… and more of the same kind'] : []),
    report.ok
      ? `The register agrees with its event chain.${anchors === 0 ? ' No anchor was given: a cut-off end would not be seen.' : ''}`
      : `${report.more ? 'More than ' : ''}${report.findings.length} differences.`,
    '',
  ].join('\n');
}

const STATES = { holds: '✓', fails: '✗', unchecked: '－' } as const;

/** One table of what was checked and what not, then one line for each difference. */
export function renderPackage(report: PackageReport): string {
  const what = report.kind === 'notice' ? '通知书' : '业务';
  return [
    `${what} ${report.number ?? '?'}: ${report.documents} documents, ${report.events} events`,
    ...report.checks.map(({ check, state, count: n, note }) => {
      const result = state === 'holds' && n === 0 ? '无此项 (none inside)' : `${n}`;
      return `${STATES[state]} ${CHECKS[check]}  ${state === 'unchecked' ? `未核验: ${note}` : result}`;
    }),
    ...report.problems.map((problem) => `✗ ${problem}`),
    ...report.ends.map(
      ({ chain, seq, hash }) => `the register's chain ${chain} contains event ${seq} with hash ${hash}`,
    ),
    verdictOn(report),
    '',
  ].join('\n');
}

function verdictOn({ ok, complete, problems }: PackageReport): string {
  if (!ok) return `${problems.length} problems.`;
  return complete ? 'The package is whole.' : 'The package is whole as far as it was checked; － was not.';
}

function line({ kind, table, key, columns, event, text }: Finding): string {
  const where = [table, key].filter(Boolean).join(' ');
  const which = columns.length > 0 ? ` [${columns.join(', ')}]` : '';
  const last = event ? ` (event ${event.chain}/${event.seq} ${event.topic}, ${event.occurredAt.toISOString()})` : '';
  return `✗ ${kind}  ${where}${which}: ${text}${last}`;
}
