/** The report of a demo run: a timeline per case and a summary. */
import { CASE_STATUS_TEXT, type CaseStatus, type TimelineEntry } from '../../server/api/index.ts';
import type { FlowResult } from './flows/run-flows.ts';
import type { DemoReport, DemoResult } from './run-demo.ts';

const clock = new Intl.DateTimeFormat('zh-CN', {
  timeZone: 'Asia/Shanghai',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hour12: false,
});

function minutes(value: number | null): string {
  return value === null ? '    -' : value.toFixed(1).padStart(5);
}

/** From filing to the last event, by the wall clock: outside office hours the working minutes stand still. */
function elapsed(entries: readonly TimelineEntry[]): string {
  const [first, last] = [entries[0], entries.at(-1)];
  if (!first || !last) return '';
  return `，历时 ${Math.round((Date.parse(last.at) - Date.parse(first.at)) / 1000)} 秒`;
}

/** Columns as wide as they look: a Chinese character takes two. */
function pad(text: string, width: number): string {
  const taken = [...text].reduce((sum, character) => sum + (character.codePointAt(0)! > 0x2e7f ? 2 : 1), 0);
  return text + ' '.repeat(Math.max(width - taken, 1));
}

const offices: Record<string, string> = { tax: '税务局', payment: '统一支付平台' };

export function outcomeText(outcome: string): string {
  return outcome === 'rejected' ? '未予录入' : (CASE_STATUS_TEXT[outcome as CaseStatus] ?? outcome);
}

function entryLine(entry: TimelineEntry): string {
  const note = entry.note ? `（${entry.note}）` : '';
  return `    ${clock.format(new Date(entry.at))}  毛${minutes(entry.grossMinutes)}  净${minutes(entry.netMinutes)}  ${pad(offices[entry.actor ?? ''] ?? entry.actor ?? '系统', 22)}${entry.text}${note}`;
}

export function caseReport({ example, played, differences }: DemoResult): string {
  const mark = differences.length === 0 ? '✔' : '✘';
  const lines = [`${mark} ${example.name}  ${example.expected.title}`];
  if (played) {
    const { timeline, caseNo } = played;
    const time = timeline
      ? `，毛用时 ${timeline.sla.grossMinutes.toFixed(1)} 分钟，净用时 ${timeline.sla.netMinutes.toFixed(1)} 分钟${elapsed(timeline.entries)}`
      : '';
    lines.push(
      `  业务号 ${caseNo ?? '—'}，结果：${outcomeText(played.outcome)}${played.problemCode ? ` ${played.problemCode}` : ''}${time}`,
    );
    for (const number of played.certificateNos) lines.push(`  ${number}`);
    for (const entry of timeline?.entries ?? []) lines.push(entryLine(entry));
  }
  for (const difference of differences) lines.push(`  与预期不符：${difference}`);
  return lines.join('\n');
}

export function flowReport({ play, end, seconds, differences }: FlowResult): string {
  const lines = [`${differences.length === 0 ? '✔' : '✘'} ${play.name}  ${play.title}`];
  if (end) lines.push(`  业务号 ${end.caseNo}，结果：${end.outcome}，历时 ${seconds} 秒`);
  for (const difference of differences) lines.push(`  与预期不符：${difference}`);
  return lines.join('\n');
}

export function summary(report: DemoReport, flows: readonly FlowResult[]): string {
  const lines = ['', '汇总'];
  for (const { example, played, differences } of report.results) {
    const mark = differences.length === 0 ? '✔' : '✘';
    lines.push(
      `  ${mark} ${pad(example.name, 36)}${pad(outcomeText(played?.outcome ?? '未完成'), 14)}${example.expected.title}`,
    );
  }
  for (const { play, end, differences } of flows) {
    const mark = differences.length === 0 ? '✔' : '✘';
    lines.push(`  ${mark} ${pad(play.name, 36)}${pad(play.title, 48)}${end?.outcome ?? '未完成'}`);
  }
  const numbers = report.results.flatMap(({ played }) => played?.certificateNos ?? []);
  lines.push(...report.certificateProblems.map((problem) => `  ✘ ${problem}`));
  if (numbers.length > 0 && report.certificateProblems.length === 0)
    lines.push(`  ✔ ${numbers.length} 个证号各出现一次，且都能在公开核验页核验`);
  const good = (results: readonly { differences: readonly string[] }[]) =>
    results.filter(({ differences }) => differences.length === 0).length;
  if (report.results.length > 0) lines.push(`  ${good(report.results)} / ${report.results.length} 个申请包按预期办结`);
  if (flows.length > 0) lines.push(`  ${good(flows)} / ${flows.length} 个协同业务按预期办理`);
  return lines.join('\n');
}
