/** The coverage of all diagrams as one page; the pictures lie beside it. */
import type { Coverage } from './coverage.ts';
import type { DiagramNode } from './diagram.ts';
import { escapeXml } from './draw.ts';

const GROUPS: [title: string, is: (node: DiagramNode) => boolean][] = [
  ['结束事件', ({ type }) => type === 'endEvent'],
  ['边界事件', ({ type }) => type === 'boundaryEvent'],
  ['定时器', ({ type, event }) => event === 'timer' && type !== 'boundaryEvent'],
  ['消息', ({ type, event }) => event === 'message' && type !== 'boundaryEvent'],
];

function rows(coverage: Coverage, exceptions: Readonly<Record<string, string>>): string {
  return GROUPS.flatMap(([title, is]) =>
    coverage.diagram.nodes.filter(is).map((node) => {
      const by = coverage.takenBy.get(node.id) ?? [];
      const reached = by.length
        ? by.map(escapeXml).join('<br>')
        : `<b>${escapeXml(exceptions[node.id] ?? '没有场景到达')}</b>`;
      return `<tr class="${by.length ? '' : 'missed'}"><td>${title}</td><td>${escapeXml(node.name)}</td><td><code>${node.id}</code></td><td>${node.event ?? ''}</td><td>${reached}</td></tr>`;
    }),
  ).join('\n');
}

function section(coverage: Coverage, exceptions: Readonly<Record<string, string>>): string {
  const { diagram, percent, problems } = coverage;
  const named = Object.entries(exceptions).map(([id, why]) => `<li><code>${id}</code> ${escapeXml(why)}</li>`);
  return `<section id="${diagram.id}"><h2>${escapeXml(diagram.name)} <code>${diagram.id}</code> <span class="${problems.length ? 'bad' : 'good'}">${percent} %</span></h2>
<p>${diagram.nodes.length} 个元素，${diagram.flows.length} 条顺序流</p>
${problems.length ? `<ul class="bad">${problems.map((one) => `<li>${escapeXml(one)}</li>`).join('')}</ul>` : ''}
${named.length ? `<h3>例外</h3><ul>${named.join('')}</ul>` : ''}
<a href="${diagram.id}.svg"><img src="${diagram.id}.svg" alt="${escapeXml(diagram.name)}"></a>
<table><thead><tr><th>类别</th><th>名称</th><th>编号</th><th>触发</th><th>到达的场景</th></tr></thead><tbody>
${rows(coverage, exceptions)}
</tbody></table></section>`;
}

export function coveragePage(all: readonly { coverage: Coverage; exceptions: Record<string, string> }[]): string {
  const summary = all.map(
    ({ coverage: { diagram, percent, problems } }) =>
      `<li><a href="#${diagram.id}">${escapeXml(diagram.name)}</a> <span class="${problems.length ? 'bad' : 'good'}">${percent} %</span></li>`,
  );
  return `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>流程覆盖率</title>
<style>body{font:14px/1.6 system-ui,"Microsoft YaHei",sans-serif;margin:24px;color:#1f2328}img{max-width:100%;border:1px solid #d0d7de}
table{border-collapse:collapse;margin:12px 0}td,th{border:1px solid #d0d7de;padding:4px 8px;text-align:left;vertical-align:top}
.good{color:#1a7f37}.bad,.missed{color:#cf222e}</style>
<h1>流程覆盖率</h1><ul>${summary.join('')}</ul>
${all.map(({ coverage, exceptions }) => section(coverage, exceptions)).join('\n')}</html>
`;
}
