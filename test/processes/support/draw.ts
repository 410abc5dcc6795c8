/** A diagram as SVG from its own coordinates, taken ways coloured and missed ones red. No browser needed. */
import type { Coverage } from './coverage.ts';
import type { Box, DiagramFlow, DiagramNode, Point } from './diagram.ts';

export const TAKEN = '#1a7f37';
export const MISSED = '#cf222e';
const EXCUSED = '#8c959f';
const FILL: Record<string, string> = { [TAKEN]: '#eaf7ed', [MISSED]: '#ffebe9', [EXCUSED]: '#f6f8fa' };
const MARGIN = 20;

export const escapeXml = (text: string) => text.replace(/[<>&"]/g, (one) => `&#${one.charCodeAt(0)};`);
const wide = (one: string) => (one.charCodeAt(0) > 255 ? 1 : 0.55);

/** Lines of about the same length, of at most `widest` Chinese characters. */
function wrap(text: string, widest: number): string[] {
  const total = [...text].reduce((sum, one) => sum + wide(one), 0);
  const most = Math.min(widest, Math.ceil(total / Math.ceil(total / widest)));
  const lines: string[] = [''];
  let width = 0;
  for (const one of text) {
    if (width + wide(one) > most) {
      lines.push('');
      width = 0;
    }
    lines[lines.length - 1] += one;
    width += wide(one);
  }
  return lines;
}

function words(text: string, centre: Point, most: number, size: number, fill = '#1f2328'): string {
  const lines = wrap(text, most);
  const top = centre.y - ((lines.length - 1) * (size + 3)) / 2 + size * 0.35;
  return lines
    .map((line, i) => {
      const y = top + i * (size + 3);
      return `<text x="${centre.x}" y="${y}" font-size="${size}" text-anchor="middle" fill="${fill}">${escapeXml(line)}</text>`;
    })
    .join('');
}

const centreOf = (box: Box): Point => ({ x: box.x + box.width / 2, y: box.y + box.height / 2 });

const MARK: Record<string, string> = {
  exclusiveGateway: '×',
  parallelGateway: '＋',
  eventBasedGateway: '⬠',
  timer: '◷',
  message: '✉',
  error: '↯',
  terminate: '●',
  serviceTask: '⚙',
  userTask: '♟',
  businessRuleTask: '▤',
  callActivity: '⊞',
};

function shape(node: DiagramNode, colour: string): string {
  const { box, type } = node;
  const { x, y } = centreOf(box);
  const paint = `fill="${FILL[colour]}" stroke="${colour}"`;
  const dashed = node.interrupting ? '' : ' stroke-dasharray="5 3"';
  const name = node.label ? words(node.name, centreOf(node.label), node.label.width / 11 + 0.5, 11) : '';
  if (type.endsWith('Gateway')) {
    const points = `${x},${box.y} ${box.x + box.width},${y} ${x},${box.y + box.height} ${box.x},${y}`;
    return `<polygon points="${points}" ${paint} stroke-width="2"/>${words(MARK[type] ?? '', { x, y }, 2, 22, colour)}${name}`;
  }
  if (type.endsWith('Event')) {
    const width = type === 'endEvent' ? 4 : 1.5;
    const ring = /boundary|intermediate/.test(type)
      ? `<circle cx="${x}" cy="${y}" r="14" fill="none" stroke="${colour}" stroke-width="1.5"${dashed}/>`
      : '';
    const mark = node.event ? words(MARK[node.event] ?? '', { x, y }, 2, 16, colour) : '';
    return `<circle cx="${x}" cy="${y}" r="18" ${paint} stroke-width="${width}"${dashed}/>${ring}${mark}${name}`;
  }
  const event = node.expanded && type === 'subProcess';
  const frame = `<rect x="${box.x}" y="${box.y}" width="${box.width}" height="${box.height}" rx="10" ${paint} fill-opacity="${event ? 0.25 : 1}" stroke-width="${type === 'callActivity' ? 4 : 2}"/>`;
  if (node.expanded) return frame + words(node.name, { x, y: box.y + 14 }, 60, 12);
  const mark = MARK[type] ? words(MARK[type], { x: box.x + 14, y: box.y + 14 }, 2, 15, colour) : '';
  return frame + mark + words(node.name, { x, y }, 7, 12);
}

function line(flow: DiagramFlow, colour: string): string {
  const points = flow.points.map(({ x, y }) => `${x},${y}`).join(' ');
  const name = flow.label ? words(flow.name, centreOf(flow.label), 12, 11) : '';
  const marker = `url(#arrow-${colour.slice(1)})`;
  return `<polyline points="${points}" fill="none" stroke="${colour}" stroke-width="${colour === MISSED ? 4 : 2}" marker-end="${marker}"/>${name}`;
}

export function drawCoverage({ diagram, takenBy, missed }: Coverage): string {
  const lost = new Set(missed);
  const colourOf = (id: string) => (lost.has(id) ? MISSED : takenBy.get(id)?.length ? TAKEN : EXCUSED);
  const { box } = diagram.pool;
  const title = (id: string) => `<title>${escapeXml([id, ...(takenBy.get(id) ?? [])].join('\n'))}</title>`;
  const group = (id: string, drawing: string) => `<g id="${id}">${title(id)}${drawing}</g>`;
  const lanes = [diagram.pool, ...diagram.lanes].map(({ name, box: lane }) => {
    const at = { x: lane.x + 15, y: lane.y + lane.height / 2 };
    const text = `<g transform="rotate(-90 ${at.x} ${at.y})">${words(name, at, 60, 12)}</g>`;
    return `<rect x="${lane.x}" y="${lane.y}" width="${lane.width}" height="${lane.height}" fill="none" stroke="#57606a"/>${text}`;
  });
  const boundary = diagram.nodes.filter(({ type }) => type === 'boundaryEvent');
  const others = diagram.nodes.filter(({ type }) => type !== 'boundaryEvent');
  const arrows = [TAKEN, MISSED, EXCUSED].map(
    (colour) =>
      `<marker id="arrow-${colour.slice(1)}" viewBox="0 0 10 10" refX="10" refY="5" markerWidth="9" markerHeight="9" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0L10 5L0 10z" fill="${colour}"/></marker>`,
  );
  const view = [box.x - MARGIN, box.y - MARGIN, box.width + 2 * MARGIN, box.height + 2 * MARGIN];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${view.join(' ')}" width="${view[2]}" height="${view[3]}" font-family="'Noto Sans CJK SC', 'Microsoft YaHei', sans-serif">`,
    `<rect x="${view[0]}" y="${view[1]}" width="100%" height="100%" fill="#fff"/><defs>${arrows.join('')}</defs>`,
    ...lanes,
    ...others.map((node) => group(node.id, shape(node, colourOf(node.id)))),
    ...diagram.flows.map((flow) => group(flow.id, line(flow, colourOf(flow.id)))),
    ...boundary.map((node) => group(node.id, shape(node, colourOf(node.id)))),
    '</svg>',
  ].join('\n');
}
