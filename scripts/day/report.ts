import { type CaseDetail, NOTICE_KINDS } from '../../server/api/index.ts';
import { PAUSE_CAUSES } from '../../server/views/words.ts';
import type { Books } from './books.ts';
import { wordOf } from './court-story.ts';
import type { Intake } from './intake.ts';
import { ACCEPTED_PER_DAY, BANK_PER_DAY, COURT_PER_DAY } from './mix.ts';
import { DURING_OUTAGE, describe, type Outage } from './outages.ts';
import { NO_REASON } from './reasons.ts';
import type { DayRun } from './virtual-day.ts';
import { unplayedItems } from './window-items.ts';

export interface DayReport extends Books {
  seed: number;
  intake: Intake;
  run: DayRun;
  outages: readonly Outage[];
  waiting: Map<string, string[]>;
  realSeconds: number;
}

/**
 * Somebody was faster, it is too late, or a department is out at that moment: refusals that belong to a day's work. Any other is a fault of the
 * play or the product.
 */
const USUAL_REFUSALS = new RegExp(
  `(TASK_\\w+|CASE_CLOSED|CASE_ALREADY_REGISTERED|CASE_NOT_WAITING_FOR_SUPPLEMENT|SEIZURE_REFUSED|${DURING_OUTAGE})$`,
);

/** A step that people do more often than this in one case does not lead anywhere. */
const CIRCLING = 6;

/** What is wrong with the day; empty when it adds up. */
export function differences({ run, waiting, balances, intake }: DayReport): string[] {
  return [
    ...[...run.refusals].filter(([what]) => !USUAL_REFUSALS.test(what)).map(([what, n]) => `${n} 次操作被拒：${what}`),
    ...(waiting.get(NO_REASON) ?? []).map((caseNo) => `业务 ${caseNo} 没有办结，也不在等待任何事`),
    ...run.stories.flatMap(({ caseNo, done }) =>
      [...done()]
        .filter(([, times]) => times > CIRCLING)
        .map(([step, times]) => `业务 ${caseNo} 的 ${step} 做了 ${times} 次`),
    ),
    ...intake.unplanned.map((caseNo) => `业务 ${caseNo} 的受理结果与计划不符`),
    ...balances.filter((one) => !one.agrees).map((one) => `${one.name}：${one.left} ≠ ${one.right}`),
  ];
}

const counted = (values: Iterable<string>): [string, number][] => {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]);
};

export function renderReport(report: DayReport): string {
  const { run, intake, waiting, balances, pauses, outages } = report;
  const details = run.stories.flatMap((story) => story.seen() ?? []);
  const notices = run.notices.flatMap((story) => story.seen() ?? []);
  const net = details.filter((one) => one.registeredAt).map((one) => one.sla.netMinutes);
  net.sort((a, b) => a - b);
  const share = (of: number) => (net.length === 0 ? '–' : net[Math.floor(of * (net.length - 1))]!.toFixed(1));
  const lines = [
    `登记中心的一天（虚拟时间 08:30–17:00），种子 ${report.seed}`,
    `申请 ${intake.filed} 件，受理 ${intake.accepted} 件，不予受理 ${intake.turnedAway} 件，下班时仍在收件 ${intake.inIntake} 件；实际用时 ${report.realSeconds.toFixed(0)} 秒`,
    `文章每日受理 ${ACCEPTED_PER_DAY} 件，其中银行约 ${BANK_PER_DAY}、法院约 ${COURT_PER_DAY}`,
    ...(unplayedItems().length > 0 ? [`尚未演练的事项（份额分给其他事项）：${unplayedItems().join('、')}`] : []),
    '',
    '结果',
    ...counted(details.map((one) => `${waysOf(one)} ${one.statusText}`)).map(([what, n]) => row(what, n)),
    ...counted(notices.map((one) => `法院 ${NOTICE_KINDS[one.kind]} ${wordOf(one)}`)).map(([what, n]) => row(what, n)),
    '',
    `登簿净用时（工作分钟）：p50 ${share(0.5)}  p90 ${share(0.9)}  p99 ${share(0.99)}  最长 ${share(1)}`,
    '',
    '时效暂停，按原因（次数，工作分钟）',
    ...[...pauses].map(([cause, { count, minutes }]) =>
      row(`${PAUSE_CAUSES[cause as keyof typeof PAUSE_CAUSES] ?? cause}  ${minutes.toFixed(0)}`, count),
    ),
    '',
    '下班时未办结，按等待的事',
    ...(waiting.size === 0 ? ['  无'] : [...waiting].map(([reason, cases]) => row(reason, cases.length))),
    '',
    `部门故障 ${outages.length} 次：${outages.map(describe).join('；')}`,
    '督办重试的异常',
    ...(run.incidents.size === 0 ? ['  无'] : [...run.incidents].map(([what, n]) => row(what, n))),
    '操作被拒（来迟、部门不通等）',
    ...(run.refusals.size === 0 ? ['  无'] : [...run.refusals].map(([what, n]) => row(what, n))),
    '',
    '对账',
    ...balances.map((one) => `  ${one.agrees ? '✓' : '✗'} ${one.name}\n      ${one.left}  |  ${one.right}`),
    '',
  ];
  const wrong = differences(report);
  return [...lines, ...(wrong.length === 0 ? ['账目相符。'] : ['不符：', ...wrong.map((one) => `  ${one}`)]), ''].join(
    '\n',
  );
}

/** 一路通 and the banks' cases are told apart from those of the windows. */
const waysOf = ({ itemCode, process }: CaseDetail) =>
  `${PROCESS_WORDS[process?.bpmnProcessId ?? ''] ?? '窗口'} ${itemCode}`;
const PROCESS_WORDS: Record<string, string> = {
  'bdc-secondhand-yilutong': '一路通',
  'bdc-bank-mortgage': '银行',
};

const row = (what: string, n: number) => `  ${String(n).padStart(6)}  ${what}`;
