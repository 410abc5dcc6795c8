/** 不动产登记簿, one unit's page in the order of the book, as it is printed for reading. */
import { spacedUnitCode } from './chinese-format.ts';
import type { DocumentFonts } from './fonts.ts';
import { createPageFlow, drawFooters, page as margins, type PageFlow } from './page-flow.ts';
import { colours, createSheet } from './sheet.ts';

export interface RegisterEntryFields {
  /** Label and value in words; two pairs stand in a row, a `wide` one alone. */
  readonly fields: readonly { readonly label: string; readonly value: string; readonly wide?: boolean }[];
}

export interface RegisterPageData {
  readonly unitCode: string;
  readonly location: string;
  readonly version: number;
  /** Instant the page shows, in words. */
  readonly asOf: string;
  readonly office: string;
  readonly facts: RegisterEntryFields['fields'];
  /** 所有权, 抵押权, 预告 …: one block a right; an empty section says 无. */
  readonly sections: readonly { readonly title: string; readonly entries: readonly RegisterEntryFields[] }[];
  readonly history: readonly { readonly at: string; readonly text: string; readonly certificateNos: string }[];
}

export function renderRegisterPage(fonts: DocumentFonts, data: RegisterPageData, createdAt: Date): Promise<Buffer> {
  const sheet = createSheet(fonts, { title: `不动产登记簿 ${data.unitCode}`, createdAt, layout: 'portrait' });
  const flow = createPageFlow(sheet);
  flow.text('不动产登记簿', { size: 22, weight: 'bold', align: 'center', spacing: 6 });
  flow.skip(6);
  flow.text(data.office, { size: 10, align: 'center', colour: colours.muted });
  flow.skip(12);
  flow.row([
    { text: '不动产单元号', share: 2, label: true },
    { text: spacedUnitCode(data.unitCode), share: 5 },
    { text: '簿页版本', share: 1.5, label: true },
    { text: String(data.version), share: 1.5 },
  ]);
  flow.row([
    { text: '坐落', share: 2, label: true },
    { text: data.location, share: 8 },
  ]);
  flow.row([
    { text: '所载时点', share: 2, label: true },
    { text: data.asOf, share: 8 },
  ]);
  flow.skip(10);
  flow.band('基本信息');
  drawFields(flow, data.facts);
  for (const { title, entries } of data.sections) {
    flow.skip(8);
    flow.band(title);
    if (entries.length === 0) flow.row([{ text: '无', share: 1, align: 'center' }]);
    for (const [index, { fields }] of entries.entries()) {
      if (index > 0) flow.skip(4);
      drawFields(flow, fields);
    }
  }
  flow.skip(8);
  flow.band('登记沿革');
  flow.row([
    { text: '登簿时间', share: 2, label: true },
    { text: '登记事项', share: 5, label: true },
    { text: '证书、证明号', share: 3, label: true },
  ]);
  for (const line of data.history)
    flow.row([
      { text: line.at, share: 2, size: 9 },
      { text: line.text, share: 5, size: 9 },
      { text: line.certificateNos, share: 3, size: 9 },
    ]);
  flow.skip(12);
  flow.text('本页由登记簿打印，权利人信息已作隐去处理，仅供查阅；与登记簿不一致的，以登记簿为准。', {
    size: 9,
    width: sheet.width - margins.left - margins.right,
    colour: colours.muted,
  });
  drawFooters(sheet, data.unitCode);
  return sheet.finish();
}

function drawFields(flow: PageFlow, fields: RegisterEntryFields['fields']): void {
  let waiting: RegisterEntryFields['fields'][number] | undefined;
  const alone = ({ label, value }: RegisterEntryFields['fields'][number]) =>
    flow.row([
      { text: label, share: 2, label: true },
      { text: value, share: 8 },
    ]);
  for (const field of fields) {
    if (field.wide) {
      if (waiting) alone(waiting);
      waiting = undefined;
      alone(field);
    } else if (waiting) {
      flow.row([
        { text: waiting.label, share: 2, label: true },
        { text: waiting.value, share: 3 },
        { text: field.label, share: 2, label: true },
        { text: field.value, share: 3 },
      ]);
      waiting = undefined;
    } else waiting = field;
  }
  if (waiting) alone(waiting);
}
